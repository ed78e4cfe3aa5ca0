import type { Transaction } from '../../../shared/events/transaction.ts';
import { isMoney } from './account.ts';
import type { Entry } from './posting.ts';
import { parseReceipt } from './receipt.ts';
import { receipts, vouchers } from './source-document.store.ts';

/**
 * Voids the source documents of an entry that is reversed on its own ledger day. The receipt becomes void
 * (作废) and keeps its number; the voucher is removed.
 * The day then closes as if the money had never come (D29); both entries stay.
 * `keepVouchers`: another entry writes its own vouchers under the same number.
 */
export function voidSourceDocuments(transaction: Transaction, entry: Entry, keepVouchers = false): void {
  const { estateId, postedOn, reference, receiptNumber } = entry;
  const moneyAccounts = new Set(entry.postings.map((posting) => posting.account).filter(isMoney));
  const there = { text: 'attribute_exists(pk)' };
  if (!keepVouchers)
    for (const account of moneyAccounts)
      transaction.remove(vouchers, { estateId, postedOn, account, reference }, there);
  const number = receiptNumber === undefined ? undefined : parseReceipt(receiptNumber);
  if (!number) return;
  const text = 'SET voided = :yes REMOVE replacedBy';
  transaction.update(receipts, { estateId, postedOn, number }, { text, values: { ':yes': true } }, there);
}

/** Voids a receipt that another receipt replaces (R21.3). It keeps its number and still proves the money. */
export function replaceReceipt(transaction: Transaction, estateId: string, printed: string, by: string): void {
  const number = parseReceipt(printed);
  if (!number) return;
  const text = 'SET voided = :yes, replacedBy = :by';
  const there = { text: 'attribute_exists(pk)' };
  const id = { estateId, postedOn: number.day, number };
  transaction.update(receipts, id, { text, values: { ':yes': true, ':by': by } }, there);
}

/**
 * Voids the receipt of a payment that the bank took back on a line of its own (R21.9). It still proves that
 * the money came, so the day of the payment and that of the return both agree.
 */
export function voidBouncedReceipt(transaction: Transaction, estateId: string, printed: string, by: string): void {
  const number = parseReceipt(printed);
  if (!number) return;
  const text = 'SET voided = :yes, bouncedBy = :by REMOVE replacedBy';
  const there = { text: 'attribute_exists(pk)' };
  const id = { estateId, postedOn: number.day, number };
  transaction.update(receipts, id, { text, values: { ':yes': true, ':by': by } }, there);
}
