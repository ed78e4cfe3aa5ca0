import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get, list } from '../../../shared/store/table.ts';
import { type Books, isCustomerFunds, newBooks } from './books.ts';
import type { RecordLine } from './close.ts';
import {
  books as booksOf,
  customerFunds,
  doors,
  entries as entriesOf,
  ledgerLists,
  receiptCounters,
  receipts,
  reversedEntries,
  shardOf,
  voucherOf,
  vouchers,
} from './ledger.store.ts';
import { moveMoney } from './move-money.ts';
import { type Entry, mustBeEntry, sumFen } from './posting.ts';
import { nextReceipt, type ReceiptNumber, receiptText } from './receipt.ts';
import { hashOf } from './seal.ts';

/*
 * The one way into the books: entries are written in the transaction of what causes them, and never after it. Debit and
 * credit are checked before, the day is open or the transaction fails and is decided anew.
 */

/** The books of an estate as they stand; those of an estate without an entry begin with this month. `today` is a day in its zone. */
export async function openBooks(estateId: string, today: string, now: string): Promise<Books> {
  return (await get(booksOf, { estateId })) ?? newBooks(estateId, today, now);
}

/** The next receipt of a cashier (or of a channel that gives receipts) on a day of the books; gapless, since it is saved under the number before. */
export async function nextReceiptOf(books: Books, cashierId: string, bookedOn: string): Promise<ReceiptNumber> {
  const counter = await get(receiptCounters, { estateId: books.estateId, bookedOn, cashierId });
  return nextReceipt(cashierId, bookedOn, counter?.sequence ?? 0);
}

/** What proves an entry on paper: what the desk or the gateway says of the money, and the receipt that was given for it. */
export interface SourceDocuments {
  readonly entry: Entry;
  readonly vouchers: readonly RecordLine[];
  readonly receipt?: ReceiptNumber;
  /** Of a receipt for money that is in the books already: what it is given for (R21.2, R21.3). */
  readonly moved?: RecordLine;
  /** The vouchers are written over those of the entry that this one corrects. */
  readonly corrects?: boolean;
}

/**
 * Adds entries and their papers to a transaction; call it once for each transaction, with all of them. What is kept for
 * payers (prepaid, on meters, deposits) is moved with them and cannot fall below zero by being used or paid back. Money that
 * leaves a drawer, a channel or a bank must be there (`moveMoney`, R20.3); `at` is the instant at which it moved, where known.
 * @throws RangeError when one is no entry or of another estate. At commit: VersionConflict when the day was closed in the meantime
 * or a receipt number was given out, or when less is kept than is taken: then the caller reads and decides anew (`mustCover`
 * tells people what is left).
 */
export function bookEntries(
  transaction: Transaction,
  books: Books,
  all: readonly Entry[],
  papers: readonly SourceDocuments[],
  act: ActionContext,
  at?: string,
): void {
  for (const entry of all) mustBeEntry(entry);
  if (all.some(({ estateId }) => estateId !== books.estateId)) throw new RangeError('an entry of another estate');
  openIfNew(transaction, books, act);
  for (const entry of all) write(transaction, entry);
  shutDoorsStop(transaction, all);
  moveKept(transaction, books.estateId, all);
  moveMoney(transaction, all, { act, at });
  for (const paper of papers) writeSourceDocuments(transaction, books, paper);
}

function openIfNew(transaction: Transaction, before: Books, act: ActionContext): void {
  if (before.version > 0) return;
  const after = { ...before, version: 1 };
  transaction.save(booksOf, after).record(booksOf, after, 'BooksOpened', { from: before.openedOn }, act);
}

function write(transaction: Transaction, entry: Entry): void {
  const { estateId, entryId, reverses } = entry;
  const fresh = { text: 'attribute_not_exists(pk)' };
  transaction.put(entriesOf, { estateId, entryId, entry, hash: hashOf(entry) }, fresh);
  if (reverses !== undefined) transaction.put(reversedEntries, { estateId, entryId: reverses, by: entryId }, fresh);
}

function shutDoorsStop(transaction: Transaction, all: readonly Entry[]): void {
  const leaves = new Map(
    all.map(({ estateId, entryId, bookedOn: day }) => [
      `${day}/${shardOf(entryId)}`,
      { estateId, day, leaf: shardOf(entryId) },
    ]),
  );
  for (const leaf of leaves.values()) {
    transaction.check(
      doors,
      leaf,
      { text: 'attribute_not_exists(pk)' },
      () => new VersionConflict(`${leaf.day} is closed`),
    );
  }
}

const mayOverdraw = ({ kind }: Entry) => ['reversal', 'meter-use', 'taken-off'].includes(kind);

/** Uses and refunds take from what is there; reversals and what is taken off a payer (R21.3) may leave a debt, since it may be spent (D28), and so may a meter, which goes on counting (R11.5). */
function moveKept(transaction: Transaction, estateId: string, all: readonly Entry[]): void {
  const moved = Map.groupBy(
    all.flatMap((entry) => entry.postings.map((posting) => ({ ...posting, mayOverdraw: mayOverdraw(entry) }))),
    (posting) => posting.account,
  );
  for (const [account, postings] of moved) {
    if (!isCustomerFunds(account)) continue;
    // Kept money is a debt of ours: a credit adds to it.
    const fen = -sumFen(postings.map((posting) => posting.fen));
    if (fen === 0) continue;
    const covered = fen < 0 && !postings.some((posting) => posting.mayOverdraw);
    const { minePk, mineSk } = customerFunds.indexes?.({ estateId, account, fen }) ?? {};
    transaction.update(
      customerFunds,
      { estateId, account },
      {
        text: 'SET #type = :type, estateId = :estate, account = :account, minePk = :minePk, mineSk = :mineSk ADD fen :fen',
        names: { '#type': 'type' },
        values: {
          ':type': customerFunds.type,
          ':estate': estateId,
          ':account': account,
          ':minePk': minePk,
          ':mineSk': mineSk,
          ':fen': fen,
        },
      },
      covered ? { text: 'fen >= :needed', values: { ':needed': -fen } } : undefined,
      () => new VersionConflict(`there is not enough on ${account} any more`),
    );
  }
}

function writeSourceDocuments(
  transaction: Transaction,
  books: Books,
  { entry, vouchers: lines, receipt, moved, corrects }: SourceDocuments,
): void {
  const { estateId, bookedOn, entryId } = entry;
  const fresh = { text: 'attribute_not_exists(pk)' };
  for (const line of lines) transaction.put(vouchers, voucherOf(entry, line), corrects ? undefined : fresh);
  const first = moved ?? lines[0];
  if (!receipt || !first) return;
  const { cashierId, sequence } = receipt;
  transaction.put(
    receipts,
    { ...first, estateId, bookedOn, entryId, number: receipt, voided: false, ...(moved && { ofMoved: true }) },
    fresh,
  );
  transaction.put(
    receiptCounters,
    { estateId: books.estateId, bookedOn, cashierId, sequence },
    sequence === 1
      ? fresh
      : { text: '#sequence = :before', names: { '#sequence': 'sequence' }, values: { ':before': sequence - 1 } },
    () => new VersionConflict(`receipt ${receiptText(receipt)} was given out`),
  );
}

/** What is left on a prepaid account or a deposit of a payer, fen. */
export async function fundsOn(estateId: string, account: string): Promise<number> {
  return (await get(customerFunds, { estateId, account }))?.fen ?? 0;
}

/**
 * What is kept for a payer: each prepaid account and deposit of his in an estate, fen. From an index that may be a moment
 * behind; what a condition must hold against is `fundsOn`.
 */
export async function fundsOfPayer(estateId: string, payerId: string): Promise<{ account: string; fen: number }[]> {
  const all: { account: string; fen: number }[] = [];
  let cursor: string | undefined;
  do {
    const partition = ledgerLists.fundsOfPayer(estateId, payerId);
    const page = await list(customerFunds, { index: 'mine', partition, limit: 200, cursor });
    all.push(...page.items.map(({ account, fen }) => ({ account, fen })));
    cursor = page.cursor;
  } while (cursor);
  return all;
}

/** An entry of the books by its id. */
export async function entryWith(estateId: string, entryId: string): Promise<Entry | undefined> {
  return (await get(entriesOf, { estateId, entryId }))?.entry;
}
