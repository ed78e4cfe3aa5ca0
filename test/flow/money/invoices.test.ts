import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { invoicedPayment, takenBack } from '../invoice-fixtures.ts';
import { ledgerStores, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { csvOf, reportOf } from '../report-fixtures.ts';

const building = '开票楼';
let estate: TestEstate;
let owner: Household;
let unitId: string;
let feeItemId: string;
let nth = 0;

/** Returns a number of the tax platform, each once. */
const platformNumber = () => {
  nth += 1;
  return `2633200000001${String(nth).padStart(7, '0')}`;
};
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const desk = () => estate.staff.cashier;
const register = () => at('/v1/invoices/estates/{estateId}/invoices');
const lineOf = ({ billId }: Body, fen: number, taxFen: number) => {
  return { billId, line: 0, name: '*物业管理服务*物业费', fen, percent: '6', taxFen };
};
const invoiceOf = (bill: Body, fen: number, taxFen: number, number = platformNumber()) => ({
  number,
  kind: 'ordinary',
  issuedOn: today(),
  buyer: { name: '王芳' },
  lines: [lineOf(bill, fen, taxFen)],
  fen,
  taxFen,
});
/** Records a payment that pays no bill. */
async function paidAhead(reference: string): Promise<Body> {
  const paying = { payerId: owner.personId, fen: 5_000, method: 'cash', reference };
  const { paymentId } = await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), paying);
  return must(desk(), 'POST', `/v1/payments/${paymentId}/reallocate`, { billIds: [], reason: '先不付账单' });
}
const uninvoiced = async ({ billId }: Body): Promise<Body> =>
  (await must(desk(), 'GET', `/v1/invoices/bills/${billId}/uninvoiced`)).lines[0];

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('INV');
  const seller = { name: '阳光物业服务有限公司', taxCode: '91330100MA2800000X' };
  await changePolicy(estate, 'ledger', { taxpayer: [{ from: '2026-01-01', kind: 'general', ...seller }] });
  const { administrator } = estate.staff;
  const unit = { label: `${building}101`, building, area: '89.37', use: 'dwelling' };
  ({ unitId } = await must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit));
  owner = await estate.household('invoiced-owner');
  const tenure = { personId: owner.personId, role: 'owner', from: '2024-01-01' };
  await must(administrator, 'POST', `/v1/units/${unitId}/tenures`, tenure);
  feeItemId = await feeFor(estate, building, '2.68', { kind: 'building-area' });
});

describe('R23.8 the invoice register', () => {
  test('records an invoice of a bill once, and no line above what was billed', async () => {
    const [bill] = await billsOut(estate, [feeItemId], '2026-01');
    expect(await uninvoiced(bill)).toMatchObject({ percent: '6', uninvoicedFen: 23_951, redNeededFen: 0 });
    const first = invoiceOf(bill, 20_000, 1_132);
    const recorded = await must(desk(), 'POST', register(), first);
    expect(recorded).toMatchObject({ state: 'blue', netFen: 18_868, payerId: owner.personId, buyer: { name: '王芳' } });
    expect(recorded.lines[0].taxPointOn).toBe(today());
    expect(recorded.seller).toEqual({ name: '阳光物业服务有限公司', taxCode: '91330100MA2800000X' });
    const again = await ask(desk(), 'POST', register(), invoiceOf(bill, 3_000, 170, first.number));
    expect(again).toMatchObject({ status: 409, body: { code: 'invoice-number-used' } });
    const above = await ask(desk(), 'POST', register(), invoiceOf(bill, 3_952, 224));
    expect(above).toMatchObject({ status: 409, body: { code: 'invoiced-above-billed', openFen: 3_951 } });
    const wrong = await ask(desk(), 'POST', register(), { ...invoiceOf(bill, 3_951, 224), taxFen: 225 });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invoice-sum-differs' } });
    await must(desk(), 'POST', register(), invoiceOf(bill, 3_951, 224));
    expect(await uninvoiced(bill)).toMatchObject({ uninvoicedFen: 0 });
    const { items } = await must(desk(), 'GET', `/v1/invoices?estateId=${estate.estateId}&payerId=${owner.personId}`);
    expect(items.map(({ fen }: Body) => fen)).toEqual([3_951, 20_000]);
    const cancel = { reason: '付款人有误' };
    const cancelled = await ask(estate.staff.manager, 'POST', `/v1/fees/bills/${bill.billId}/cancel`, cancel);
    expect(cancelled).toMatchObject({ status: 409, body: { code: 'bill-invoiced' } });
  });

  test('two invoices of one line at the same moment are together never above it', async () => {
    const [bill] = await billsOut(estate, [feeItemId], '2026-02');
    const both = await Promise.all([1, 2, 3].map(() => ask(desk(), 'POST', register(), invoiceOf(bill, 15_000, 849))));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect(await uninvoiced(bill)).toMatchObject({ uninvoicedFen: 8_951 });
  });

  test('R23.9 a red invoice frees what it takes back for another invoice', async () => {
    const [bill] = await billsOut(estate, [feeItemId], '2026-03');
    const { number } = await must(desk(), 'POST', register(), invoiceOf(bill, 23_951, 1_356));
    const redNumber = platformNumber();
    await takenBack(estate, number, redNumber, [{ line: 0, fen: 4_000 }]);
    expect(await must(desk(), 'GET', `/v1/invoices/${number}`)).toMatchObject({ state: 'part-red', redFen: 4_000 });
    const red = await must(desk(), 'GET', `/v1/invoices/${redNumber}`);
    expect(red).toMatchObject({ fen: -4_000, taxFen: -226, red: { number, confirmationNumber: '33010026117' } });
    expect(await uninvoiced(bill)).toMatchObject({ uninvoicedFen: 4_000 });
    await must(desk(), 'POST', register(), invoiceOf(bill, 4_000, 226));
    await takenBack(estate, number, platformNumber());
    expect(await must(desk(), 'GET', `/v1/invoices/${number}`)).toMatchObject({ state: 'red', redFen: 23_951 });
    const more = await ask(desk(), 'POST', `/v1/invoices/${number}/red-letters`, { reason: '再冲' });
    expect(more).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    // No money moved, and the tax stays as billed.
    expect(await must(owner, 'GET', `/v1/fees/bills/${bill.billId}`)).toMatchObject({ openFen: 23_951 });
  });

  test('R21.6 a credit note on an invoiced bill opens a task until a red invoice is recorded', async () => {
    const { administrator } = estate.staff;
    const [bill] = await billsOut(estate, [feeItemId], '2026-04');
    const { number } = await must(desk(), 'POST', register(), invoiceOf(bill, 23_951, 1_356));
    const { version } = await must(administrator, 'GET', `/v1/units/${unitId}`);
    const smaller = { label: `${building}101`, building, area: '88.37', use: 'dwelling' };
    await must(administrator, 'PUT', `/v1/units/${unitId}`, smaller, { ifMatch: version });
    const [note] = await billsOut(estate, [feeItemId], '2026-04');
    expect(note).toMatchObject({ kind: 'credit-note', fen: -268 });
    await idle();
    expect(await uninvoiced(bill)).toMatchObject({ uninvoicedFen: 0, redNeededFen: 268 });
    const open = at('/v1/invoices/credit-note-tasks?estateId={estateId}&status=open');
    const [task, ...others] = (await must(desk(), 'GET', open)).items;
    expect(task).toMatchObject({ billId: bill.billId, noteId: note.billId, invoiceNumber: number, fen: 268 });
    expect(others).toEqual([]);
    const redInvoiceNumber = platformNumber();
    await takenBack(estate, number, redInvoiceNumber, [{ line: 0, fen: 268 }]);
    const completing = `/v1/invoices/credit-note-tasks/${task.taskId}/complete`;
    const wrong = await ask(desk(), 'POST', completing, { redInvoiceNumber: platformNumber() });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'no-red-invoice' } });
    await must(desk(), 'POST', completing, { redInvoiceNumber });
    expect(await uninvoiced(bill)).toMatchObject({ uninvoicedFen: 0, redNeededFen: 0 });
  });

  test('a payment is invoiced once, and again when all of its invoice is red', async () => {
    const paying = { payerId: owner.personId, fen: 5_000, method: 'cash', reference: 'INV-0' };
    const onBill = await must(desk(), 'POST', at('/v1/payments/estates/{estateId}/payments'), paying);
    const lineFor = (paymentId: string) => ({ paymentId, name: '物业费', fen: 100, percent: '0', taxFen: 0 });
    const taxed = { ...invoiceOf({ billId: '' }, 100, 0), lines: [lineFor(onBill.paymentId)] };
    const onLines = await ask(desk(), 'POST', register(), taxed);
    expect(onLines).toMatchObject({ status: 409, body: { code: 'invoiced-above-received', openFen: 0 } });
    const payment = await paidAhead('INV-1');
    const number = platformNumber();
    await invoicedPayment(estate, payment, number);
    const more = { ...taxed, lines: [lineFor(payment.paymentId)] };
    const twice = await ask(desk(), 'POST', register(), more);
    expect(twice).toMatchObject({ status: 409, body: { code: 'invoiced-already' } });
    const other = await paidAhead('INV-2');
    const same = { ...more, number, lines: [lineFor(other.paymentId)] };
    const used = await ask(desk(), 'POST', register(), same);
    expect(used).toMatchObject({ status: 409, body: { code: 'invoice-number-used' } });
    await takenBack(estate, number, platformNumber());
    expect(await must(desk(), 'GET', `/v1/payments/${payment.paymentId}`)).not.toHaveProperty('invoice');
    await invoicedPayment(estate, payment, platformNumber());
  });

  test('R32.6 reports have the tax by rate, the register, and what is not invoiced yet', async () => {
    await idle();
    const span = { from: `${today().slice(0, 4)}-01-01`, to: today() };
    const tax = await reportOf(estate, { kind: 'tax-summary', ...span, language: 'en' });
    const month = today().slice(0, 7);
    const summary = await must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/vat-summaries/${month}`));
    expect(tax.rows).toContainEqual(
      expect.objectContaining({ month, method: 'General method', rate: '6', net: summary.netFen, tax: summary.taxFen }),
    );
    // Four bills of 239.51, less a credit note of 2.68 with 0.15 of tax (R23.3, R21.6).
    expect([tax.totals.tax, tax.totals.gross]).toEqual([4 * 1_356 - 15, 4 * 23_951 - 268]);

    const listed = await reportOf(estate, { kind: 'invoice-register', ...span });
    const { items } = await must(desk(), 'GET', at('/v1/invoices?estateId={estateId}'));
    expect(listed.rowCount).toBe(items.length);
    const sum = (field: string) => items.reduce((all: number, one: Body) => all + one[field], 0);
    expect(listed.totals).toMatchObject({ gross: sum('fen'), tax: sum('taxFen'), red: sum('redFen') });

    const open = await reportOf(estate, { kind: 'uninvoiced', language: 'en' });
    const rows = await csvOf(open);
    // February: 239.51 less one invoice of 150.00. March: an invoice of 40.00 is left of 239.51.
    expect(rows.slice(0, -1).map((row) => [row['Service from'], row['Not invoiced, tax included']])).toEqual([
      ['2026-02-01', '89.51'],
      ['2026-03-01', '199.51'],
    ]);
  });

  test('ledger and bills agree', async () => {
    await idle();
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});
