import * as z from 'zod';
import { exact, fenSchema, product, ratio, sum, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { addDays, cutBefore, daysOf } from '../../../shared/kernel/periods.ts';
import { type LateLine, lateDays } from './late-charge.ts';

/*
 * Estimates what a court is expected to grant of a late charge (R27.1): 1.3 times the loss. The loss is the
 * unpaid principal at the loan prime rate of one year (LPR, 一年期贷款市场报价利率). It is for staff and the
 * legal file only, on no bill, page or export that the payer sees (R27.4).
 */

/** Loan prime rates of one year, each from its day on (R27.2). */
const primeRates = [
  ['2019-08-20', '0.0425'],
  ['2019-09-20', '0.042'],
  ['2019-11-20', '0.0415'],
  ['2020-02-20', '0.0405'],
  ['2020-04-20', '0.0385'],
  ['2021-12-20', '0.038'],
  ['2022-01-20', '0.037'],
  ['2022-08-22', '0.0365'],
  ['2023-06-20', '0.0355'],
  ['2023-08-21', '0.0345'],
  ['2024-07-22', '0.0335'],
  ['2024-10-21', '0.031'],
  ['2025-05-20', '0.03'],
] as const;

/** The last day of publication on which the table was compared with the published rate. */
const comparedOn = '2026-06-22';

/** Days after the last comparison for which the table counts as current; rates are published monthly. */
const currentForDays = 40;

/** Whether the rate of the breach applies to all days, or that of each day. */
export const lprAtSchema = z.enum(['breach', 'daily']);
export type LprAt = z.infer<typeof lprAtSchema>;

/** What a court is expected to grant of the late charge. */
export const courtSafeSchema = z
  .object({
    lprAt: lprAtSchema,
    /** Unpaid principal x prime rate x days / 365, fen. */
    lossFen: fenSchema,
    /** 1.3 times the loss, fen. */
    measureFen: fenSchema,
    /** The lower of that and the claim, fen: what a court is expected to grant. */
    fen: fenSchema,
    /** True when a rate later than the table knows may apply; the last known one was used. */
    lprNotCurrent: z.boolean(),
  })
  .meta({ id: 'CourtSafe' });
export type CourtSafe = z.infer<typeof courtSafeSchema>;

/** Returns the prime rate of a day; before the first one that one. */
export function primeRateOn(day: string): string {
  return primeRates.findLast(([from]) => from <= day)?.[1] ?? primeRates[0][1];
}

/** Returns true when the table may lack the prime rate of a day. */
export function isPrimeRateMissing(day: string): boolean {
  return day > addDays(comparedOn, currentForDays);
}

/**
 * Returns what a court is expected to grant on a day (R27.1), for the lines that bear late charge and their
 * claim. The loss is summed exactly, and each figure rounded once.
 */
export function courtSafeOn(until: string, lines: readonly LateLine[], claimedFen: number, lprAt: LprAt): CourtSafe {
  const changes = lprAt === 'daily' ? primeRates.map(([from]) => from) : [];
  const spans = lines.flatMap((line) => {
    const breach = addDays(line.dueOn, 1);
    return lateDays(line, until).flatMap((span) =>
      cutBefore(span, changes).map((part) => ({
        ...{ days: daysOf(part), unpaidFen: span.unpaidFen },
        ...(lprAt === 'daily' ? { at: part.from, last: part.to } : { at: breach, last: breach }),
      })),
    );
  });
  const loss = sum(
    ...spans.map(({ days, unpaidFen, at }) => product(yuanOf(unpaidFen), exact(primeRateOn(at)), ratio(days, 365))),
  );
  const measureFen = toFen(product(loss, exact('1.3')));
  return {
    lprAt,
    lossFen: toFen(loss),
    measureFen,
    fen: Math.min(claimedFen, measureFen),
    lprNotCurrent: spans.some(({ last }) => isPrimeRateMissing(last)),
  };
}
