import * as z from 'zod';
import { withheldIn } from './forbidden-means.ts';

/**
 * All means of dunning (催缴方式): message, recorded call or visit, written demand (催缴函), lawyer's letter (律师函),
 * file for court or arbitration. The law forbids withholding a service, such as power or access (R12.2).
 */
export const means = ['message', 'call-or-visit', 'written-demand', 'lawyers-letter', 'legal-file'] as const;

const lawful =
  'no fee is collected by withholding power, water, heat, gas, access, lifts or parking (Civil Code, article 944)';

/** A step of the ladder. */
const stepSchema = z
  .strictObject({
    /** Key of the step. */
    step: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,59}$/)
      .refine((name) => withheldIn(name).length === 0, { message: lawful }),
    /** Age of the debt in days from which the step may be taken; negative before the due day. */
    day: z.number().int().min(-60).max(3_650),
    means: z.enum(means, {
      error: ({ input }) =>
        typeof input === 'string' && withheldIn(input).length > 0 ? lawful : `one of: ${means.join(', ')}`,
    }),
    /** Days to answer; the next step waits until they are over. No rest day is the last. */
    answerDays: z.number().int().min(0).max(365),
  })
  .meta({ id: 'DunningStep' });
export type DunningStep = z.infer<typeof stepSchema>;

const ladderSchema = z
  .array(stepSchema)
  .min(1)
  .max(20)
  .refine((ladder) => new Set(ladder.map((one) => one.step)).size === ladder.length, { message: 'each step once' })
  .refine((ladder) => ladder.every((one, i) => i === 0 || (ladder[i - 1]?.day ?? 0) < one.day), {
    message: 'steps must be in order of days',
  })
  .refine((ladder) => ladder.every((one, i) => one.means !== 'legal-file' || demandedBefore(ladder, i)), {
    message: 'a legal file needs a written demand before it (Civil Code, article 944)',
  });

function demandedBefore(ladder: readonly DunningStep[], i: number): boolean {
  return ladder.slice(0, i).some((one) => one.means === 'written-demand' || one.means === 'lawyers-letter');
}

/** What the rules of dunning (催缴) follow: the ladder and its thresholds. */
export const ladderRulesSchema = z.strictObject({
  /** The steps of dunning, by days after the due day. */
  ladder: ladderSchema,
  /** A bill with a smaller open amount is left alone, fen (R12.4). */
  smallestFen: z.number().int().min(0),
  /**
   * Percent of the overdue amount that a part payment must reach so that the age of the debt restarts on the
   * day of payment. Otherwise a fen a month could delay the ladder for ever. 0 accepts any payment.
   */
  reanchorPercent: z.number().int().min(0).max(100),
});
export type LadderRules = z.infer<typeof ladderRulesSchema>;

/** The default ladder (R12.3, R17). */
export const defaultLadderRules: LadderRules = {
  ladder: [
    { step: 'bill-reminder', day: -7, means: 'message', answerDays: 7 },
    { step: 'overdue-reminder', day: 1, means: 'message', answerDays: 7 },
    { step: 'call-or-visit', day: 15, means: 'call-or-visit', answerDays: 7 },
    { step: 'written-demand', day: 30, means: 'written-demand', answerDays: 15 },
    { step: 'lawyers-letter', day: 60, means: 'lawyers-letter', answerDays: 15 },
    { step: 'legal-file', day: 90, means: 'legal-file', answerDays: 0 },
  ],
  smallestFen: 100,
  reanchorPercent: 10,
};
