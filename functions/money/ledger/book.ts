import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { accountOf } from './account.ts';
import { type Entry, movedBy, mustBeEntry, reversalOf, sumFen } from './posting.ts';
import { refundableOf, withRefund } from './refund.ts';

/** The entries of an estate in the order in which they were recorded. It only grows: there is no other operation than `append`. */
export type Book = readonly Entry[];

const reversedAlready = problemKind('entry-reversed-already', 409, {
  'zh-CN': '该凭证已冲销，不能再次冲销。',
  'zh-TW': '該憑證已沖銷，不能再次沖銷。',
  en: 'This entry has been reversed: it cannot be reversed again.',
});
const refundedAlready = problemKind('payment-refunded-already', 409, {
  'zh-CN': '该笔收款已有退款，请先冲销退款。',
  'zh-TW': '該筆收款已有退款，請先沖銷退款。',
  en: 'Some of this payment was refunded: reverse the refund first.',
});
const notCovered = problemKind('balance-too-low', 409, {
  'zh-CN': '账户余额不足，仅有 {left} 分。',
  'zh-TW': '帳戶餘額不足，僅有 {left} 分。',
  en: 'There is not enough on the account: {left} fen.',
});

/** Stops who would take more from a prepaid account or a deposit than is there; fen. @throws Problem 409 with what is left. */
export function mustCover(there: number, taken: number): void {
  if (taken > Math.max(there, 0)) throw new Problem(notCovered, { left: there }, { more: { leftFen: there } });
}

/**
 * The book with one more entry. The same entry again changes nothing. What the book said of an instant before the entry was
 * recorded stays as it was (D28).
 * @throws RangeError when it is no entry (out of balance, ...), its id is taken, it is of another estate or recorded before
 * the last one, or a reversal is no mirror.
 * @throws Problem 409 when it was reversed already, has been refunded, refunds more than was paid (D33), or takes more from
 * a prepaid or deposit than is there.
 */
export function append(book: Book, entry: Entry): Book {
  mustBeEntry(entry);
  const known = book.find((one) => one.entryId === entry.entryId);
  if (known && sameEntry(known, entry)) return book;
  if (entry.reverses !== undefined) mustBeReversible(book, entry);
  if (known) throw new RangeError(`the id ${entry.entryId} is taken`);
  const last = book.at(-1);
  if (last && last.estateId !== entry.estateId) throw new RangeError('an entry of another estate');
  if (last && compareInstants(entry.recordedAt, last.recordedAt) < 0) throw new RangeError('recorded before the last');
  if (entry.refunds !== undefined) mustBeRefundable(book, entry, entry.refunds);
  mustBeCovered(book, entry);
  return [...book, entry];
}

function sameEntry(a: Entry, b: Entry): boolean {
  const text = (entry: Entry) =>
    JSON.stringify(entry, (_, value: unknown) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
        : value,
    );
  return text(a) === text(b);
}

function mustBeReversible(book: Book, reversal: Entry): void {
  const entry = book.find((one) => one.entryId === reversal.reverses);
  if (!entry) throw new RangeError('nothing to reverse');
  if (book.some((one) => one.reverses === entry.entryId)) throw new Problem(reversedAlready);
  if (!sameEntry(reversalOf(entry, reversal), reversal)) throw new RangeError('a reversal is the mirror of its entry');
  if (refundableOf(book, entry.entryId).refundedFen > 0) throw new Problem(refundedAlready);
}

function mustBeRefundable(book: Book, entry: Entry, paymentId: string): void {
  const back = entry.postings.filter(({ fen }) => fen > 0).map(({ fen }) => fen);
  withRefund(refundableOf(book, paymentId), sumFen(back));
}

/** Prepaid money and deposits are spent and paid back only as far as they are there. A reversal may leave a debt. */
function mustBeCovered(book: Book, entry: Entry): void {
  if (!['prepaid-use', 'refund', 'deposit-return'].includes(entry.kind)) return;
  for (const account of new Set(entry.postings.map((posting) => posting.account))) {
    if (accountOf(account).type !== 'liability') continue;
    const there = 0 - sumFen(book.map((one) => movedBy(one, account)));
    mustCover(there, movedBy(entry, account));
  }
}
