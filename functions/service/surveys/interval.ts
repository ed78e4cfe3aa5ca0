import Big from 'big.js';
import * as z from 'zod';

/*
 * Confidence intervals at 95 % (R14.3). The normal interval (Wald) of a share of 0 or 100 % has no width,
 * and that of a few answers is too narrow. Those get an interval by Wilson.
 */

const quantile = Big('1.96');
const square = quantile.times(quantile);
/** From so many answers on the normal interval is used. */
export const enoughAnswers = 30;

/** Both ends of an interval, as shares from -1 to 1. */
interface Ends {
  readonly low: Big;
  readonly high: Big;
}

export const intervalSchema = z
  .object({
    low: z.number(),
    high: z.number(),
    /** `wilson` for fewer than 30 answers or a share of 0 or 100 %, else `wald`. */
    method: z.enum(['wald', 'wilson']),
  })
  .meta({ id: 'ConfidenceInterval' });
export type Interval = z.infer<typeof intervalSchema>;

/** Rounds a figure to two decimals, half away from zero. */
export function rounded(value: Big): number {
  return value.round(2, Big.roundHalfUp).toNumber();
}

/** Returns the interval by Wilson of `count` out of `n`. It stays within 0 and 1. */
function wilson(count: number, n: number): Ends {
  const share = Big(count).div(n);
  const spread = share
    .times(Big(1).minus(share))
    .div(n)
    .plus(square.div(4 * n * n))
    .sqrt();
  const [middle, below] = [share.plus(square.div(2 * n)), Big(1).plus(square.div(n))];
  const [low, high] = [middle.minus(quantile.times(spread)), middle.plus(quantile.times(spread))];
  return {
    low: count === 0 ? Big(0) : low.div(below),
    high: count === n ? Big(1) : high.div(below),
  };
}

function wald(value: Big, variance: Big, n: number, least: number): Ends {
  const half = quantile.times(variance.div(n).sqrt());
  const [low, high] = [value.minus(half), value.plus(half)];
  return { low: low.lt(least) ? Big(least) : low, high: high.gt(1) ? Big(1) : high };
}

const inPercent = ({ low, high }: Ends, method: Interval['method']): Interval => ({
  low: rounded(low.times(100)),
  high: rounded(high.times(100)),
  method,
});

/** Returns the interval of a share in percent (R14.3): 5 of 5 are 56.55 to 100. */
export function intervalOfShare(count: number, n: number): Interval {
  if (n < enoughAnswers || count === 0 || count === n) return inPercent(wilson(count, n), 'wilson');
  const share = Big(count).div(n);
  return inPercent(wald(share, share.times(Big(1).minus(share)), n, 0), 'wald');
}

/** Returns the variance of a value that is 1 for a promoter, -1 for a detractor, else 0. */
export function varianceOf({ promoters, detractors, n }: Recommended): Big {
  const score = Big(promoters - detractors).div(n);
  const variance = Big(promoters + detractors)
    .div(n)
    .minus(score.times(score));
  // Rounding of a quotient could make it negative.
  return variance.lt(0) ? Big(0) : variance;
}

interface Recommended {
  readonly promoters: number;
  readonly detractors: number;
  readonly n: number;
}

/**
 * Returns the interval of an NPS, -100 to 100. Its Wilson form combines the intervals of both shares with
 * their correlation (Zou and Donner 2008). Without passives it is that of the promoters' share, doubled.
 */
export function intervalOfNps(of: Recommended): Interval {
  const { promoters, detractors, n } = of;
  const variance = varianceOf(of);
  const score = Big(promoters - detractors).div(n);
  if (n >= enoughAnswers && variance.gt(0)) return inPercent(wald(score, variance, n, -1), 'wald');
  const [up, down] = [wilson(promoters, n), wilson(detractors, n)];
  const [p, q] = [Big(promoters).div(n), Big(detractors).div(n)];
  const correlation = correlationOf(of);
  const width = (a: Big, b: Big) => {
    const sum = a.times(a).plus(b.times(b)).minus(correlation.times(a).times(b).times(2));
    return (sum.lt(0) ? Big(0) : sum).sqrt();
  };
  const low = score.minus(width(p.minus(up.low), down.high.minus(q)));
  const high = score.plus(width(up.high.minus(p), q.minus(down.low)));
  return inPercent({ low: low.lt(-1) ? Big(-1) : low, high: high.gt(1) ? Big(1) : high }, 'wilson');
}

/**
 * Returns the correlation of both shares: -1 without passives, because each is then what the other is not.
 */
function correlationOf({ promoters, detractors, n }: Recommended): Big {
  if (promoters + detractors === n) return Big(-1);
  const odds = Big(promoters * detractors).div((n - promoters) * (n - detractors));
  return odds.sqrt().times(-1);
}
