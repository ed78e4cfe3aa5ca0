import type { Transaction } from '../../shared/store/transaction.ts';
import { isMoney } from './account.ts';
import { receipts, vouchers } from './ledger-store.ts';
import type { Entry } from './posting.ts';
import { parseReceipt } from './receipt.ts';

/**
 * The papers of an entry that is taken back on the day on which it was booked: its receipt is void (作废) and keeps its
 * number, its voucher is withdrawn. The day is then closed as if the money had never come (D29); both entries stay.
 */
export function voidPapers(transaction: Transaction, entry: Entry): void {
  const { estateId, bookedOn, reference, receiptNumber } = entry;
  const places = new Set(entry.postings.map((posting) => posting.account).filter(isMoney));
  const there = { text: 'attribute_exists(pk)' };
  for (const account of places) transaction.remove(vouchers, { estateId, bookedOn, account, reference }, there);
  const number = receiptNumber === undefined ? undefined : parseReceipt(receiptNumber);
  if (!number) return;
  const text = 'SET voided = :yes';
  transaction.update(receipts, { estateId, bookedOn, number }, { text, values: { ':yes': true } }, there);
}
