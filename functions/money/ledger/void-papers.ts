import type { Transaction } from '../../../shared/events/transaction.ts';
import { isMoney } from './account.ts';
import { receipts, vouchers } from './ledger.store.ts';
import type { Entry } from './posting.ts';
import { parseReceipt } from './receipt.ts';

/**
 * The papers of an entry that is taken back on the day on which it was booked: its receipt is void (作废) and keeps its
 * number, its voucher is withdrawn. The day is then closed as if the money had never come (D29); both entries stay. `keepVouchers`: another entry writes its own
 * under the same number.
 */
export function voidSourceDocuments(transaction: Transaction, entry: Entry, keepVouchers = false): void {
  const { estateId, bookedOn, reference, receiptNumber } = entry;
  const places = new Set(entry.postings.map((posting) => posting.account).filter(isMoney));
  const there = { text: 'attribute_exists(pk)' };
  if (!keepVouchers)
    for (const account of places) transaction.remove(vouchers, { estateId, bookedOn, account, reference }, there);
  const number = receiptNumber === undefined ? undefined : parseReceipt(receiptNumber);
  if (!number) return;
  const text = 'SET voided = :yes REMOVE replacedBy';
  transaction.update(receipts, { estateId, bookedOn, number }, { text, values: { ':yes': true } }, there);
}

/** Makes a receipt void because another one was given for its money (R21.3); it keeps its number and still proves that money. */
export function replaceReceipt(transaction: Transaction, estateId: string, printed: string, by: string): void {
  const number = parseReceipt(printed);
  if (!number) return;
  const text = 'SET voided = :yes, replacedBy = :by';
  const there = { text: 'attribute_exists(pk)' };
  const id = { estateId, bookedOn: number.day, number };
  transaction.update(receipts, id, { text, values: { ':yes': true, ':by': by } }, there);
}
