import { addDays, monthsOf, type Span } from '../../../shared/kernel/periods.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { parseItem } from '../../../shared/store/entity.ts';
import { everyItem, everyPage, everyRawPage, get, type Listing } from '../../../shared/store/table.ts';
import { balanceKey, payerOfAccount } from './account.ts';
import { closes, sealedLeaves, sealPartition } from './close.store.ts';
import { balancesAfter, type DayClose } from './closed-day.ts';
import { entries as entriesOf, ledger, ledgerLists, shardPartition, shardsOfDay } from './ledger.store.ts';
import { type Entry, movedBy, sumFen } from './posting.ts';
import type { FiledLine, Receipt } from './record-line.ts';
import type { Leaf, Seal } from './seal.ts';
import {
  channelLines,
  receiptCounters,
  receipts,
  sourceDocumentsPartition,
  vouchers,
} from './source-document.store.ts';

/** Reads every item of one partition of mixed kinds. */
export async function everyRawItem(listing: Pick<Listing, 'partition' | 'sort'>): Promise<Record<string, unknown>[]> {
  return (await Array.fromAsync(everyRawPage('ledger', { ...listing, limit: 1_000 }))).flat();
}

/** Reads every entry of a day consistently from all its shards, for the close. */
export async function entriesOfDay(estateId: string, day: string): Promise<Entry[]> {
  const leaves = Array.from({ length: shardsOfDay }, (_, leaf) =>
    Array.fromAsync(
      everyItem(entriesOf, {
        partition: shardPartition(estateId, day, leaf),
        sort: { beginsWith: 'ENTRY#' },
        limit: 1_000,
      }),
    ),
  );
  return (await Promise.all(leaves)).flat().map(({ entry }) => entry);
}

/** Reads every entry of a payer, in ledger order. */
export function entriesOfPayer(estateId: string, payerId: string): Promise<Entry[]> {
  const partition = ledgerLists.payer(estateId, payerId);
  const all = everyItem(entriesOf, { index: 'mine', partition, limit: 1_000 });
  return Array.fromAsync(all, ({ entry }) => entry);
}

/**
 * The source documents of a ledger day: vouchers, receipts, statement lines, and the last receipt number of
 * each cashier.
 */
export interface DaySourceDocuments {
  readonly vouchers: readonly FiledLine[];
  readonly receipts: readonly (Receipt & FiledLine)[];
  readonly channel: readonly FiledLine[];
  readonly counters: readonly { cashierId: string; sequence: number }[];
}

export async function sourceDocumentsOfDay(estateId: string, day: string): Promise<DaySourceDocuments> {
  const partition = sourceDocumentsPartition(estateId, day);
  const items = await everyRawItem({ partition });
  const of = (type: string) => items.filter((item) => item.type === type);
  return {
    vouchers: of(vouchers.type).map((item) => parseItem(vouchers, item)),
    receipts: of(receipts.type).map((item) => parseItem(receipts, item)),
    channel: of(channelLines.type).map((item) => parseItem(channelLines, item)),
    counters: of(receiptCounters.type).map((item) => parseItem(receiptCounters, item)),
  };
}

/** Reads the hashes beneath a sealing of a day, in tree order. */
export async function leavesOf(estateId: string, day: string, sealing: number): Promise<Leaf[]> {
  const partition = sealPartition(estateId, day, sealing);
  const chunks = await Array.fromAsync(everyItem(sealedLeaves, { partition, limit: 100 }));
  return chunks.flatMap(({ leaves }) => leaves);
}

/** Returns the latest closed day up to `day` whose entries were all recorded by the instant `at`. */
async function closeKnownBy(estateId: string, day: string, at: string | undefined): Promise<DayClose | undefined> {
  const known = await get(ledger, { estateId });
  if (!known) return undefined;
  const last = known.closedThrough < day ? known.closedThrough : day;
  const latestFirst = everyItem(closes, {
    partition: closes.key({ estateId, day }).pk,
    sort: { from: 'CLOSE#', to: `CLOSE#${last}` },
    descending: true,
    limit: 31,
  });
  for await (const close of latestFirst) {
    const { state, knownBy } = close;
    if (state !== 'closed') continue;
    if (at === undefined || knownBy === undefined || compareInstants(knownBy, at) <= 0) return close;
  }
  return undefined;
}

/** Returns the balances that the close of a day stored (`balanceKey`), fen; undefined for an open day. */
export async function closedBalances(
  estateId: string,
  day: string,
): Promise<Readonly<Record<string, number>> | undefined> {
  const close = await get(closes, { estateId, day });
  return close?.state === 'closed' ? close.balances : undefined;
}

/** Returns the balances of all accounts at the end of a ledger day (`balanceKey`), fen, debit positive. */
export async function balancesOn(estateId: string, day: string): Promise<Readonly<Record<string, number>>> {
  const [close, state] = await Promise.all([closeKnownBy(estateId, day, undefined), get(ledger, { estateId })]);
  const from = close ? addDays(close.day, 1) : (state?.openedOn ?? day);
  return balancesAfter(close?.balances ?? {}, await entriesBetween(estateId, from, day));
}

/**
 * Reads the entries of a span of days, both included, in ledger order, page by page. `after` is the sort key
 * to continue from (`orderInLedger`).
 */
export async function* pagesOfEntries(estateId: string, span: Span, after?: string): AsyncGenerator<Entry[]> {
  const from = after?.slice(0, 'YYYY-MM-DD'.length) ?? span.from;
  let start = after === undefined ? from : `${after}~`;
  for (const month of monthsOf({ from, to: span.to })) {
    const partition = ledgerLists.entries(estateId, month.from.slice(0, 7));
    const sort = { from: start, to: `${month.to}~` };
    for await (const page of everyPage(entriesOf, { index: 'lists', partition, sort, limit: 1_000 })) {
      if (page.length > 0) yield page.map(({ entry }) => entry);
    }
    start = addDays(month.to, 1);
  }
}

/** Reads the entries of a span of days, in ledger order. */
async function entriesBetween(estateId: string, from: string, to: string): Promise<Entry[]> {
  if (from > to) return [];
  const months = monthsOf({ from, to }).map((month) => Array.fromAsync(pagesOfEntries(estateId, month)));
  return (await Promise.all(months)).flat(2);
}

/**
 * Returns the balance of any account, fen, debit positive: at the end of a ledger day, or as known at an
 * instant (D28).
 * It is the sum of the postings. For accounts that belong to no payer it starts from the sum stored with the
 * last suitable close.
 */
export async function balanceOf(
  estateId: string,
  account: string,
  when: { on: string } | { at: string; today: string },
): Promise<number> {
  const payerId = payerOfAccount(account);
  const day = 'on' in when ? when.on : when.today;
  const at = 'at' in when ? when.at : undefined;
  const counts = (entry: Entry) =>
    entry.postedOn <= day && (at === undefined || compareInstants(entry.recordedAt, at) <= 0);
  if (payerId !== undefined) {
    const mine = await entriesOfPayer(estateId, payerId);
    return sumFen(mine.filter(counts).map((entry) => movedBy(entry, account)));
  }
  const close = await closeKnownBy(estateId, day, at);
  const opened = (await get(ledger, { estateId }))?.openedOn ?? day;
  const since = await entriesBetween(estateId, close ? addDays(close.day, 1) : opened, day);
  const before = close?.balances[balanceKey(account)] ?? 0;
  return sumFen([before, ...since.filter(counts).map((entry) => movedBy(entry, account))]);
}

/**
 * Returns the balance of an account that belongs to no payer, fen, debit positive, without the entries of a
 * kind after the last closed day, and that day. Entries are read by an index that may lag.
 */
export async function balanceApartFrom(
  estateId: string,
  account: string,
  { kind, day }: { kind: Entry['kind']; day: string },
): Promise<{ fen: number; closedThrough: string }> {
  const [close, state] = await Promise.all([closeKnownBy(estateId, day, undefined), get(ledger, { estateId })]);
  const opened = state?.openedOn ?? day;
  const since = await entriesBetween(estateId, close ? addDays(close.day, 1) : opened, day);
  const others = since.filter((entry) => entry.kind !== kind);
  const fen = sumFen([close?.balances[balanceKey(account)] ?? 0, ...others.map((entry) => movedBy(entry, account))]);
  return { fen, closedThrough: close?.day ?? addDays(opened, -1) };
}

/** Returns the seal of the last closed day of an estate. Undefined before the first close. */
export async function lastSeal(estateId: string): Promise<Seal | undefined> {
  const state = await get(ledger, { estateId });
  return state && (await get(closes, { estateId, day: state.closedThrough }))?.seal;
}

/** Most days that a proof goes beyond the day of its receipt. */
const mostSealedDays = 366;

/** Returns the seals of the closed days after `day`, through `through` at the latest, in order of days. */
export async function sealsAfter(estateId: string, day: string, through: string): Promise<Seal[]> {
  const last = [through, addDays(day, mostSealedDays)].sort()[0] ?? through;
  if (last <= day) return [];
  const sort = { from: closes.key({ estateId, day: addDays(day, 1) }).sk, to: closes.key({ estateId, day: last }).sk };
  const { pk: partition } = closes.key({ estateId, day });
  const found = await Array.fromAsync(everyItem(closes, { partition, sort, limit: 400 }));
  return found.flatMap(({ state, seal }) => (state === 'closed' && seal ? [seal] : []));
}
