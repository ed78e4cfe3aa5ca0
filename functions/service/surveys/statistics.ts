import Big from 'big.js';
import * as z from 'zod';
import {
  enoughAnswers,
  type Interval,
  intervalOfNps,
  intervalOfShare,
  intervalSchema,
  rounded,
  varianceOf,
} from './interval.ts';

/** Number of answers of a group by score. */
export interface ScoreCounts {
  sent: number;
  answered: number;
  /** Number of answers 1, 2, 3, 4, 5. */
  satisfaction: readonly number[];
  /** Number of answers 0, 1, ... 10. */
  recommend: readonly number[];
}

/** Figures of fewer answers are hidden, because they could be traced to a household (R14.3). */
export const hiddenBelow = 5;

const figure = z.number().nullable();
const group = {
  n: z.number().int(),
  /** In points at 95 %; null where the interval is by Wilson, which has no single margin. */
  margin: figure,
  interval: intervalSchema.nullable(),
  hidden: z.boolean(),
  small: z.boolean(),
};

/** Figures of a satisfaction question: percent of answers 4 and 5, mean, and interval at 95 %. */
export const csatSchema = z
  .object({ /** Percent. */ value: figure, mean: figure, ...group })
  .meta({ id: 'CsatFigures' });
/** Figures of a recommendation question: promoters minus detractors, and interval at 95 %. */
export const npsSchema = z.object({ /** -100 to 100. */ value: figure, ...group }).meta({ id: 'NpsFigures' });

export const statisticsSchema = z
  .object({
    estateId: z.string(),
    month: z.string(),
    /** Number of surveys sent in the month. */
    sent: z.number().int(),
    /** Number of surveys answered. */
    answered: z.number().int(),
    /** Percent of the surveys sent in the month; null when none was sent. */
    responseRate: figure,
    /** Percent of answers 4 and 5, mean of all answers, and interval at 95 %; null when hidden. */
    csat: csatSchema,
    /** Promoters minus detractors, -100 to 100, and interval at 95 %; null when hidden. */
    nps: npsSchema,
  })
  .meta({ id: 'Statistics' });
export type Statistics = Omit<z.infer<typeof statisticsSchema>, 'estateId' | 'month'>;

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Returns 1.96 x sqrt(variance / n) in points (R14.3), where the normal interval is used. */
function marginOf(variance: Big, n: number, { method }: Interval): number | null {
  return method === 'wald' ? rounded(variance.div(n).sqrt().times(196)) : null;
}

/** Returns what marks the figures of n answers. */
const marksOf = (n: number) => ({ n, hidden: n < hiddenBelow, small: n < enoughAnswers });

/**
 * Returns CSAT, NPS and response rate of a group of surveys, with two decimals (R14.1, R14.3). CSAT is the
 * share of answers 4-5. NPS is the share of 9-10 minus the share of 0-6; passives count in the denominator.
 */
export function statisticsOf(counts: ScoreCounts): Statistics {
  const { sent, answered } = counts;
  return {
    sent,
    answered,
    responseRate: sent === 0 ? null : rounded(Big(answered).times(100).div(sent)),
    csat: csatOf(counts.satisfaction),
    nps: npsOf(counts.recommend),
  };
}

/** Returns the figures of answers by score, 1 to 5. */
export function csatOf(counts: readonly number[]): Statistics['csat'] {
  const n = sum(counts);
  const marks = marksOf(n);
  if (marks.hidden) return { value: null, mean: null, margin: null, interval: null, ...marks };
  const pleased = sum(counts.slice(3));
  const share = Big(pleased).div(n);
  const total = counts.reduce((points, count, i) => points + count * (i + 1), 0);
  const interval = intervalOfShare(pleased, n);
  return {
    value: rounded(share.times(100)),
    mean: rounded(Big(total).div(n)),
    margin: marginOf(share.times(Big(1).minus(share)), n, interval),
    interval,
    ...marks,
  };
}

/** Returns the figures of answers by score, 0 to 10. */
export function npsOf(counts: readonly number[]): Statistics['nps'] {
  const n = sum(counts);
  const marks = marksOf(n);
  if (marks.hidden) return { value: null, margin: null, interval: null, ...marks };
  const of = { detractors: sum(counts.slice(0, 7)), promoters: sum(counts.slice(9)), n };
  const interval = intervalOfNps(of);
  const score = Big(of.promoters - of.detractors).div(n);
  return { value: rounded(score.times(100)), margin: marginOf(varianceOf(of), n, interval), interval, ...marks };
}
