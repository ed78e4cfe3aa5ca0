import Big from 'big.js';
import * as z from 'zod';

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
const hiddenBelow = 5;
/** Figures of fewer answers are marked as uncertain. */
const smallBelow = 30;

const figure = z.number().nullable();
const group = { n: z.number().int(), margin: figure, hidden: z.boolean(), small: z.boolean() };

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
    /** Percent of answers 4 and 5, mean of all answers, and margin in points at 95 %; null when hidden. */
    csat: z.object({ /** Percent. */ value: figure, mean: figure, ...group }),
    /** Promoters minus detractors, -100 to 100, and margin in points at 95 %; null when hidden. */
    nps: z.object({ /** -100 to 100. */ value: figure, ...group }),
  })
  .meta({ id: 'Statistics' });
export type Statistics = Omit<z.infer<typeof statisticsSchema>, 'estateId' | 'month'>;

/** Rounds a figure to two decimals, half away from zero. */
function rounded(value: Big): number {
  return value.round(2, Big.roundHalfUp).toNumber();
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Returns 1.96 x sqrt(variance / n) in points (R14.3). */
function margin(variance: Big, n: number): number {
  return rounded(variance.div(n).sqrt().times(196));
}

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
  // Variance of a value that is 1, 0 or -1. Rounding of the quotient could make it negative.
  const variance = promoters.plus(detractors).div(n).minus(score.times(score));
  return { value: rounded(score.times(100)), margin: margin(variance.lt(0) ? Big(0) : variance, n), ...marks };
}
