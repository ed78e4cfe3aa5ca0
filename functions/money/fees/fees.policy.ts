import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { fenSchema, roundingSchema } from '../../../shared/kernel/money.ts';
import { courtMeasureSchema, lateTermsSchema } from './late-charge.ts';

/** What an estate has set about fees (收费). */
export const feesPolicy = policy({
  context: 'fees',
  table: 'ledger',
  remember: false,
  details: z.strictObject({
    /** How a bill line is rounded (R0.2). */
    rounding: roundingSchema,
    /** Days to pay after publication, where the run sets no due day. A rest day moves the last one. */
    dueDays: z.number().int().min(1).max(365),
    /** The developer as a payer of days without an owner (R3.5); null: such days are skipped. */
    developerPayerId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .nullable(),
    /** Late charge terms (违约金) of the contract; null where the contract has none (R5.1). */
    late: lateTermsSchema.nullable(),
    /** What a court is expected to grant, shown beside the claim (R5.3). */
    court: courtMeasureSchema,
    /**
     * The most fen that a role may waive alone (减免, D32). A larger waiver, or one of another role, needs a
     * second person.
     */
    waiverLimits: z.strictObject({ supervisor: fenSchema.min(0), manager: fenSchema.min(0) }),
  }),
  // No late charge; for a court four times the prime rate of 3.10 % (R17).
  defaults: {
    rounding: 'fen-half-up',
    dueDays: 30,
    developerPayerId: null,
    late: null,
    court: { lpr: '0.031', multiple: '4' },
    waiverLimits: { supervisor: 10_000, manager: 100_000 },
  },
  effect: 'A published bill keeps its late charge terms.',
});
export type FeesPolicy = z.output<typeof feesPolicy.schema>;
