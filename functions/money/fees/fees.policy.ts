import * as z from 'zod';
import { fenSchema, roundingSchema } from '../../../shared/kernel/money.ts';
import { courtMeasureSchema, lateTermsSchema } from './late-charge.ts';

/** What an estate decides about fees (收费). */
export const feesPolicyDetailsSchema = z.strictObject({
  /** How a bill line is rounded (R0.2). */
  rounding: roundingSchema,
  /** Days that a payer has from the publication of a bill, where the run sets no day. */
  dueDays: z.number().int().min(1).max(365),
  /** The developer as a payer: owes what is charged for days without an owner (R3.5); none: such days are skipped. */
  developerPayerId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .nullable(),
  /** Late charge (违约金): only what the contract gives; none where it gives none (R5.1). */
  late: lateTermsSchema.nullable(),
  /** What a court is expected to grant, shown beside the claim (R5.3). */
  court: courtMeasureSchema,
  /** Up to so many fen each may waive by himself (减免, D32); above, and for everybody else, a second person decides. */
  waiverLimits: z.strictObject({ supervisor: fenSchema.min(0), manager: fenSchema.min(0) }),
});

export const feesPolicySchema = z.object({
  ...feesPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.number().int(),
});
export type FeesPolicy = z.infer<typeof feesPolicySchema>;

/** The policy of an estate that has set none (§17): no late charge; four times the prime rate of 3.10 % for a court. */
export function defaultFeesPolicy(estateId: string): FeesPolicy {
  return {
    estateId,
    version: 0,
    rounding: 'fen-half-up',
    dueDays: 30,
    developerPayerId: null,
    late: null,
    court: { lpr: '0.031', multiple: '4' },
    waiverLimits: { supervisor: 10_000, manager: 100_000 },
  };
}
