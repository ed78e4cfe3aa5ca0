import { balancesAfter, type DayClose } from './closed-day.ts';
import { entries as entriesOf, shardOf, shardPartition, shardsOfDay } from './ledger.store.ts';
import { dayOfEntry, type Entry, entrySchema } from './posting.ts';
import { type Change, restoreEntry, surplusOf } from './restored.ts';
import { auditChain, auditDay, hashOf, type Leaf, leavesOf, type Sealable, sealableSchema } from './seal.ts';

/*
 * The checks of `npm run verify-ledger`. Every item is read as stored, valid or not, because a changed item
 * must be reported and must not stop the run.
 */

/** A flaw of the ledger and its location. */
export interface Flaw extends Partial<Change> {
  readonly estateId: string;
  readonly day?: string;
  readonly entryId?: string;
  readonly what: string;
}

type Item = Readonly<Record<string, unknown>>;

/** The stored items of one ledger day. */
export interface StoredDay {
  readonly estateId: string;
  readonly day: string;
  /** Entries and locks of all its shards. */
  readonly items: readonly Item[];
  readonly close?: DayClose | undefined;
  /** The hashes beneath its seal. */
  readonly leaves: readonly Leaf[];
  /** Whether the day is closed and takes no more entries. */
  readonly isClosed: boolean;
  /** Whether the day is being closed now. */
  readonly isClosing: boolean;
}

/** The result of verifying a day. */
export interface VerifiedDay {
  readonly flaws: readonly Flaw[];
  /** The entries of the day; one with a changed byte as it was before, where that can be restored. */
  readonly entries: readonly Entry[];
}

/** Compares each entry of a day with its hash, its keys and its seal. Returns every change as a flaw. */
export function verifyEntries(of: StoredDay): VerifiedDay {
  const { estateId, day, items, leaves } = of;
  const sealed = new Map(isTrusted(of) ? leaves.map(({ entryId, hash }) => [entryId, hash]) : []);
  const stored = items.filter(({ sk }) => String(sk).startsWith('ENTRY#'));
  const found = stored.map((item) => verifyEntry({ estateId, day, item }, sealed));
  const seal = of.isClosed
    ? verifySeal(
        of,
        found.flatMap(({ now }) => now ?? []),
      )
    : [];
  return {
    flaws: [...found.flatMap(({ flaws }) => flaws), ...seal, ...verifyDoors(of)],
    entries: found.flatMap(({ then }) => entrySchema.safeParse(then).data ?? []),
  };
}

/** Returns true when the stored hashes are those beneath the seal. */
function isTrusted({ leaves, close }: StoredDay): boolean {
  return close?.seal !== undefined && !auditDay([], leaves, close.seal).some(({ what }) => what === 'leaves-changed');
}

function verifyEntry(
  { estateId, day, item }: { estateId: string; day: string; item: Item },
  sealed: ReadonlyMap<string, string>,
): { flaws: Flaw[]; now?: Sealable; then?: Sealable } {
  const entryId = String(item.sk).slice('ENTRY#'.length);
  const at = { estateId, day, entryId };
  const { data: now } = sealableSchema.safeParse(item.entry);
  if (!now) return { flaws: [{ ...at, what: 'entry-unreadable' }] };
  const hash = hashOf(now);
  const seal = sealed.get(entryId);
  const kept = String(item.hash);
  const flaws: Flaw[] = [];
  // When only one of the two hashes disagrees, that hash was changed and not the entry.
  const isGood = hash === kept ? seal === undefined || seal === hash : seal === hash;
  const before = isGood
    ? undefined
    : (restoreEntry(now, seal ?? kept) ?? (hash === kept ? undefined : restoreEntry(now, kept)));
  if (!isGood)
    flaws.push({
      ...at,
      what: 'entry-changed',
      ...(before?.change ?? { field: 'hash', is: hash, should: seal ?? kept }),
    });
  else if (hash !== kept) flaws.push({ ...at, what: 'kept-hash-changed', field: 'hash', is: kept, should: hash });
  const then = before?.entry ?? now;
  return { flaws: [...flaws, ...verifyForm(at, item, now, then)], now, then };
}

/** Checks that an entry balances, is of this day and estate, and has the right keys. */
function verifyForm(
  at: { estateId: string; day: string; entryId: string },
  item: Item,
  now: Sealable,
  then: Sealable,
): Flaw[] {
  const flaws: Flaw[] = [];
  const sum = surplusOf(now.postings);
  if (sum !== 0) flaws.push({ ...at, what: 'out-of-balance', field: 'sum of the postings', is: sum, should: 0 });
  const { data: entry, error } = entrySchema.safeParse(then);
  if (!entry) {
    const [issue] = error?.issues ?? [];
    if (sum === 0)
      flaws.push({
        ...at,
        what: 'no-entry',
        field: issue?.path.join('.') ?? '',
        is: issue?.message ?? '',
        should: 'a valid entry',
      });
    return flaws;
  }
  const { estateId, day, entryId } = at;
  const expected = { entryId, estateId, postedOn: day };
  for (const [field, should] of Object.entries(expected)) {
    const is = { entryId: entry.entryId, estateId: entry.estateId, postedOn: entry.postedOn }[field] ?? '';
    if (is !== should) flaws.push({ ...at, what: 'misplaced', field, is, should });
  }
  if (dayOfEntry(entryId) !== day)
    flaws.push({ ...at, what: 'misplaced', field: 'day of its id', is: dayOfEntry(entryId) ?? '-', should: day });
  const stored = { estateId, entryId, entry, hash: String(item.hash) };
  const keys = { pk: shardPartition(estateId, day, shardOf(entryId)), ...entriesOf.indexes?.(stored) };
  for (const [field, should] of Object.entries(keys)) {
    if (item[field] !== should) flaws.push({ ...at, what: 'misplaced', field, is: String(item[field]), should });
  }
  return flaws;
}

function verifySeal({ estateId, day, close, leaves }: StoredDay, now: readonly Sealable[]): Flaw[] {
  if (close?.state !== 'closed' || !close.seal) return [{ estateId, day, what: 'seal-missing' }];
  const { seal } = close;
  const flaws: Flaw[] = [];
  const isAsSealed = auditDay(now, leavesOf(now), seal).length === 0;
  for (const finding of auditDay(now, leaves, seal)) {
    // Changed entries are reported one by one. When the root fits the entries, the stored hashes were
    // changed.
    if (finding.what === 'entry-changed' && !isAsSealed) continue;
    const what = finding.what === 'entry-changed' ? 'sealed-hash-changed' : finding.what;
    flaws.push({ estateId, day, what, ...('entryId' in finding && { entryId: finding.entryId }) });
  }
  if (seal.day !== day || seal.estateId !== estateId) flaws.push({ estateId, day, what: 'seal-changed' });
  if (close.entries !== seal.count) {
    flaws.push({ estateId, day, what: 'close-changed', field: 'entries', is: close.entries, should: seal.count });
  }
  return flaws;
}

function verifyDoors({ estateId, day, items, isClosed, isClosing }: StoredDay): Flaw[] {
  if (isClosing) return [];
  const dayLocks = items.filter(({ sk }) => sk === 'DOOR').length;
  const should = isClosed ? shardsOfDay : 0;
  if (dayLocks === should) return [];
  return [{ estateId, day, what: isClosed ? 'doors-open' : 'doors-shut', field: 'doors', is: dayLocks, should }];
}

/** Compares the seal of a day with that of the day before. */
export function verifyChain({ estateId, day, close }: StoredDay, previous: string): Flaw[] {
  if (!close?.seal) return [];
  const isBroken = auditChain([close.seal], previous).some(({ what }) => what === 'chain-broken');
  return isBroken
    ? [{ estateId, day, what: 'chain-broken', field: 'previous', is: close.seal.previous, should: previous }]
    : [];
}

/**
 * Compares the totals stored with the close of a day, and the counts of its drawers, with the sums of the
 * postings up to it.
 */
export function verifyTotals(
  { estateId, day, close, isClosed }: StoredDay,
  before: Readonly<Record<string, number>>,
  entries: readonly Entry[],
): { flaws: Flaw[]; balances: Record<string, number> } {
  const balances = balancesAfter(before, entries);
  if (!isClosed || !close) return { flaws: [], balances };
  const keys = [...new Set([...Object.keys(balances), ...Object.keys(close.balances)])].sort();
  const flaws = keys.flatMap((key) => {
    const [is, should] = [close.balances[key] ?? 0, balances[key] ?? 0];
    return is === should ? [] : [{ estateId, day, what: 'total-differs', field: key, is, should }];
  });
  const counted = close.counted.flatMap(({ account, countedFen: should }) => {
    const is = balances[account] ?? 0;
    return is === should ? [] : [{ estateId, day, what: 'count-differs', field: account, is, should }];
  });
  return { flaws: [...flaws, ...counted], balances };
}

/** Returns a flaw as one line of text: where, the actual value, the expected value. */
export function flawText({ estateId, day, entryId, posting, what, field, is, should }: Flaw): string {
  const where = [estateId, day, entryId, posting === undefined ? undefined : `posting ${posting}`];
  const said = field === undefined ? '' : `: ${field} is ${String(is)}, should be ${String(should)}`;
  return `${where.filter((one) => one !== undefined).join('  ')}  ${what}${said}`;
}
