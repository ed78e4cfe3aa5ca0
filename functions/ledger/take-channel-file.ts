import type { Act } from '../../shared/events/catalogue.ts';
import { Problem, problemKind } from '../../shared/http/problem.ts';
import { Transaction } from '../../shared/store/transaction.ts';
import { bookEntries } from './book-entries.ts';
import { bookSettlement } from './bookings.ts';
import { type Books, headOf } from './books.ts';
import { type ChannelFile, fileIdOf, type NewChannelFile } from './channel-file.ts';
import { mustBeOpen } from './close.ts';
import { channelFiles, channelLines } from './ledger-store.ts';
import { type Entry, sumFen } from './posting.ts';

const twiceInFile = problemKind('reference-twice', 400, {
  'zh-CN': '文件中 {reference} 出现两次，请核对后重新导入。',
  'zh-TW': '檔案中 {reference} 出現兩次，請核對後重新匯入。',
  en: '{reference} is in the file twice: check it and bring it in again.',
});

/** Takes the statement of a bank or a channel: each line under its own day, which must not be closed. @throws Problem 400 `reference-twice`, 409 `period-closed`. */
export function takeChannelFile(
  books: Books,
  input: NewChannelFile,
  act: Act,
): { after: ChannelFile; transaction: Transaction } {
  const { estateId } = books;
  const { account, lines } = input;
  const references = new Set<string>();
  for (const { reference, day } of lines) {
    if (references.has(reference)) throw new Problem(twiceInFile, { reference });
    references.add(reference);
    mustBeOpen(day, books);
  }
  const days = lines.map(({ day }) => day).sort();
  const after: ChannelFile = {
    ...{ fileId: fileIdOf(estateId, input), estateId, account, lines: lines.length },
    ...{ fen: sumFen(lines.map(({ fen }) => fen)), from: days[0] ?? '', to: days.at(-1) ?? '' },
    ...{ takenAt: act.recordedAt, takenBy: act.actor.id, version: 1 },
  };
  const { fileId, fen } = after;
  const transaction = new Transaction()
    .save(channelFiles, after)
    .record(channelFiles, after, 'ChannelFileTaken', { fileId, account, lines: lines.length, fen }, act);
  for (const line of lines) {
    transaction.put(channelLines, { estateId, bookedOn: line.day, fileId, account, ...line });
  }
  return { after, transaction };
}

/** What is moved from one place to another: cash taken to the bank, or paid out by a channel that keeps its fee. Fen. */
export interface Settlement {
  readonly from: string;
  readonly to: string;
  readonly fen: number;
  readonly feeFen: number;
  readonly reference: string;
  readonly occurredOn: string;
}

/** Books a settlement (解款、渠道结算) with its vouchers; the same reference is booked once. */
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
  const transaction = new Transaction();
  bookEntries(transaction, books, [entry], [{ entry, vouchers }], act);
  return { entry, transaction };
}
