import { balancesAfter, type DayClose } from './day-close.ts';
import { entries as entriesOf, leafPartition, leavesOfDay, shardOf } from './ledger.store.ts';
import { dayOfEntry, type Entry, entrySchema } from './posting.ts';
import { type Change, restored, surplusOf } from './restored.ts';
import { auditChain, auditDay, hashOf, type Leaf, leavesOf, type Sealable, sealableSchema } from './seal.ts';

/*
 * What `npm run verify-ledger` holds the books against. Every item is taken as it lies in the table, whether it still is
 * what it should be or not: what was changed is to be named, not to stop whoever looks for it.
 */

/** Something in the books that is not as it should be, and where it is. */
export interface Flaw extends Partial<Change> {
  readonly estateId: string;
  readonly day?: string;
  readonly entryId?: string;
  readonly what: string;
}

type Item = Readonly<Record<string, unknown>>;

/** What lies in the table of one day of the books. */
export interface StoredDay {
  readonly estateId: string;
  readonly day: string;
  /** Of all its leaves: entries and doors. */
  readonly items: readonly Item[];
  readonly close?: DayClose | undefined;
  /** The hashes beneath its seal. */
  readonly leaves: readonly Leaf[];
  /** Whether it takes no entry any more. */
  readonly isClosed: boolean;
  /** Whether it is being closed this moment. */
  readonly isClosing: boolean;
}

/** What a day was found to be. */
export interface VerifiedDay {
  readonly flaws: readonly Flaw[];
  /** Its entries, as they were before a byte was changed where that can be told. */
  readonly entries: readonly Entry[];
}

/** Compares each entry of a day with its hash, its place and its seal, and names what was changed. */
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

/** Whether the hashes beneath a seal are those that it was made of. */
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
  // Where only one of the two hashes has another opinion, that hash was changed and not the entry.
  const isGood = hash === kept ? seal === undefined || seal === hash : seal === hash;
  const before = isGood
    ? undefined
    : (restored(now, seal ?? kept) ?? (hash === kept ? undefined : restored(now, kept)));
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

/** An entry balances, is of this day and estate, and lies where it is looked for. */
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
        should: 'an entry of the books',
      });
    return flaws;
  }
  const { estateId, day, entryId } = at;
  const place = { entryId, estateId, bookedOn: day };
  for (const [field, should] of Object.entries(place)) {
    const is = { entryId: entry.entryId, estateId: entry.estateId, bookedOn: entry.bookedOn }[field] ?? '';
    if (is !== should) flaws.push({ ...at, what: 'out-of-place', field, is, should });
  }
  if (dayOfEntry(entryId) !== day)
    flaws.push({ ...at, what: 'out-of-place', field: 'day of its id', is: dayOfEntry(entryId) ?? '-', should: day });
  const stored = { estateId, entryId, entry, hash: String(item.hash) };
  const keys = { pk: leafPartition(estateId, day, shardOf(entryId)), ...entriesOf.indexes?.(stored) };
  for (const [field, should] of Object.entries(keys)) {
    if (item[field] !== should) flaws.push({ ...at, what: 'out-of-place', field, is: String(item[field]), should });
  }
  return flaws;
}

function verifySeal({ estateId, day, close, leaves }: StoredDay, now: readonly Sealable[]): Flaw[] {
  if (close?.state !== 'closed' || !close.seal) return [{ estateId, day, what: 'seal-missing' }];
  const { seal } = close;
  const flaws: Flaw[] = [];
  const isAsSealed = auditDay(now, leavesOf(now), seal).length === 0;
  for (const finding of auditDay(now, leaves, seal)) {
    // Changed entries are named one by one; under a root that fits the entries it is the hashes that were changed.
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
  const doors = items.filter(({ sk }) => sk === 'DOOR').length;
  const should = isClosed ? leavesOfDay : 0;
  if (doors === should) return [];
  return [{ estateId, day, what: isClosed ? 'doors-open' : 'doors-shut', field: 'doors', is: doors, should }];
}

/** Compares the seal of a day with that of the day before. */
export function verifyChain({ estateId, day, close }: StoredDay, previous: string): Flaw[] {
  if (!close?.seal) return [];
  const isBroken = auditChain([close.seal], previous).some(({ what }) => what === 'chain-broken');
  return isBroken
    ? [{ estateId, day, what: 'chain-broken', field: 'previous', is: close.seal.previous, should: previous }]
    : [];
}

/** Compares the totals that are kept with the close of a day with the sums of the postings up to it. */
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
  return { flaws, balances };
}

/** One line for people: where it is, what it is and what it should be. */
export function flawText({ estateId, day, entryId, posting, what, field, is, should }: Flaw): string {
  const where = [estateId, day, entryId, posting === undefined ? undefined : `posting ${posting}`];
  const said = field === undefined ? '' : `: ${field} is ${String(is)}, should be ${String(should)}`;
  return `${where.filter((one) => one !== undefined).join('  ')}  ${what}${said}`;
}
