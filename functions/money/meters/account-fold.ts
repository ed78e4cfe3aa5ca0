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
 * Balance of a prepaid meter (预存余额, R11, D30). It is never stored and overwritten but folded from what was entered: top-ups
 * less consumption. A late, repeated or corrected entry therefore gives the balance that it would have given in time. The
 * fold goes on from any state that it came to, so that two years of readings need not be read again for the next one.
 */

/** What holds for everything after an instant (for all when there is none), until a later rule: checks and levels. */
export interface AccountRule {
  readonly after?: string | undefined;
  readonly checks: ReadingChecks;
  readonly levels: readonly number[];
}

/** What an account is folded under; without a tariff the meter is not prepaid, and its use costs nothing here. Rules in order of time. */
export interface AccountTerms {
  readonly tariff: Tariff | undefined;
  readonly rules: readonly AccountRule[];
}

const dayMs = 86_400_000;

/** What all use up to an instant (epoch milliseconds) cost, in yuan, exact. */
const markSchema = z.object({ atMs: z.number().int(), spent: z.string() });
type Mark = z.infer<typeof markSchema>;

/** A reading that waits for somebody to look at it (待核). */
export const heldReadingSchema = z.object({
  readingId: z.string(),
  takenAt: z.string(),
  value: z.string(),
  by: readBySchema,
  why: z.enum(heldReasons),
});
/** So many held readings of a meter are put before people, the earliest first; what becomes of them decides on the others. */
const mostHeld = 20;

/** An account as far as it is folded: all that the next entry needs to know of those before it. */
export const accountStateSchema = z.object({
  /** Time of the last thing that was entered, epoch milliseconds; it may be held. */
  atMs: z.number().int().optional(),
  last: z.object({ ...meterEntrySchema.options[0].shape, takenAt: z.string() }).optional(),
  stretches: z.array(z.object({ use: z.string(), ms: z.number() })),
  toppedUpFen: fenSchema,
  /** Whose money that is: top-ups in order of time, those of one payer that follow each other as one. */
  money: z.array(z.object({ payerId: z.string(), fen: fenSchema })),
  /** All use, in units of the meter, exact. */
  used: z.string(),
  /** What all use costs, in yuan, exact: rounded only in the balance. */
  spent: z.string(),
  armed: z.array(z.object({ levelFen: fenSchema, armedBy: z.string() })),
  /** At readings a day or more apart, of the last thirty days; and at the one before the last. */
  marks: z.array(markSchema),
  previous: markSchema.optional(),
  /** The first of those that are held, and how many there are. */
  held: z.array(heldReadingSchema).max(mostHeld),
  heldCount: z.number().int(),
});
export type AccountState = z.infer<typeof accountStateSchema>;

/** An account before anything was entered. */
export const nothingYet: AccountState = {
  ...{ last: nothingRead.last, stretches: [] },
  ...{ toppedUpFen: 0, money: [], used: '0', spent: '0' },
  ...{ armed: [], marks: [], held: [], heldCount: 0 },
};

/** The balance of a state, fen; negative when more was used than paid (R11.5). */
export function balanceOf({ toppedUpFen, spent }: Pick<AccountState, 'toppedUpFen' | 'spent'>): number {
  return toppedUpFen - toFen(exactOf(spent));
}

/** The balance after a top-up or a reading, in fen; negative when more was used than paid (R11.5). */
export interface BalancePoint {
  readonly at: string;
  readonly cause: 'top-up' | 'reading';
  readonly id: string;
  readonly balanceFen: number;
}

/** That the balance fell below a level: between the top-up that armed the level and the next one that does. */
export interface Crossing {
  readonly levelFen: number;
  /** The top-up that had brought the balance above the level. */
  readonly armedBy: string;
  readonly at: string;
  readonly balanceFen: number;
}

export type Armed = AccountState['armed'];

/** What a point of the balance arms and fires (see `crossingsOf`). */
export function crossed(
  armed: Armed,
  point: BalancePoint,
  levels: readonly number[],
): { armed: Armed; fired: Crossing[] } {
  const { at, cause, id, balanceFen } = point;
  const standing = armed.filter(({ levelFen }) => levels.includes(levelFen));
  if (cause === 'top-up') {
    const rises = levels.filter((level) => balanceFen > level && !standing.some((one) => one.levelFen === level));
    return { armed: [...standing, ...rises.map((levelFen) => ({ levelFen, armedBy: id }))], fired: [] };
  }
  const falls = levels.flatMap((level) => standing.filter((one) => one.levelFen === level && balanceFen < level));
  return {
    armed: standing.filter((one) => !falls.includes(one)),
    fired: falls.map(({ levelFen, armedBy }) => ({ levelFen, armedBy, at, balanceFen })),
  };
}

/** One thing that was entered, in its order: what became of it, and the account after it. */
export interface AccountStep {
  readonly at: string;
  readonly judged?: JudgedReading;
  /** Of a top-up, and of a reading that counts, of a prepaid meter. */
  readonly point?: BalancePoint;
  readonly fired: readonly Crossing[];
  readonly after: AccountState;
}

/** The rule of an instant. @throws RangeError when there is none. */
export function ruleAt(rules: readonly AccountRule[], ms: number): AccountRule {
  const rule = rules.findLast(({ after }) => after === undefined || msOf(after) < ms);
  if (!rule) throw new RangeError('there is no rule for this time');
  return rule;
}

function afterTopUp(before: AccountState, topUp: TopUp, atMs: number, terms: AccountTerms): AccountStep {
  const { id, at, fen, payerId } = topUp;
  const latest = before.money.at(-1);
  const money =
    latest?.payerId === payerId
      ? before.money.with(-1, { payerId, fen: latest.fen + fen })
      : [...before.money, { payerId, fen }];
  const topped = { ...before, atMs, toppedUpFen: before.toppedUpFen + fen, money };
  const point: BalancePoint = { at, cause: 'top-up', id, balanceFen: balanceOf(topped) };
  const { armed, fired } = crossed(before.armed, point, ruleAt(terms.rules, atMs).levels);
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
  const { armed, fired } = crossed(before.armed, point, levels);
  return { at, judged, point, fired, after: { ...marked, armed } };
}

/**
 * Goes on with an account from a state: through these entries, all of them later than what the state knows, in order of time;
 * of one time top-ups come first. The cost of all use so far is rounded once, half up (R0.2), and not that of each stretch: so
 * a late reading between two others changes no later balance by a fen. @throws RangeError see `readingsToJudge`, `costOf`,
 * `topUpsOf`.
 */
export function walk(from: AccountState, entries: readonly PrepaidEntry[], terms: AccountTerms): AccountStep[] {
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

/** Days that the mean of daily use looks back on. */
const meanOfDays = 30;

/** The marks after one more reading: the one before it, and those of thirty days that are a day or more apart. */
function marksAfter(before: AccountState, now: Mark, sinceMs: number): Pick<AccountState, 'marks' | 'previous'> {
  const latest = before.marks.at(-1);
  const marks = before.marks.filter(({ atMs }) => atMs >= now.atMs - meanOfDays * dayMs);
  if (!latest || now.atMs - latest.atMs >= dayMs) marks.push(now);
  return { marks, previous: sinceMs < now.atMs ? { atMs: sinceMs, spent: before.spent } : undefined };
}

/**
 * Days until the balance is used up (R11.3), to one decimal, half up: balance over the mean cost of a day between the readings
 * of the last 30 days before the last one, of which those a day or more apart are looked at. '0.0' when nothing is left;
 * undefined when the readings tell of no use, or it would last ten years.
 */
export function daysLeft(state: AccountState): string | undefined {
  const { last, marks, previous } = state;
  if (!last) return undefined;
  const lastMs = msOf(last.takenAt);
  // The stretch that reaches back beyond the window is taken whole when it is the only one.
  const first = marks.find(({ atMs }) => lastMs - meanOfDays * dayMs <= atMs && atMs < lastMs) ?? previous;
  if (!first) return undefined;
  const spent = sum(exactOf(state.spent), product(exactOf(first.spent), exact('-1')));
  const balanceFen = balanceOf(state);
  if (balanceFen <= 0) return '0.0';
  if (spent.top.lte('0')) return undefined;
  const share = ratio(lastMs - first.atMs, dayMs);
  const days = product(yuanOf(balanceFen), share, { top: spent.bottom, bottom: spent.top });
  if (days.top.gt(days.bottom.times('3650'))) return undefined;
  // A tenth is to a day as a jiao to a yuan.
  return (toFen(days, 'jiao-half-up') / 100).toFixed(1);
}
