import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get, getMany } from '../../../shared/store/table.ts';
import { bookEntries, entryWith } from './book-entries.ts';
import { type Books, closedThroughNow } from './books.ts';
import { fileIdOf, type NewChannelFile, type StoredChannelFile } from './channel-file.ts';
import { bookingDay, mustBeOpen } from './close.ts';
import {
  type Arrival,
  arrivals,
  books as booksOf,
  channelFiles,
  channelLines,
  openSlips,
  type StoredSettlement,
  settlements,
} from './ledger.store.ts';
import { type Entry, reversalOf, sumFen } from './posting.ts';

const twiceInFile = problemKind('reference-twice', 400, {
  'zh-CN': '文件中 {reference} 出现两次，请核对后重新导入。',
  'zh-TW': '檔案中 {reference} 出現兩次，請核對後重新匯入。',
  en: '{reference} is in the file twice: check it and bring it in again.',
});
const withdrawnAlready = problemKind('channel-file-withdrawn', 409, {
  'zh-CN': '该对账单已撤回。',
  'zh-TW': '該對帳單已撤回。',
  en: 'This statement has been withdrawn already.',
});
const provesMuch = problemKind('statement-proves-much', 409, {
  'zh-CN': '该对账单已证实 {count} 笔解款到账，无法一次撤回。请保留该对账单，在未结账日逐笔更正。',
  'zh-TW': '該對帳單已證實 {count} 筆解款入帳，無法一次撤回。請保留該對帳單，在未結帳日逐筆更正。',
  en: 'The lines of this statement prove {count} deposits, too many to take back at once. Keep it and correct them one by one on an open day.',
});

/** Writes that each proof takes to be taken back, and those that a transaction has for lines and proofs. */
const writesOfProof = 6;
const mostWrites = 84;

interface FileChange {
  after: StoredChannelFile;
  transaction: Transaction;
}

/** The lines of a day that is being closed are read: nothing of it may change from then on. @throws at commit VersionConflict. */
function whileBooksStand(transaction: Transaction, { estateId, version }: Books): Transaction {
  const asRead =
    version === 0 ? { text: 'attribute_not_exists(pk)' } : { text: 'version = :books', values: { ':books': version } };
  return transaction.check(booksOf, { estateId }, asRead, () => new VersionConflict('the books have gone on'));
}

/**
 * Takes the statement of a bank or a channel: each line under its own day, or under the next open one when that is closed
 * (D29), as the entry that it belongs to. `before` is the same file, when it was withdrawn. @throws Problem 400 `reference-twice`.
 */
export function createChannelFile(
  books: Books,
  input: NewChannelFile,
  act: ActionContext,
  before?: StoredChannelFile,
): FileChange {
  const { estateId } = books;
  const { account, lines } = input;
  const references = new Set<string>();
  for (const { reference } of lines) {
    if (references.has(reference)) throw new Problem(twiceInFile, { reference });
    references.add(reference);
  }
  const days = lines.map(({ day }) => day).sort();
  const filed = lines.map((line) => ({ ...line, bookedOn: bookingDay(line.day, closedThroughNow(books)) }));
  const after: StoredChannelFile = {
    ...{ fileId: fileIdOf(estateId, input), estateId, account, lines: lines.length },
    ...{ fen: sumFen(lines.map(({ fen }) => fen)), from: days[0] ?? '', to: days.at(-1) ?? '' },
    ...{ takenAt: act.recordedAt, takenBy: act.actor.id, version: (before?.version ?? 0) + 1 },
    filed: filed.map(({ bookedOn, reference }) => ({ bookedOn, reference })),
  };
  const { fileId, fen } = after;
  const transaction = new Transaction()
    .save(channelFiles, after, before)
    .record(channelFiles, after, 'ChannelFileTaken', { fileId, account, lines: lines.length, fen }, act);
  for (const line of filed) transaction.put(channelLines, { ...line, estateId, fileId, account });
  return { after, transaction: whileBooksStand(transaction, books) };
}

/** A line of a statement that proved a slip, with what is to be taken back when the statement was the wrong one. */
interface Proof {
  readonly arrival: Arrival;
  readonly settlement: StoredSettlement;
  readonly entry: Entry;
}

async function proofsOf({ estateId, fileId, account, filed }: StoredChannelFile): Promise<Proof[]> {
  const ids = filed.map(({ reference }) => ({ estateId, account, reference }));
  const found = await getMany(arrivals, ids, { consistent: true });
  const proofs = found.map(async (arrival) => {
    const { from, slip: reference } = arrival;
    const settlement = await get(settlements, { estateId, from, to: account, reference });
    const entry = settlement?.arrived && (await entryWith(estateId, settlement.arrived.entryId));
    return settlement?.arrived?.fileId === fileId && entry ? [{ arrival, settlement, entry }] : [];
  });
  return (await Promise.all(proofs)).flat();
}

/**
 * Withdraws a statement that was the wrong one, as long as no day is closed upon its lines. Slips that its lines proved are
 * in transit again. @throws Problem 409 `period-closed`, `channel-file-withdrawn`, `statement-proves-much`.
 */
export async function withdrawChannelFile(
  before: StoredChannelFile,
  books: Books,
  reason: string,
  act: ActionContext,
): Promise<FileChange> {
  if (before.withdrawn) throw new Problem(withdrawnAlready);
  for (const { bookedOn } of before.filed) mustBeOpen(bookedOn, closedThroughNow(books));
  const { estateId, fileId, account, lines, fen, filed } = before;
  const proofs = await proofsOf(before);
  if (proofs.length > 0 && filed.length + writesOfProof * proofs.length > mostWrites)
    throw new Problem(provesMuch, { count: proofs.length });
  const withdrawn = { at: act.recordedAt, by: act.actor.id, reason };
  const after = { ...before, withdrawn, filed: [], version: before.version + 1 };
  const transaction = new Transaction()
    .save(channelFiles, after, before)
    .record(channelFiles, after, 'ChannelFileWithdrawn', { fileId, account, lines, fen }, { ...act, reason });
  for (const { bookedOn, reference } of filed) {
    transaction.remove(channelLines, { estateId, bookedOn, fileId, reference });
  }
  const mirrors = proofs.map((proof) => {
    const { settlement, entry, arrival } = proof;
    const { from, to, reference, by = '', arrived, ...rest } = settlement;
    const { occurredOn = arrived?.day ?? '', bookedOn: slipBookedOn = occurredOn } = settlement;
    const again = { ...rest, from, to, reference, by, version: settlement.version + 1 };
    transaction.save(settlements, again, settlement).remove(arrivals, arrival);
    const slipFen = settlement.fen - settlement.feeFen;
    const slip = { estateId, from, to, reference, fen: slipFen, by };
    transaction.put(openSlips, { ...slip, occurredOn, bookedOn: slipBookedOn });
    const { bookedOn, description } = entry;
    return reversalOf(entry, { bookedOn, recordedAt: act.recordedAt, reference: entry.reference, description });
  });
  // It is the statement that moves the money back, and nobody's hand.
  const byStatement = { ...act, actor: { kind: 'system', id: fileId } } as const;
  if (mirrors.length > 0) bookEntries(transaction, books, mirrors, [], byStatement);
  return { after, transaction: whileBooksStand(transaction, books) };
}
