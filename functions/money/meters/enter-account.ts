import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { compareInstants, dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { type AccountState, balanceOf, nothingYet } from './account-fold.ts';
import { type DayOfEntries, emptyDay, entriesOf, mostReadingsOfDay, withEntries } from './day-of-entries.ts';
import type { Meter } from './meter.ts';
import {
  type DayFolded,
  foldDays,
  type MeterAccount,
  type MeterTerms,
  newAccount,
  openingsAfter,
  pricesWith,
  rulesWith,
  termsOf,
  whereToBegin,
} from './meter-account.ts';
import { accounts, daysOfEntries, entriesBetween, heldReadings, openings as openingsOf } from './meters.store.ts';
import type { PrepaidEntry } from './prepaid-entries.ts';
import type { JudgedReading } from './reading.ts';
import { lowBalances, type Recording } from './record-low-balances.ts';
import { toSettleWith } from './settlement.ts';
import { correctedDays } from './use-by-day.ts';

/** An entry with its day: its own, or that of the entry it reverses or confirms. */
export interface Dated {
  readonly day: string;
  readonly entry: PrepaidEntry;
}

/** An account after entries were added, and the transaction that saves it. */
export interface Entered {
  readonly after: MeterAccount;
  /** Ids of the new entries. */
  readonly fresh: ReadonlySet<string>;
  /** Judgements of the readings, as far as they were recalculated. */
  readonly judged: ReadonlyMap<string, JudgedReading>;
  /** Absent when nothing is new. */
  readonly transaction?: Transaction;
}

/** The most days of entries in one transaction, which also holds openings, events and notices. */
export const daysAtOnce = 20;
const mostWrites = 97;

const tooMuch = problemKind('too-much-at-once', 409, {
  'zh-CN': '此更正牵动的余额提醒过多，无法一次完成。请联系管理员分段处理。',
  'zh-TW': '此更正牽動的餘額提醒過多，無法一次完成。請聯絡管理員分段處理。',
  en: 'This correction changes too many low balance notices at once. Ask an administrator to correct it in steps.',
});

const dayIsFull = problemKind('day-is-full', 409, {
  'zh-CN': '表 {meterId} 在 {day} 的读数已满 {most} 个。请减少当日的读数。',
  'zh-TW': '表 {meterId} 在 {day} 的讀數已滿 {most} 個。請減少當日的讀數。',
  en: 'Meter {meterId} already has {most} readings of {day}, the most for one day. Send fewer readings.',
});

interface Loaded {
  readonly before: Omit<MeterAccount, 'rules'> & { rules?: MeterAccount['rules'] };
  readonly days: readonly {
    readonly day: DayOfEntries;
    readonly known: PrepaidEntry[];
    readonly fresh: PrepaidEntry[];
  }[];
}

/**
 * Loads the account of a meter and the days of new entries, and adds the entries to their days.
 * @throws Problem `day-is-full`.
 */
async function loadDays({ meter, zone }: MeterTerms, entries: readonly Dated[]): Promise<Loaded> {
  const { meterId } = meter;
  const byDay = Map.groupBy(entries, ({ day }) => day);
  const wanted = [...byDay.keys()].sort();
  // The account is read first: anyone who enters something after this read takes the version we would save.
  const account = await get(accounts, { meterId });
  const stored = await entriesBetween(meterId, wanted[0], wanted.at(-1));
  const days = wanted.map((day) => {
    const before = stored.find((one) => one.day === day) ?? emptyDay(meterId, day);
    const entered = withEntries(
      before,
      (byDay.get(day) ?? []).map(({ entry }) => entry),
      zone,
    );
    const most = mostReadingsOfDay;
    if (entered.day.readings.length > most) throw new Problem(dayIsFull, { meterId, day, most });
    return { ...entered, known: entriesOf(before, zone) };
  });
  return { before: account ?? newAccount(meter), days: days.filter(({ fresh }) => fresh.length > 0) };
}

/** Folds the account with the new entries. Returns also where the fold began and the old fold from there. */
async function foldAccount(
  of: MeterTerms,
  { before, days }: Loaded,
  now: Pick<MeterAccount, 'rules' | 'prices'>,
  repriced?: string,
) {
  const { meter, zone } = of;
  const { meterId, prepaid } = meter;
  const terms = termsOf({ ...now, prepaid }, zone);
  const fresh = days.map((one) => ({ day: one.day.day, entries: one.fresh, known: one.known }));
  const began = whereToBegin(before, fresh, repriced, zone);
  if (began === 'onward') return { began, old: undefined, now: foldDays(before.state, fresh, terms) };
  const [opening, stored] = await Promise.all([
    began.opening === undefined ? undefined : get(openingsOf, { meterId, day: began.opening }),
    entriesBetween(meterId, began.opening),
  ]);
  const from = opening?.state ?? nothingYet;
  const was: DayFolded[] = stored.map((day) => ({ day: day.day, entries: entriesOf(day, zone) }));
  const changed = new Map(days.map(({ day }) => [day.day, entriesOf(day, zone)]));
  const is = [...new Set([...was.map(({ day }) => day), ...changed.keys()])].sort().map((day) => ({
    day,
    entries: changed.get(day) ?? was.find((one) => one.day === day)?.entries ?? [],
  }));
  const { rules = now.rules, prices } = before;
  return { began, old: foldDays(from, was, termsOf({ rules, prices, prepaid }, zone)), now: foldDays(from, is, terms) };
}

/**
 * Enters readings, top-ups, reversals and confirmations into the account of a meter. Known entries change
 * nothing; late ones count as if in time. The same transaction decides on held readings, crossings and
 * notices. Retry when the commit throws VersionConflict, because another entry came at the same time.
 * @throws Problem `too-much-at-once`, `day-is-full`.
 */
export async function addEntries(of: MeterTerms, entries: readonly Dated[], act: ActionContext): Promise<Entered> {
  const { meter, zone, policy } = of;
  const { meterId, unitId, estateId } = meter;
  const what = await loadDays(of, entries);
  const { before, days } = what;
  const rules = rulesWith(before, meter, policy);
  const fresh = new Set(days.flatMap((one) => one.fresh.map(({ id }) => id)));
  if (fresh.size === 0) return { after: { ...before, rules }, fresh, judged: new Map() };

  const { prices, repriced } = pricesWith(before, of.prices);
  const { began, old, now } = await foldAccount(of, what, { rules, prices }, repriced);
  const { openings, write } = openingsAfter(before.openings, began, now.openings);
  const low = await lowBalances({ ...of, rules, told: before.told }, { old, now }, act);
  const after: MeterAccount = {
    ...before,
    rules,
    prices,
    openings,
    told: low.told,
    state: now.state,
    toSettle: before.prepaid ? toSettleWith(before, days, zone, act.recordedAt) : undefined,
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };

  const transaction = new Transaction().save(accounts, after, before.version === 0 ? undefined : { ...before, rules });
  for (const { day } of days) transaction.put(daysOfEntries, day);
  for (const { day, state } of write) transaction.put(openingsOf, { meterId, day, state });
  const record: Recording = (name, data) => transaction.record(accounts, after, name, data, act);
  tellWhatIsNew(
    record,
    after,
    days.flatMap((one) => one.fresh),
  );
  const held = putHeld(transaction, { meterId, unitId, estateId }, before.state.held, after.state.held);
  for (const { readingId, why } of held.put) record('ReadingHeld', { meterId, unitId, readingId, why });
  const corrected = old && correctedDays(old.steps, now.steps, zone, dayIn(zone, act.recordedAt));
  if (corrected) record('MeterUseCorrected', { meterId, unitId, ...corrected });
  low.write(transaction, record);

  const items = 1 + days.length + write.length + held.put.length + held.removed + low.items;
  if (items + transaction.events.length > mostWrites) throw new Problem(tooMuch);
  const judged = new Map(now.steps.flatMap(({ judged: one }) => (one ? [[one.entry.id, one] as const] : [])));
  return { after, fresh, judged, transaction };
}

function tellWhatIsNew(
  record: Recording,
  { meterId, unitId, state }: MeterAccount,
  fresh: readonly PrepaidEntry[],
): void {
  const times = fresh.flatMap((one) => (one.kind === 'reading' ? [one.takenAt] : [])).sort(compareInstants);
  const latestAt = times.at(-1);
  if (latestAt !== undefined) record('ReadingsTaken', { meterId, unitId, readings: times.length, latestAt });
  for (const one of fresh) {
    if (one.kind !== 'top-up' || one.fen < 0) continue;
    record('PrepaidToppedUp', { meterId, unitId, topUpId: one.id, fen: one.fen, balanceFen: balanceOf(state) });
  }
}

/** Lists readings that are newly held, and removes those that are no longer held. */
function putHeld(
  transaction: Transaction,
  of: Pick<Meter, 'meterId' | 'unitId' | 'estateId'>,
  before: AccountState['held'],
  after: AccountState['held'],
): { put: AccountState['held']; removed: number } {
  const isIn = (list: AccountState['held'], one: AccountState['held'][number]) =>
    list.some(({ readingId, why }) => readingId === one.readingId && why === one.why);
  const put = after.filter((one) => !isIn(before, one));
  const removed = before.filter((one) => !after.some(({ readingId }) => readingId === one.readingId));
  for (const one of put) transaction.put(heldReadings, { ...of, ...one });
  for (const { readingId } of removed) transaction.remove(heldReadings, { meterId: of.meterId, readingId });
  return { put, removed: removed.length };
}
