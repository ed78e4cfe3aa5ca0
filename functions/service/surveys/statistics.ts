import Big from 'big.js';
import * as z from 'zod';

/** Answers of a group, counted per score. */
export interface ScoreCounts {
  sent: number;
  answered: number;
  /** Number of answers 1, 2, 3, 4, 5. */
  satisfaction: readonly number[];
  /** Number of answers 0, 1, ... 10. */
  recommend: readonly number[];
}

/** Fewer answers than this could be traced to a household: they are hidden (R14.3). */
const hiddenBelow = 5;
/** Fewer than this say little: they are marked. */
const smallBelow = 30;

const figure = z.number().nullable();
const group = { n: z.number().int(), margin: figure, hidden: z.boolean(), small: z.boolean() };

export const statisticsSchema = z.object({
  estateId: z.string(),
  month: z.string(),
  sent: z.number().int(),
  answered: z.number().int(),
  /** Percent of the surveys sent in the month; null when none was sent. */
  responseRate: figure,
  /** Percent of answers 4 and 5, their mean, and the margin in points at 95 %; null when hidden. */
  csat: z.object({ value: figure, mean: figure, ...group }),
  /** Promoters less detractors, -100 to 100, and the margin in points at 95 %; null when hidden. */
  nps: z.object({ value: figure, ...group }),
});
export type Statistics = Omit<z.infer<typeof statisticsSchema>, 'estateId' | 'month'>;

/** To two decimals, half away from zero: the one rounding of these figures. */
function rounded(value: Big): number {
  return value.round(2, Big.roundHalfUp).toNumber();
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** 1.96 x sqrt(variance / n), in points (R14.3). */
function margin(variance: Big, n: number): number {
  return rounded(variance.div(n).sqrt().times(196));
}

/**
 * CSAT, NPS and response rate of a group of surveys (R14.1, R14.3). CSAT = answers 4-5 of all valid 1-5; NPS = share of
 * 9-10 less share of 0-6, passives stay in the denominator. Percent and points with two decimals.
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

function csatOf(counts: readonly number[]): Statistics['csat'] {
  const n = sum(counts);
  const marks = { n, hidden: n < hiddenBelow, small: n < smallBelow };
  if (marks.hidden) return { value: null, mean: null, margin: null, ...marks };
  const satisfied = Big(sum(counts.slice(3))).div(n);
  const total = counts.reduce((points, count, i) => points + count * (i + 1), 0);
  return {
    value: rounded(satisfied.times(100)),
    mean: rounded(Big(total).div(n)),
    margin: margin(satisfied.times(Big(1).minus(satisfied)), n),
    ...marks,
  };
}

function npsOf(counts: readonly number[]): Statistics['nps'] {
  const n = sum(counts);
  const marks = { n, hidden: n < hiddenBelow, small: n < smallBelow };
  if (marks.hidden) return { value: null, margin: null, ...marks };
  const detractors = Big(sum(counts.slice(0, 7)));
  const promoters = Big(sum(counts.slice(9)));
  const score = promoters.minus(detractors).div(n);
  // Variance of a draw that is 1, 0 or -1. Never below zero, which the last digit of a quotient could make it.
  const variance = promoters.plus(detractors).div(n).minus(score.times(score));
  return { value: rounded(score.times(100)), margin: margin(variance.lt(0) ? Big(0) : variance, n), ...marks };
}
