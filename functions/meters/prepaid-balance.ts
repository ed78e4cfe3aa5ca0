import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../shared/kernel/ids.ts';
import {
  decimalSchema,
  type Exact,
  exact,
  fenSchema,
  product,
  ratio,
  sum,
  toFen,
  yuanOf,
} from '../../shared/kernel/money.ts';
import { type QuietHours, quietUntil } from '../../shared/kernel/quiet-hours.ts';
import { dateSchema, instantSchema } from '../../shared/kernel/time.ts';
import { judgeReadings, type MeterEntry, meterEntrySchema, type ReadingChecks, standing } from './reading.ts';

/*
 * Balance of a prepaid meter (预存余额, R11, D30). It is never stored and overwritten but folded from what was entered: top-ups
 * less consumption. A late, repeated or corrected entry therefore gives the balance that it would have given in time.
 */

/** What may happen to the balance: a top-up (充值), and what happens to a meter. Nothing else: money for electricity pays no property fee, and none is withheld for one (R11.4). */
const topUpSchema = z.strictObject({
  kind: z.literal('top-up'),
  /** Reference of the payment: the same one twice is one top-up. */
  id: z.string().min(1).max(100),
  at: instantSchema,
  fen: fenSchema.min(1),
});
export type TopUp = z.infer<typeof topUpSchema>;

export const prepaidEntrySchema = z.discriminatedUnion('kind', [topUpSchema, ...meterEntrySchema.options]);
export type PrepaidEntry = TopUp | MeterEntry;

/** Prices in yuan per unit, each from the start of a day in the estate's zone. A past period keeps its price (R4.5). */
export const pricesSchema = z
  .array(z.strictObject({ from: dateSchema, price: decimalSchema }))
  .min(1)
  .refine((prices) => prices.every((one, i) => i === 0 || (prices[i - 1]?.from ?? '') < one.from), {
    message: 'prices must be in order of days',
  });

/** Levels (预警线) in fen at which the household is told, the highest first; quiet hours do not hold the last one back (§17). */
export const levelsSchema = z
  .array(fenSchema)
  .min(1)
  .max(5)
  .refine((levels) => levels.every((level, i) => i === 0 || (levels[i - 1] ?? 0) > level), {
    message: 'levels must fall',
  });
export const defaultLevels = [5_000, 2_000];

export interface PrepaidTerms {
  readonly prices: z.infer<typeof pricesSchema>;
  readonly checks: ReadingChecks;
  readonly zone: string;
}

/** The balance after a top-up or a reading, in fen; negative when more was used than paid (R11.5). */
export interface BalancePoint {
  readonly at: string;
  readonly cause: 'top-up' | 'reading';
  readonly id: string;
  readonly balanceFen: number;
  /** What all use up to here costs, in yuan, exact. */
  readonly spent: Exact;
}

const msOf = (at: string) => Temporal.Instant.from(at).epochMilliseconds;

/**
 * What a use costs in yuan, exact: over a change of the price it is divided by time. @throws RangeError before the first price.
 */
function costOf(use: string, fromMs: number, toMs: number, terms: PrepaidTerms): Exact {
  const starts = terms.prices.map(
    ({ from }) => Temporal.PlainDate.from(from).toZonedDateTime(terms.zone).toInstant().epochMilliseconds,
  );
  if (fromMs < (starts[0] ?? Number.POSITIVE_INFINITY)) throw new RangeError('there was no price yet for this use');
  const costs = terms.prices.flatMap(({ price }, i) => {
    const ms = Math.min(toMs, starts[i + 1] ?? toMs) - Math.max(fromMs, starts[i] ?? fromMs);
    if (ms <= 0) return [];
    const whole = product(exact(use), exact(price));
    return [ms === toMs - fromMs ? whole : product(whole, ratio(ms, toMs - fromMs))];
  });
  return sum(...costs);
}

/** Each top-up once, without those that were reversed. @throws RangeError when one reference has two amounts or times. */
function topUpsOf(entries: readonly PrepaidEntry[]): TopUp[] {
  const topUps = entries.filter((one) => one.kind === 'top-up');
  const seen = new Map<string, TopUp>();
  for (const one of topUps) {
    const other = seen.get(one.id);
    if (other && (other.fen !== one.fen || msOf(other.at) !== msOf(one.at))) {
      throw new RangeError(`top-up ${one.id} is there with two amounts or times`);
    }
    seen.set(one.id, one);
  }
  return standing(
    topUps,
    entries.filter((one) => one.kind === 'reversal'),
  );
}

/**
 * The balance after each top-up and each reading that counts, in order of time; of one time top-ups come first. The cost of
 * all use so far is rounded once, half up (R0.2), and not that of each stretch: so a late reading between two others changes
 * no later balance by a fen. @throws RangeError see `judgeReadings`, `costOf`, `topUpsOf`.
 */
export function balanceHistory(entries: readonly PrepaidEntry[], terms: PrepaidTerms): BalancePoint[] {
  const judged = judgeReadings(
    entries.filter((one) => one.kind !== 'top-up'),
    terms.checks,
  );
  const changes = [
    ...topUpsOf(entries).map(({ id, at, fen }) => ({ cause: 'top-up' as const, id, at, fen, cost: exact('0') })),
    ...judged.flatMap((one) => {
      if (one.state !== 'counted') return [];
      const { entry, since, use } = one;
      const cost = costOf(use, msOf(since.takenAt), msOf(entry.takenAt), terms);
      return [{ cause: 'reading' as const, id: entry.id, at: entry.takenAt, fen: 0, cost }];
    }),
  ].sort(
    (a, b) => msOf(a.at) - msOf(b.at) || (a.cause === b.cause ? (a.id < b.id ? -1 : 1) : a.cause === 'top-up' ? -1 : 1),
  );
  let toppedUp = 0;
  let spent = exact('0');
  return changes.map(({ cause, id, at, fen, cost }) => {
    toppedUp += fen;
    spent = sum(spent, cost);
    return { at, cause, id, balanceFen: toppedUp - toFen(spent), spent };
  });
}

/** The balance at an instant, in fen; 0 before anything happened. */
export function balanceAt(history: readonly BalancePoint[], at: string): number {
  return history.findLast((point) => msOf(point.at) <= msOf(at))?.balanceFen ?? 0;
}

/** That the balance fell below a level: between the top-up that armed the level and the next one that does. */
export interface Crossing {
  readonly levelFen: number;
  /** The top-up that had brought the balance above the level. */
  readonly armedBy: string;
  readonly at: string;
  readonly balanceFen: number;
}

/**
 * Downward crossings (R11.3), in order of time: a top-up that brings the balance above a level arms it, use that brings it
 * below fires it, once, until it is armed again. The level itself is neither above nor below. A crossing is named by level
 * and arming top-up, so a reading that comes late or is corrected moves it without making another one of it.
 */
export function crossingsOf(history: readonly BalancePoint[], levels: readonly number[]): Crossing[] {
  const armed = new Map<number, string>();
  return history.flatMap(({ at, cause, id, balanceFen }) =>
    levels.flatMap((levelFen) => {
      const armedBy = armed.get(levelFen);
      if (cause === 'top-up') {
        if (armedBy === undefined && balanceFen > levelFen) armed.set(levelFen, id);
        return [];
      }
      if (armedBy === undefined || balanceFen >= levelFen) return [];
      armed.delete(levelFen);
      return [{ levelFen, armedBy, at, balanceFen }];
    }),
  );
}

/** The written record of a notice (余额不足通知, R11.2, D30). */
export const lowBalanceNoticeSchema = z.object({
  noticeId: z.string(),
  meterId: z.string(),
  levelFen: fenSchema,
  armedBy: z.string(),
  balanceFen: fenSchema,
  /** What was left at the use of late, in days to one decimal; absent when there was none. */
  daysLeft: z.string().optional(),
  channel: z.string(),
  receiver: z.string(),
  sentAt: instantSchema,
  result: z.enum(['sending', 'delivered', 'failed']),
  /** When it turned out that the balance had not fallen below the level. */
  withdrawnAt: instantSchema.optional(),
});
export type LowBalanceNotice = z.infer<typeof lowBalanceNoticeSchema>;
type Sent = Pick<LowBalanceNotice, 'noticeId' | 'meterId' | 'levelFen' | 'armedBy' | 'withdrawnAt'>;

const isOf = (notice: Sent) => (crossing: Crossing) =>
  crossing.levelFen === notice.levelFen && crossing.armedBy === notice.armedBy;

/**
 * What is to be told now, given what was: a notice for each crossing that has none, and the withdrawal of those whose crossing
 * a correction did away with (D30). If it comes about after all, there is one anew. So every crossing has exactly one notice
 * that stands, in whatever order readings come.
 */
export function noticesDue(
  meterId: string,
  crossings: readonly Crossing[],
  sent: readonly Sent[],
): { send: (Crossing & { noticeId: string })[]; withdraw: string[] } {
  const stands = sent.filter((notice) => notice.withdrawnAt === undefined);
  const send = crossings
    .filter((crossing) => !stands.some((notice) => isOf(notice)(crossing)))
    .map((crossing) => {
      const before = sent.filter((notice) => isOf(notice)(crossing)).length;
      return { ...crossing, noticeId: derivedId('low', meterId, crossing.levelFen, crossing.armedBy, before) };
    });
  const withdraw = stands.filter((notice) => !crossings.some(isOf(notice))).map((notice) => notice.noticeId);
  return { send, withdraw };
}

/**
 * From when on a notice may go (R11.3, §17): not in quiet hours, but for the last level; and of one level at most one on a day
 * of the estate, so a second crossing waits for the next. `lastSentAt` is when this level was told last.
 */
export function noticeFrom(
  crossing: Pick<Crossing, 'levelFen'>,
  terms: { readonly levels: readonly number[]; readonly quietHours: QuietHours; readonly zone: string },
  now: Temporal.Instant,
  lastSentAt?: string,
): string {
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(terms.zone).toPlainDate();
  const toldOn = lastSentAt === undefined ? undefined : dayOf(Temporal.Instant.from(lastSentAt));
  const today = dayOf(now);
  const from = toldOn?.equals(today) ? today.add({ days: 1 }).toZonedDateTime(terms.zone).toInstant() : now;
  if (crossing.levelFen === Math.min(...terms.levels)) return from.toString();
  return (quietUntil(terms.quietHours, terms.zone, from) ?? from).toString();
}

/** Days that the mean of daily use looks back on. */
const meanOfDays = 30;

/**
 * Days until the balance is used up (R11.3), to one decimal, half up: balance over the mean cost of a day between the readings
 * of the last 30 days before the last one. '0.0' when nothing is left; undefined when the readings tell of no use, or it would
 * last ten years.
 */
export function daysLeft(
  history: readonly BalancePoint[],
  entries: readonly PrepaidEntry[],
  terms: PrepaidTerms,
): string | undefined {
  const counted = judgeReadings(
    entries.filter((one) => one.kind !== 'top-up'),
    terms.checks,
  ).filter((one) => one.state !== 'held');
  const last = counted.at(-1)?.entry;
  if (!last) return undefined;
  const earliest = msOf(last.takenAt) - meanOfDays * 86_400_000;
  // The stretch that reaches back beyond the window is taken whole when it is the only one.
  const first =
    counted.find((one) => msOf(one.entry.takenAt) >= earliest && one.entry.id !== last.id) ?? counted.at(-2);
  if (!first) return undefined;
  const spentBy = (id: string) => history.find((point) => point.id === id)?.spent ?? exact('0');
  const before = spentBy(first.entry.id);
  const spent = sum(spentBy(last.id), product(before, exact('-1')));
  const balanceFen = history.at(-1)?.balanceFen ?? 0;
  if (balanceFen <= 0) return '0.0';
  if (spent.top.lte('0')) return undefined;
  const ms = msOf(last.takenAt) - msOf(first.entry.takenAt);
  const days = product(yuanOf(balanceFen), ratio(ms, 86_400_000), { top: spent.bottom, bottom: spent.top });
  if (days.top.gt(days.bottom.times('3650'))) return undefined;
  // A tenth is to a day as a jiao to a yuan.
  return (toFen(days, 'jiao-half-up') / 100).toFixed(1);
}
