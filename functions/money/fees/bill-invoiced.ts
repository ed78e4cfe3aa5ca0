import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { assertWithinLimit, type Bill, isOwed } from './bill.ts';
import { refOf } from './bill-change.ts';
import { invoicedFen, leftOf } from './bill-vat.ts';
import { bills } from './bills.store.ts';

/*
 * What was invoiced of the lines of a bill (R23.8). The invoices themselves are records of a later context.
 */

const notTaxed = problemKind('line-not-taxed', 409, {
  'zh-CN': '账单 {billId} 的第 {line} 行不计税，不能开票。请核对 line。',
  'zh-TW': '帳單 {billId} 的第 {line} 行不計稅，不能開立發票。請核對 line。',
  en: 'Line {line} of bill {billId} is not taxed and cannot be invoiced. Check line.',
});
const aboveBilled = problemKind('invoiced-above-billed', 409, {
  'zh-CN': '账单 {billId} 的第 {line} 行最多还可开票 {open} 分。请核对金额。',
  'zh-TW': '帳單 {billId} 的第 {line} 行最多還可開立 {open} 分。請核對金額。',
  en: 'At most {open} fen of line {line} of bill {billId} can still be invoiced. Check the amount.',
});

/**
 * An amount that an invoice has of a line, fen; negative for a red invoice. `number` is that of the blue
 * one.
 */
export interface InvoicedAmount {
  readonly line: number;
  readonly number: string;
  readonly fen: number;
}

/**
 * Returns what can still be invoiced of a line, fen: billed, less what credit notes and waivers took off,
 * less blue, plus red. Below zero while a red invoice is due.
 */
export function uninvoicedFen(bill: Bill, nth: number): number {
  return leftOf(bill, nth).fen - invoicedFen(bill, nth);
}

/**
 * Returns the transaction that notes invoiced amounts on a bill.
 * @throws Problem 409 line-not-taxed, invoiced-above-billed, bill-is-full.
 */
export function recordInvoiced(before: Bill, amounts: readonly InvoicedAmount[], act: ActionContext): Transaction {
  const { billId } = before;
  let after = before;
  for (const amount of amounts) {
    const { line } = amount;
    if (!isOwed(before) || before.lines[line]?.vat === undefined) throw new Problem(notTaxed, { billId, line });
    const open = uninvoicedFen(after, line);
    if (amount.fen > open) throw new Problem(aboveBilled, { billId, line, open }, { more: { openFen: open } });
    assertWithinLimit(after, 'invoiced');
    after = { ...after, invoiced: [...(after.invoiced ?? []), amount] };
  }
  after = { ...after, updatedAt: act.recordedAt, version: before.version + 1 };
  const fen = amounts.reduce((sum, one) => sum + one.fen, 0);
  const invoiceNumber = amounts[0]?.number ?? '';
  return new Transaction()
    .save(bills, after, before)
    .record(bills, after, 'BillInvoiced', { ...refOf(after), invoiceNumber, fen }, act);
}

/**
 * Returns what a credit note made invoices have too much of (R21.6), fen, by line and invoice, the latest
 * invoice first: it needs a red invoice. Notes before it count first, so that the notes of a bill add up.
 */
export function overInvoicedBy(bill: Bill, noteId: string): InvoicedAmount[] {
  const { lines, lowered = [], invoiced = [] } = bill;
  return lines.flatMap(({ fen: billedFen }, line) => {
    const mine = lowered.filter((one) => one.line === line);
    const last = mine.findLastIndex((one) => one.noteId === noteId);
    if (last < 0) return [];
    const first = mine.findIndex((one) => one.noteId === noteId);
    const over = (upTo: number) => {
      const off = mine.slice(0, upTo).reduce((sum, { fen }) => sum + fen, 0);
      return Math.max(0, invoicedFen(bill, line) - (billedFen - off));
    };
    const numbers = [...new Set(invoiced.filter((one) => one.line === line).map(({ number }) => number))].reverse();
    let [skipped, left] = [over(first), over(last + 1) - over(first)];
    return numbers.flatMap((number) => {
      const has = Math.max(0, invoicedFen({ invoiced: invoiced.filter((one) => one.number === number) }, line));
      const before = Math.min(skipped, has);
      const fen = Math.min(left, has - before);
      skipped -= before;
      left -= fen;
      return fen > 0 ? [{ line, number, fen }] : [];
    });
  });
}
