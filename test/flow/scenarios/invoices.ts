import { dayIn } from '../../../shared/kernel/time.ts';
import { type Body, must } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import type { Scenario, ScenarioPart } from '../scenario.ts';

/** Runs the operations of the invoice register: invoices, red letters, credit-note tasks. */
const run: ScenarioPart = async (of, _ids, perform) => {
  const { stage, serial, personId, unitId } = of;
  const { estateId, staff } = stage.estate;
  const { cashier, manager, auditor } = staff;
  const inEstate = { params: { estateId } };
  // A number is unique in all estates.
  const digits = [...estateId].map((letter) => letter.charCodeAt(0) % 10).join('');
  const number = (what: number) => `${what}${digits}${String(serial).padStart(6, '0')}`.padStart(20, '0').slice(-20);
  const issuedOn = dayIn('Asia/Shanghai', new Date().toISOString());

  // A bill with tax.
  await changePolicy(stage.estate, 'ledger', { taxpayer: [{ from: '2026-01-01', kind: 'general' }] });
  const { building } = await must(staff.operator, 'GET', `/v1/units/${unitId}`);
  const taxed = await billsOut(stage.estate, [await feeFor(stage.estate, building, '1.06')], '2025-10');
  const { billId } = taxed.find((bill) => bill.unitId === unitId) ?? {};
  const ofBill = { billId, line: 0, name: '*物业管理服务*服务费', fen: 106, percent: '6', taxFen: 6 };
  const small = { kind: 'ordinary', issuedOn, buyer: { name: '王芳' }, lines: [ofBill], fen: 106, taxFen: 6 };
  await perform('recordInvoice', cashier, { ...inEstate, body: { number: number(4), ...small } });
  await perform('getUninvoiced', cashier, { params: { billId } });

  const paying = { payerId: personId, fen: 2_120, method: 'cash', reference: `fp-${estateId}-${serial}` };
  const { paymentId } = await must(cashier, 'POST', `/v1/payments/estates/${estateId}/payments`, paying);
  const moving = { billIds: [], reason: '先不付账单' };
  await must(cashier, 'POST', `/v1/payments/${paymentId}/reallocate`, moving);
  const goods = { goodsCode: '3040801010000000000', unit: '月', quantity: '1', price: '20' };
  const line = { paymentId, name: '*物业管理服务*物业费', fen: 2_120, percent: '6', taxFen: 120, ...goods };
  const buyer = { name: '某某贸易有限公司', taxCode: '91330100MA2800000X' };
  const sums = { lines: [line], fen: 2_120, taxFen: 120, remark: '一期 1-101 2026年1月' };
  const invoice = await perform('recordInvoice', cashier, {
    ...inEstate,
    body: { number: number(1), kind: 'special', issuedOn, buyer, ...sums },
  });
  const ofInvoice = { params: { number: invoice.number } };
  await perform('getInvoice', auditor, ofInvoice);
  await perform('listInvoices', auditor, { query: { estateId, limit: '20' } });
  await perform('listInvoices', cashier, { query: { estateId, payerId: personId, limit: '20' } });

  // The money is paid back, so the invoice must be taken back.
  const asking = { of: 'refund', id: paymentId, fen: 2_120, reason: '多收' };
  const requests = `/v1/payments/estates/${estateId}/refund-requests`;
  const { requestId } = await must(cashier, 'POST', requests, asking);
  await must(manager, 'POST', `/v1/payments/refund-requests/${requestId}/approve`, {});
  const refunding = { fen: 2_120, method: 'cash', reason: '多收', requestId };
  await must(cashier, 'POST', `/v1/payments/${paymentId}/refunds`, refunding);
  const part = { reason: '开票有误', lines: [{ line: 0, fen: 1_060 }] };
  await perform('requestRedLetter', cashier, { ...ofInvoice, body: part });
  const { redLetterId } = await perform('requestRedLetter', cashier, { ...ofInvoice, body: { reason: '退款' } });
  const ofLetter = { params: { redLetterId } };
  await perform('submitRedLetter', cashier, {
    ...ofLetter,
    body: { confirmationNumber: `QR${number(2)}`, buyerConfirms: true },
  });
  await perform('confirmRedLetter', cashier, { ...ofLetter, body: {} });
  const redInvoiceNumber = number(3);
  await perform('issueRedInvoice', cashier, { ...ofLetter, body: { number: redInvoiceNumber, issuedOn } });
  await perform('getRedLetter', auditor, ofLetter);
  await perform('listRedLetters', auditor, { query: { estateId, limit: '20' } });

  const list = { estateId, limit: '20' };
  await perform('listCreditNoteTasks', cashier, { query: list });
  await perform('listCreditNoteTasks', cashier, { query: { ...list, status: 'open' } });
  const open = `/v1/invoices/credit-note-tasks?estateId=${estateId}&status=open&limit=200`;
  const { items } = await must(cashier, 'GET', open);
  const { taskId: creditNoteTaskId } = items.find((one: Body) => one.paymentId === paymentId);
  const ofTask = { params: { taskId: creditNoteTaskId } };
  await perform('completeCreditNoteTask', cashier, { ...ofTask, body: { redInvoiceNumber } });
  await perform('getCreditNoteTask', auditor, ofTask);
  return { creditNoteTaskId, redLetterId, invoiceNumber: invoice.number };
};

export const scenario: Scenario = { needs: ['payments'], run };
