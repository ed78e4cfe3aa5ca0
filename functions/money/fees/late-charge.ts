import * as z from 'zod';
import {
  decimalSchema,
  exact,
  exactText,
  fenSchema,
  product,
  ratio,
  sum,
  toFen,
  yuanOf,
} from '../../../shared/kernel/money.ts';
import { addDays, cutBefore, daysOf, type Span } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';

/*
 * Late charge (违约金, not 滞纳金) of one bill line: simple interest by day, never on another late charge, only if the
 * contract gives a rate (R5.1). Worked out anew from what is on record, so a payment entered late (D32) corrects it.
 */

/** What the contract says; an estate without such a contract has none of it, and no late charge (R5.1, §17). */
export const lateTermsSchema = z.strictObject({
  /** Of the unpaid principal, a day: 0.0005 is half a permille (万分之五). */
  dailyRate: decimalSchema,
  /** The most that may accumulate, as a multiple of the line's principal (R5.4); null where the contract sets no limit. */
  cap: decimalSchema.nullable(),
});
export type LateTerms = z.infer<typeof lateTermsSchema>;

/** What a court is expected to grant (R5.3): a multiple of the loan prime rate (LPR, 一年期贷款市场报价利率) a year. */
export const courtMeasureSchema = z.strictObject({
  /** The rate a year: 0.031 is 3.10 %. */
  lpr: decimalSchema,
  /** 4 where nothing is set (§17). */
  multiple: decimalSchema,
});
export type CourtMeasure = z.infer<typeof courtMeasureSchema>;

/** A bill line that is or was late. */
export interface LateLine {
  readonly principalFen: number;
  /** The last day on which to pay without charge. */
  readonly dueOn: string;
  /** The day on which the bill was delivered; none while it is not. */
  readonly deliveredOn?: string;
  /** What was paid of the principal, in any order. */
  readonly payments: readonly { readonly on: string; readonly fen: number }[];
  /** Days in dispute, both included; without `to` it goes on. */
  readonly disputes: readonly { readonly from: string; readonly to?: string }[];
}

const lateStepSchema = z.object({
  from: dateSchema,
  to: dateSchema,
  days: z.number().int(),
  /** Unpaid principal on each of the days, fen. */
  unpaidFen: fenSchema,
  /** Unpaid principal x daily rate x days, exact yuan before the one rounding. */
  yuan: z.string(),
});

export const lateChargeSchema = z.object({
  /** What the contract lets us claim, fen. */
  claimedFen: fenSchema,
  /** Whether the contract's limit cut it. */
  capped: z.boolean(),
  /** What the court's measure gives for the same days, fen; shown beside the claim (R5.3). */
  courtMeasureFen: fenSchema,
  /** The lower of the two: what is expected to stand. */
  courtSafeFen: fenSchema,
  steps: z.array(lateStepSchema),
});
export type LateCharge = z.infer<typeof lateChargeSchema>;

/** Days of the year that a yearly rate is divided by. */
const daysOfYear = 365;

/** A daily rate as a simple rate a year: 0.0005 is 0.1825 (R5.3). */
export function yearlyRate(dailyRate: string): string {
  return exactText(product(exact(dailyRate), ratio(daysOfYear, 1)));
}

/** Days that count, and what was unpaid on each: the due day and the day of delivery are free, the day of payment counts. */
function lateDays(line: LateLine, until: string): (Span & { unpaidFen: number })[] {
  if (line.deliveredOn === undefined) return [];
  const from = addDays(line.dueOn > line.deliveredOn ? line.dueOn : line.deliveredOn, 1);
  if (from > until) return [];
  const changes = [
    ...line.payments.map(({ on }) => addDays(on, 1)),
    ...line.disputes.flatMap((one) => [one.from, ...(one.to === undefined ? [] : [addDays(one.to, 1)])]),
  ];
  const disputed = (day: string) =>
    line.disputes.some((one) => one.from <= day && (one.to === undefined || day <= one.to));
  return cutBefore({ from, to: until }, changes)
    .map((span) => {
      const paid = line.payments.filter(({ on }) => on < span.from).reduce((all, { fen }) => all + fen, 0);
      return { ...span, unpaidFen: line.principalFen - paid };
    })
    .filter(({ from, unpaidFen }) => unpaidFen > 0 && !disputed(from));
}

/**
 * The late charge of a line as it stands at the end of a day (R5.1 to R5.4): unpaid principal x daily rate x days, summed
 * exactly over the part payments and rounded once, half up, to fen; cut at the contract's limit. Without terms it is off and
 * every figure is 0.
 * @throws RangeError when amounts are negative or more was paid of the principal than it was.
 */
export function lateChargeOn(
  until: string,
  line: LateLine,
  terms: LateTerms | undefined,
  court: CourtMeasure,
): LateCharge {
  const paid = line.payments.reduce((all, { fen }) => all + fen, 0);
  if (line.principalFen < 0 || paid > line.principalFen || line.payments.some(({ fen }) => fen < 0)) {
    throw new RangeError('payments of a principal are not negative and not more than it');
  }
  if (!terms) return { claimedFen: 0, capped: false, courtMeasureFen: 0, courtSafeFen: 0, steps: [] };
  const stretches = lateDays(line, until).map((span) => ({
    ...span,
    days: daysOf(span),
    // What accumulates: principal times days, in yuan-days; each rate is applied to it.
    yuanDays: product(yuanOf(span.unpaidFen), ratio(daysOf(span), 1)),
  }));
  const rate = exact(terms.dailyRate);
  const all = sum(...stretches.map(({ yuanDays }) => yuanDays));
  const accrued = toFen(product(all, rate));
  const limit = terms.cap === null ? accrued : toFen(product(yuanOf(line.principalFen), exact(terms.cap)));
  const claimedFen = Math.min(accrued, limit);
  const courtMeasureFen = toFen(product(all, exact(court.lpr), exact(court.multiple), ratio(1, daysOfYear)));
  return {
    claimedFen,
    capped: accrued > limit,
    courtMeasureFen,
    courtSafeFen: Math.min(claimedFen, courtMeasureFen),
    steps: stretches.map(({ from, to, days, unpaidFen, yuanDays }) => ({
      from,
      to,
      days,
      unpaidFen,
      yuan: exactText(product(yuanDays, rate)),
    })),
  };
}
