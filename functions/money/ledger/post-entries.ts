import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { everyItem, get } from '../../../shared/store/table.ts';
import {
  dayLocks,
  entries as entriesOf,
  ledgerLists,
  ledger as ledgerOf,
  reversedEntries,
  shardOf,
} from './ledger.store.ts';
import { isCustomerFunds, type LedgerState, newLedgerState } from './ledger-state.ts';
import { customerFunds } from './money.store.ts';
import { moveMoney } from './move-money.ts';
import { type Entry, mustBeEntry, sumFen } from './posting.ts';
import { nextReceipt, type ReceiptNumber, receiptText } from './receipt.ts';
import type { RecordLine } from './record-line.ts';
import { hashOf } from './seal.ts';
import { receiptCounters, receipts, voucherOf, vouchers } from './source-document.store.ts';

/*
 * The only way to write to the ledger. Entries are part of the transaction of the operation that causes them.
 * Debit and credit are checked before the commit. When the day was closed meanwhile, the commit fails and the
 * operation is retried.
 */

/**
 * Loads the ledger of an estate. Without entries it begins with the month of `today`, a day in the estate's
 * zone.
 */
export async function openLedger(estateId: string, today: string, now: string): Promise<LedgerState> {
  return (await get(ledgerOf, { estateId })) ?? newLedgerState(estateId, today, now);
}

/**
 * Returns the next receipt number of a cashier or channel on a ledger day. There are no gaps, because the
 * counter is saved under the number before it.
 */
export async function nextReceiptOf(ledger: LedgerState, cashierId: string, postedOn: string): Promise<ReceiptNumber> {
  const counter = await get(receiptCounters, { estateId: ledger.estateId, postedOn, cashierId });
  return nextReceipt(cashierId, postedOn, counter?.sequence ?? 0);
}

/**
 * The source documents of an entry: vouchers of the cash desk or the gateway, and the receipt given for the
 * money.
 */
export interface SourceDocuments {
  readonly entry: Entry;
  readonly vouchers: readonly RecordLine[];
  readonly receipt?: ReceiptNumber;
  /** Set for a receipt for money already in the ledger: what the receipt is for (R21.2, R21.3). */
  readonly moved?: RecordLine;
  /** The vouchers overwrite those of the entry that this entry corrects. */
  readonly corrects?: boolean;
}

/** Takes the changes and the entries out of an `Unposted`. Only this module can. */
let takeOut: (unposted: Unposted) => { readonly transaction: Transaction; readonly entries: readonly Entry[] };

/**
 * Changes of records, such as bills, whose entries are not in the ledger yet. It is no transaction: only
 * `postEntries` turns it into one, once, so that no such change is written without its entries.
 */
export class Unposted {
  #held: ReturnType<typeof takeOut> | undefined;

  constructor(transaction: Transaction = new Transaction(), entries: readonly Entry[] = []) {
    this.#held = { transaction, entries };
  }

  static {
    takeOut = (unposted) => {
      const held = unposted.#held;
      if (!held) throw new Error('these changes were posted already');
      unposted.#held = undefined;
      return held;
    };
  }
}

/**
 * Adds entries and their source documents to a transaction, and returns it. Call it once for each
 * transaction, with all its entries. Those of an `Unposted` come first.
 * It also updates customer funds (prepaid, meters, deposits). A use or refund cannot take more than there is.
 * Money that leaves a cash drawer, a channel or a bank must be there (`moveMoney`, R20.3). `at` is the
 * instant at which it moved, where known.
 * @throws RangeError for an invalid entry or an entry of another estate.
 * @throws Error when the changes of an `Unposted` were posted already.
 * @throws VersionConflict at commit when the day was closed, the receipt number was given out, or customer
 * funds are too low. The caller then reads again and retries; `mustCover` tells people what is left.
 */
export function postEntries(
  changes: Transaction | Unposted,
  ledger: LedgerState,
  more: readonly Entry[],
  papers: readonly SourceDocuments[],
  act: ActionContext,
  at?: string,
): Transaction {
  const { transaction, entries } =
    changes instanceof Unposted ? takeOut(changes) : { transaction: changes, entries: [] };
  const all = [...entries, ...more];
  if (all.length === 0) return transaction;
  for (const entry of all) mustBeEntry(entry);
  if (all.some(({ estateId }) => estateId !== ledger.estateId)) throw new RangeError('an entry of another estate');
  openIfNew(transaction, ledger, act);
  for (const entry of all) write(transaction, entry);
  shutDoorsStop(transaction, all);
  moveKept(transaction, ledger.estateId, all);
  moveMoney(transaction, all, { act, at });
  for (const paper of papers) writeSourceDocuments(transaction, ledger, paper);
  return transaction;
}

function openIfNew(transaction: Transaction, before: LedgerState, act: ActionContext): void {
  if (before.version > 0) return;
  const after = { ...before, version: 1 };
  transaction.save(ledgerOf, after).record(ledgerOf, after, 'BooksOpened', { from: before.openedOn }, act);
}

function write(transaction: Transaction, entry: Entry): void {
  const { estateId, entryId, reverses } = entry;
  const fresh = { text: 'attribute_not_exists(pk)' };
  transaction.put(entriesOf, { estateId, entryId, entry, hash: hashOf(entry) }, fresh);
  if (reverses !== undefined) transaction.put(reversedEntries, { estateId, entryId: reverses, by: entryId }, fresh);
}

function shutDoorsStop(transaction: Transaction, all: readonly Entry[]): void {
  const leaves = new Map(
    all.map(({ estateId, entryId, postedOn: day }) => [
      `${day}/${shardOf(entryId)}`,
      { estateId, day, leaf: shardOf(entryId) },
    ]),
  );
  for (const leaf of leaves.values()) {
    transaction.check(
      dayLocks,
      leaf,
      { text: 'attribute_not_exists(pk)' },
      () => new VersionConflict(`${leaf.day} is closed`),
    );
  }
}

const mayOverdraw = ({ kind }: Entry) => ['reversal', 'bounce', 'meter-use', 'taken-off'].includes(kind);

/**
 * Updates customer funds. Uses and refunds take only what is there.
 * Reversals and moves to another payer (R21.3) may leave a debt, because the money may be spent already
 * (D28). A meter may too, because it keeps counting (R11.5).
 */
function moveKept(transaction: Transaction, estateId: string, all: readonly Entry[]): void {
  const moved = Map.groupBy(
    all.flatMap((entry) => entry.postings.map((posting) => ({ ...posting, mayOverdraw: mayOverdraw(entry) }))),
    (posting) => posting.account,
  );
  for (const [account, postings] of moved) {
    if (!isCustomerFunds(account)) continue;
    // Customer funds are a liability: a credit adds to them.
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
      () => new VersionConflict(`the balance of ${account} is too low`),
    );
  }
}

function writeSourceDocuments(
  transaction: Transaction,
  ledger: LedgerState,
  { entry, vouchers: lines, receipt, moved, corrects }: SourceDocuments,
): void {
  const { estateId, postedOn, entryId } = entry;
  const fresh = { text: 'attribute_not_exists(pk)' };
  for (const line of lines) transaction.put(vouchers, voucherOf(entry, line), corrects ? undefined : fresh);
  const first = moved ?? lines[0];
  if (!receipt || !first) return;
  const { cashierId, sequence } = receipt;
  transaction.put(
    receipts,
    { ...first, estateId, postedOn, entryId, number: receipt, voided: false, ...(moved && { ofMoved: true }) },
    fresh,
  );
  transaction.put(
    receiptCounters,
    { estateId: ledger.estateId, postedOn, cashierId, sequence },
    sequence === 1
      ? fresh
      : { text: '#sequence = :before', names: { '#sequence': 'sequence' }, values: { ':before': sequence - 1 } },
    () => new VersionConflict(`receipt ${receiptText(receipt)} was given out meanwhile`),
  );
}

/** Returns the balance of a prepaid account or a deposit of a payer; fen. */
export async function fundsOn(estateId: string, account: string): Promise<number> {
  return (await get(customerFunds, { estateId, account }))?.fen ?? 0;
}

/**
 * Returns the balance of each prepaid account and deposit of a payer in an estate; fen.
 * It reads an index that may lag. Use `fundsOn` for a condition.
 */
export async function fundsOfPayer(estateId: string, payerId: string): Promise<{ account: string; fen: number }[]> {
  const partition = ledgerLists.fundsOfPayer(estateId, payerId);
  const all = everyItem(customerFunds, { index: 'mine', partition });
  return Array.fromAsync(all, ({ account, fen }) => ({ account, fen }));
}

/** Returns a ledger entry by its id. */
export async function entryWith(estateId: string, entryId: string): Promise<Entry | undefined> {
  return (await get(entriesOf, { estateId, entryId }))?.entry;
}

/** Returns a ledger entry that a record names. @throws Error when the ledger does not have it. */
export async function requireEntry(estateId: string, entryId: string): Promise<Entry> {
  const entry = await entryWith(estateId, entryId);
  if (!entry) throw new Error(`the ledger of ${estateId} has no entry ${entryId}`);
  return entry;
}
