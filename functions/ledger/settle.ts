import type { Act } from '../../shared/events/catalogue.ts';
import { Problem, problemKind } from '../../shared/http/problem.ts';
import { Transaction } from '../../shared/store/transaction.ts';
import { bookEntries } from './book-entries.ts';
import { bookSettlement } from './bookings.ts';
import { type Books, headOf } from './books.ts';
import { type StoredSettlement, settlements } from './ledger-store.ts';
import type { Entry } from './posting.ts';

const settledOtherwise = problemKind('settlement-differs', 409, {
  'zh-CN': '凭证号 {reference} 已登记为 {fen} 分的解款，与此不符。',
  'zh-TW': '憑證號 {reference} 已登記為 {fen} 分的解款，與此不符。',
  en: 'Under {reference} {fen} fen were settled, which is something else: check the number.',
});

/** What is moved from one place to another: cash taken to the bank, or paid out by a channel that keeps its fee. Fen. */
export interface Settlement {
  readonly from: string;
  readonly to: string;
  readonly fen: number;
  readonly feeFen: number;
  readonly reference: string;
  readonly occurredOn: string;
}

/** Stops who says something else under a number that is known. @throws Problem 409 `settlement-differs`. */
export function mustBeSettled(known: StoredSettlement, said: Settlement): void {
  if (known.fen === said.fen && known.feeFen === said.feeFen) return;
  throw new Problem(settledOtherwise, { reference: said.reference, fen: known.fen });
}

/** Books a settlement (解款、渠道结算) with its vouchers; the same number between the same places is booked once. */
export function bookSettled(books: Books, what: Settlement, act: Act): { entry: Entry; transaction: Transaction } {
  const { from, to, fen, feeFen, reference, occurredOn } = what;
  const head = headOf(books, {
    ...{ cause: ['settlement', from, to, reference], occurredOn, recordedAt: act.recordedAt, reference },
    description: 'settlement',
  });
  const entry = bookSettlement(head, { from, to, fen, feeFen });
  const day = { reference, day: occurredOn };
  const vouchers = [
    { account: from, fen: -fen, ...day },
    { account: to, fen: fen - feeFen, ...day },
  ];
  const { estateId } = books;
  const { entryId } = entry;
  const after = { estateId, from, to, reference, fen, feeFen, entryId, version: 1 };
  const transaction = new Transaction()
    .save(settlements, after)
    .record(settlements, after, 'SettlementBooked', { entryId, from, to, fen, feeFen }, act);
  bookEntries(transaction, books, [entry], [{ entry, vouchers }], act);
  return { entry, transaction };
}
