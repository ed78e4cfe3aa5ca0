import * as z from 'zod';
import {
  exact,
  exactOf,
  exactText,
  fenSchema,
  product,
  ratio,
  sum,
  toFen,
  yuanOf,
} from '../../../shared/kernel/money.ts';
import { type BalancePoint, type Crossing, crossLevels } from './low-balance.ts';
import { costOf, msOf, type PrepaidEntry, type Tariff, type TopUp, topUpsOf } from './prepaid-entries.ts';
import {
  heldReasons,
  type JudgedReading,
  judgeNext,
  meterEntrySchema,
  nothingRead,
  type ReadingChecks,
  readBySchema,
  readingsToJudge,
  type ToJudge,
} from './reading.ts';

/*
 * Balance of a prepaid meter (预存余额, R11, D30): top-ups less consumption. It is not stored and overwritten but
 * folded from the entries. Late, repeated or corrected entries therefore give the same balance as entries in
 * time. The fold continues from any earlier state, so the next reading does not need two years of readings.
 */

/** Checks and levels for all entries after an instant (for all entries without one), until a later rule. */
export interface AccountRule {
  readonly after?: string | undefined;
  readonly checks: ReadingChecks;
  readonly levels: readonly number[];
}

/**
 * The terms of a fold. Without a tariff the meter is not prepaid and its usage costs nothing here. Rules are
 * in order of time.
 */
export interface AccountTerms {
  readonly tariff: Tariff | undefined;
  readonly rules: readonly AccountRule[];
}

const dayMs = 86_400_000;

/** The cost of all usage up to an instant (epoch milliseconds), in yuan, exact. */
const markSchema = z.object({ atMs: z.number().int(), spent: z.string() }).meta({ id: 'Mark' });
type Mark = z.infer<typeof markSchema>;

/** A reading that waits for review (待核). */
export const heldReadingSchema = z
  .object({
    readingId: z.string(),
    takenAt: z.string(),
    /** Reading of the meter, a decimal. */
    value: z.string(),
    by: readBySchema,
    why: z.enum(heldReasons),
  })
  .meta({ id: 'HeldReading' });
/**
 * The most held readings listed for one meter, the earliest first. Their review decides on the later ones.
 */
const mostHeld = 20;

/** The state of an account after a fold: everything that the next entry needs. */
export const accountStateSchema = z
  .object({
    /** Time of the latest entry, epoch milliseconds; the entry may be held. */
    atMs: z.number().int().optional(),
    last: z.object({ ...meterEntrySchema.options[0].shape, takenAt: z.string() }).optional(),
    stretches: z.array(z.object({ use: z.string(), ms: z.number() })),
    toppedUpFen: fenSchema,
    /** Top-ups by payer in order of time; consecutive top-ups of one payer are one item. */
    money: z.array(z.object({ payerId: z.string(), fen: fenSchema })),
    /** All usage, in units of the meter, exact. */
    used: z.string(),
    /** The cost of all usage, in yuan, exact. Only the balance is rounded. */
    spent: z.string(),
    armed: z.array(z.object({ levelFen: fenSchema, armedBy: z.string() })),
    /** Marks at readings a day or more apart, of the last 30 days, and at the reading before the last. */
    marks: z.array(markSchema),
    previous: markSchema.optional(),
    /** The first held readings, and the number of all held readings. */
    held: z.array(heldReadingSchema).max(mostHeld),
    heldCount: z.number().int(),
  })
  .meta({ id: 'AccountState' });
export type AccountState = z.infer<typeof accountStateSchema>;

/** The state of an account without entries. */
export const nothingYet: AccountState = {
  last: nothingRead.last,
  stretches: [],
  toppedUpFen: 0,
  money: [],
  used: '0',
  spent: '0',
  armed: [],
  marks: [],
  held: [],
  heldCount: 0,
};

/** Returns the balance of a state, fen; negative when more was used than paid (R11.5). */
export function balanceOf({ toppedUpFen, spent }: Pick<AccountState, 'toppedUpFen' | 'spent'>): number {
  return toppedUpFen - toFen(exactOf(spent));
}

/** An entry in its order, with its result and the account after it. */
export interface AccountStep {
  readonly at: string;
  readonly judged?: JudgedReading;
  /** Set for a top-up and for a counted reading of a prepaid meter. */
  readonly point?: BalancePoint;
  readonly fired: readonly Crossing[];
  readonly after: AccountState;
}

/** Returns the rule of an instant. @throws RangeError when there is none. */
export function ruleAt(rules: readonly AccountRule[], ms: number): AccountRule {
  const rule = rules.findLast(({ after }) => after === undefined || msOf(after) < ms);
  if (!rule) throw new RangeError('there is no rule for this time');
  return rule;
}

/** Returns money by payer after a refund of the payer: their latest top-ups are taken back first (R25.5). */
function withoutRefund(money: AccountState['money'], payerId: string, fen: number): AccountState['money'] {
  let left = fen;
  return money
    .toReversed()
    .map((one) => {
      const part = one.payerId === payerId ? Math.min(one.fen, left) : 0;
      left -= part;
      return { ...one, fen: one.fen - part };
    })
    .filter(({ fen: rest }) => rest > 0)
    .reverse();
}

/** A refund crosses no level: the household gets its own money back. */
function afterRefund(before: AccountState, { id, at, fen, payerId }: TopUp, atMs: number): AccountStep {
  const money = withoutRefund(before.money, payerId, 0 - fen);
  const after = { ...before, atMs, toppedUpFen: before.toppedUpFen + fen, money };
  return { at, point: { at, cause: 'top-up', id, balanceFen: balanceOf(after) }, fired: [], after };
}

function afterTopUp(before: AccountState, topUp: TopUp, atMs: number, terms: AccountTerms): AccountStep {
  const { id, at, fen, payerId } = topUp;
  if (fen < 0) return afterRefund(before, topUp, atMs);
  const latest = before.money.at(-1);
  const money =
    latest?.payerId === payerId
      ? before.money.with(-1, { payerId, fen: latest.fen + fen })
      : [...before.money, { payerId, fen }];
  const topped = { ...before, atMs, toppedUpFen: before.toppedUpFen + fen, money };
  const point: BalancePoint = { at, cause: 'top-up', id, balanceFen: balanceOf(topped) };
  const { armed, fired } = crossLevels(before.armed, point, ruleAt(terms.rules, atMs).levels);
  return { at, point, fired, after: { ...topped, armed } };
}

function afterReading(before: AccountState, one: ToJudge, atMs: number, { tariff, rules }: AccountTerms): AccountStep {
  const { checks, levels } = ruleAt(rules, atMs);
  const { judged, look } = judgeNext({ last: before.last, stretches: before.stretches }, one, checks);
  const { takenAt: at, id, value, by } = one.entry;
  if (judged.state === 'held') {
    const shown = { readingId: id, takenAt: at, value, by, why: judged.why };
    const held = before.held.length < mostHeld ? [...before.held, shown] : before.held;
    return { at, judged, fired: [], after: { ...before, atMs, held, heldCount: before.heldCount + 1 } };
  }
  const read = { ...before, atMs, last: look.last, stretches: [...look.stretches] };
  if (!tariff) return { at, judged, fired: [], after: read };
  const since = judged.state === 'counted' ? msOf(judged.since.takenAt) : atMs;
  const cost = judged.state === 'counted' ? costOf(judged.use, since, atMs, tariff) : exact('0');
  const spent = judged.state === 'counted' ? exactText(sum(exactOf(before.spent), cost)) : before.spent;
  const used = judged.state === 'counted' ? exactText(sum(exact(before.used), exact(judged.use))) : before.used;
  const marked = { ...read, used, spent, ...marksAfter(before, { atMs, spent }, since) };
  if (judged.state === 'base') return { at, judged, fired: [], after: marked };
  const point: BalancePoint = { at, cause: 'reading', id, balanceFen: balanceOf(marked) };
  const { armed, fired } = crossLevels(before.armed, point, levels);
  return { at, judged, point, fired, after: { ...marked, armed } };
}

/**
 * Continues an account from a state through later entries, in order of time. At the same time top-ups come
 * first. The total cost of usage is rounded once, half up (R0.2), instead of per stretch. A late reading
 * between two others therefore changes no later balance.
 * @throws RangeError see `readingsToJudge`, `costOf`, `topUpsOf`.
 */
export function foldEntries(from: AccountState, entries: readonly PrepaidEntry[], terms: AccountTerms): AccountStep[] {
  const topUps = topUpsOf(entries).map((topUp) => ({ atMs: msOf(topUp.at), topUp }));
  topUps.sort((a, b) => a.atMs - b.atMs || (a.topUp.id < b.topUp.id ? -1 : 1));
  const readings = readingsToJudge(entries.filter((one) => one.kind !== 'top-up'));
  const steps: AccountStep[] = [];
  let before = from;
  const add = (step: AccountStep) => {
    steps.push(step);
    before = step.after;
  };
  for (const one of readings) {
    const atMs = msOf(one.entry.takenAt);
    for (let next = topUps[0]; next && next.atMs <= atMs; next = topUps[0]) {
      add(afterTopUp(before, next.topUp, next.atMs, terms));
      topUps.shift();
    }
    add(afterReading(before, one, atMs, terms));
  }
  for (const { topUp, atMs } of topUps) add(afterTopUp(before, topUp, atMs, terms));
  return steps;
}

/** Days of the mean daily usage. */
const meanOfDays = 30;

/**
 * Returns the marks after another reading, from which the mean daily cost follows: the reading before it, and
 * readings of 30 days that are a day or more apart.
 */
function marksAfter(before: AccountState, now: Mark, sinceMs: number): Pick<AccountState, 'marks' | 'previous'> {
  const latest = before.marks.at(-1);
  const marks = before.marks.filter(({ atMs }) => atMs >= now.atMs - meanOfDays * dayMs);
  if (!latest || now.atMs - latest.atMs >= dayMs) marks.push(now);
  return { marks, previous: sinceMs < now.atMs ? { atMs: sinceMs, spent: before.spent } : undefined };
}

/**
 * Returns the days until the balance is used up (R11.3), to one decimal, half up: the balance over the mean
 * daily cost. The mean covers readings of the last 30 days before the last reading, a day or more apart.
 * Returns '0.0' when nothing is left, and undefined without usage or when it would last ten years.
 */
export function daysLeft(state: AccountState): string | undefined {
  const { last, marks, previous } = state;
  if (!last) return undefined;
  const lastMs = msOf(last.takenAt);
  // A single stretch that begins before the window counts as a whole.
  const first = marks.find(({ atMs }) => lastMs - meanOfDays * dayMs <= atMs && atMs < lastMs) ?? previous;
  if (!first) return undefined;
  const spent = sum(exactOf(state.spent), product(exactOf(first.spent), exact('-1')));
  const balanceFen = balanceOf(state);
  if (balanceFen <= 0) return '0.0';
  if (spent.top.lte('0')) return undefined;
  const share = ratio(lastMs - first.atMs, dayMs);
  const days = product(yuanOf(balanceFen), share, { top: spent.bottom, bottom: spent.top });
  if (days.top.gt(days.bottom.times('3650'))) return undefined;
  // `jiao-half-up` rounds to a tenth, here to a tenth of a day.
  return (toFen(days, 'jiao-half-up') / 100).toFixed(1);
}
