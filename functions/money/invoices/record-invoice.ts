import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { type Bill, billsByIds, billsNow, recordInvoiced } from '../fees/public.ts';
import { isOldInvoice, ledgerPolicy, taxPointOf, taxpayerOn } from '../ledger/public.ts';
import { issueInvoice, type Payment, paymentOf } from '../payments/public.ts';
import { assertSums, type Invoice, type InvoiceInput } from './invoice.ts';
import { invoices } from './invoices.store.ts';

const numberUsed = problemKind('invoice-number-used', 409, {
  'zh-CN': '发票号码 {number} 已登记，或已在旧系统开具。请核对 number。',
  'zh-TW': '發票號碼 {number} 已登記，或已在舊系統開立。請核對 number。',
  en: 'Invoice {number} is already in the register, or was issued in the system before. Check number.',
});

/** Rejects an invoice number of the system before (R30.4). @throws Problem invoice-number-used. */
export async function mustBeNewNumber(number: string): Promise<void> {
  if (await isOldInvoice(number)) throw new Problem(numberUsed, { number });
}
const unknownSource = problemKind('nothing-to-invoice', 409, {
  'zh-CN': '没有 {id} 这张账单或收款，或它不属于同一付款人。请核对各行。',
  'zh-TW': '沒有 {id} 這張帳單或收款，或它不屬於同一付款人。請核對各行。',
  en: 'There is no bill or payment {id}, or it is of another payer. Check the lines.',
});
const aboveReceived = problemKind('invoiced-above-received', 409, {
  'zh-CN': '该笔收款最多可开票 {open} 分。请核对金额。',
  'zh-TW': '該筆收款最多可開立 {open} 分。請核對金額。',
  en: 'At most {open} fen of this payment can be invoiced. Check the amount.',
});

/** The most bills of one invoice: each takes two items of the transaction. */
const mostBills = 30;

const tooManyBills = problemKind('too-many-bills', 400, {
  'zh-CN': '一张发票最多涉及 {most} 张账单。请分开登记。',
  'zh-TW': '一張發票最多涉及 {most} 張帳單。請分開登記。',
  en: 'One invoice may name at most {most} bills. Record several invoices.',
});

/** Saves a new invoice, blue or red, with its event. Its number must be new in the whole system. */
export function saveNewInvoice(transaction: Transaction, invoice: Invoice, act: ActionContext): Transaction {
  const { number, payerId, fen, taxFen } = invoice;
  return transaction
    .save(invoices, invoice, undefined, () => new Problem(numberUsed, { number }))
    .record(invoices, invoice, 'InvoiceRecorded', { invoiceNumber: number, payerId, fen, taxFen }, act);
}

/** Returns the bills of an invoice by id. @throws Problem nothing-to-invoice, too-many-bills. */
async function billsFor(estateId: string, { lines }: InvoiceInput): Promise<Map<string, Bill>> {
  const ids = [...new Set(lines.flatMap(({ billId }) => billId ?? []))];
  if (ids.length > mostBills) throw new Problem(tooManyBills, { most: mostBills });
  const found = new Map((await billsNow(ids)).map((bill) => [bill.billId, bill]));
  for (const id of ids) {
    if (found.get(id)?.estateId !== estateId) throw new Problem(unknownSource, { id });
  }
  return found;
}

/** Returns the day on which the tax of a bill's line arises (R23.6), at the latest that of its invoice. */
function taxPointOfLine({ dueOn, paid }: Bill, servedOn: string | undefined, invoicedOn: string): string {
  const [paidOn] = paid.map(({ on }) => on).sort();
  const of = { dueOn, invoicedOn, ...(servedOn && { servedOn }), ...(paidOn && { paidOn }) };
  return taxPointOf(of) ?? invoicedOn;
}

/**
 * Returns what an invoice may have of a payment, fen. The principal of taxed bills is invoiced by their
 * lines.
 */
async function receivedFen({ fen, refundedFen, allocation }: Payment): Promise<number> {
  const paid = await billsByIds(allocation.map(({ billId }) => billId));
  const taxed = new Set(paid.filter(({ lines }) => lines.some(({ vat }) => vat)).map(({ billId }) => billId));
  const onTaxed = allocation.filter(({ billId }) => taxed.has(billId));
  return fen - refundedFen - onTaxed.reduce((sum, { parts }) => sum + parts.principal, 0);
}

/**
 * Records an invoice that the tax platform issued (R23.8), with the lines of bills or the payment that it
 * invoices.
 * No line is invoiced above what was billed, less credit notes and waivers.
 * @throws Problem invoice-number-used, invoice-sum-differs, invoice-tax-differs, nothing-to-invoice,
 * line-not-taxed, invoiced-above-billed, invoiced-above-received, invoiced-already, day-in-the-future,
 * bill-is-full, too-many-bills, payment-reversed, payment-moved.
 */
export async function recordInvoice(
  estateId: string,
  input: InvoiceInput,
  today: string,
  act: ActionContext,
): Promise<{ after: Invoice; transaction: Transaction }> {
  const { number, lines, issuedOn } = input;
  mustHaveCome(issuedOn, today);
  assertSums(input);
  const [bills, settings] = await Promise.all([
    billsFor(estateId, input),
    ledgerPolicy.of(estateId),
    mustBeNewNumber(number),
  ]);
  const billLineOf = ({ billId = '', line = -1 }: InvoiceInput['lines'][number]) => bills.get(billId)?.lines[line];
  assertSums(
    input,
    lines.map((line) => billLineOf(line)?.vat?.percent),
  );
  const [paymentId, ...others] = new Set(lines.flatMap((line) => line.paymentId ?? []));
  const payment = paymentId === undefined ? undefined : await paymentOf(paymentId);
  if (paymentId !== undefined && (payment?.estateId !== estateId || others.length > 0)) {
    throw new Problem(unknownSource, { id: others[0] ?? paymentId });
  }
  const payers = [...bills.values(), ...(payment ? [payment] : [])];
  const [first] = payers;
  const stranger = payers.find(({ payerId }) => payerId !== first?.payerId);
  if (!first || stranger) throw new Problem(unknownSource, { id: bills.keys().next().value ?? paymentId ?? '' });
  const { name, taxCode } = taxpayerOn(settings, issuedOn) ?? {};
  const invoice: Invoice = {
    ...input,
    estateId,
    payerId: first.payerId,
    seller: { ...(name !== undefined && { name }), ...(taxCode !== undefined && { taxCode }) },
    lines: lines.map((line) => {
      const bill = bills.get(line.billId ?? '');
      const taxPointOn = bill ? taxPointOfLine(bill, billLineOf(line)?.to, issuedOn) : issuedOn;
      return { ...line, redFen: 0, redTaxFen: 0, taxPointOn };
    }),
    netFen: input.fen - input.taxFen,
    redFen: 0,
    state: 'blue',
    recordedBy: act.actor.id,
    recordedAt: act.recordedAt,
    updatedAt: act.recordedAt,
    version: 1,
  };
  const transaction = saveNewInvoice(new Transaction(), invoice, act);
  for (const [billId, bill] of bills) {
    const amounts = lines.flatMap(({ line, fen, ...of }) =>
      of.billId === billId && line !== undefined ? [{ line, number, fen }] : [],
    );
    transaction.join(recordInvoiced(bill, amounts, act));
  }
  if (payment) {
    const fen = lines.reduce((sum, line) => sum + (line.paymentId === undefined ? 0 : line.fen), 0);
    const open = await receivedFen(payment);
    if (fen > open) throw new Problem(aboveReceived, { open }, { more: { openFen: open } });
    const { transaction: noted } = issueInvoice(payment, number, act);
    if (noted) transaction.join(noted);
  }
  return { after: invoice, transaction };
}
