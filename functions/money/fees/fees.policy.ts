import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { lowered } from '../../../shared/http/policy-change.ts';
import { fenSchema, roundingSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { zoneOf } from '../../register/owners/public.ts';
import { lprAtSchema } from './court-safe.ts';
import { feeSystemSchema } from './fee-system.ts';
import { assertPolicyRate, estateLateTermsSchema, lateRateLimits, lateRateLimitsSchema } from './late-rate.ts';

/** What an estate has set about fees (收费). */
export const feesPolicy = policy({
  context: 'fees',
  table: 'ledger',
  remember: false,
  twoPeople: {
    tightens: {
      'waiverLimits.supervisor': lowered,
      'waiverLimits.manager': lowered,
      mostMonthsAhead: lowered,
    },
    limitOf: { 'waiverLimits.supervisor': ['supervisor'], 'waiverLimits.manager': ['manager'] },
    zoneOf,
  },
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
    /**
     * Late charge terms (违约金) of the contract for fee items without terms of their own; null where the
     * contract has none (R5.1).
     */
    late: estateLateTermsSchema.nullable(),
    lateRateLimits: lateRateLimitsSchema.default(lateRateLimits),
    /** The prime rate by which staff see what a court is expected to grant (R27.1). */
    lprAt: lprAtSchema.default('breach'),
    /** Days to answer an objection; late charge does not run for later days (R13.3, R27.6). */
    disputeAnswerDays: z.int().min(1).max(60).default(10),
    /**
     * The most service months that may be charged in advance for a unit and fee item (R24.4). At most twelve.
     */
    mostMonthsAhead: z.int().min(1).max(12).default(12),
    /**
     * How many months back a month that is billed again is billed what is missing (R22.5); 0: no limit.
     */
    backBillingMonths: z.int().min(0).max(240).default(36),
    /**
     * Whether the service fee is fixed (包干制) or the company draws a remuneration (酬金制), and since when
     * (R34.5). Empty: fixed.
     */
    feeSystems: z.array(feeSystemSchema).max(20).default([]),
    /** The last day of the service contract; nothing after it is charged in advance. Null: unknown. */
    contractEndsOn: dateSchema.nullable().default(null),
    /**
     * The most fen that a role may waive alone (减免, D32): of a bill, for a payer on a day and by one person
     * on a day (R20.10). A larger waiver, or one of another role, needs a second person. 0: always.
     */
    waiverLimits: z.strictObject({ supervisor: fenSchema.min(0), manager: fenSchema.min(0) }),
  }),
  // No late charge (R17).
  defaults: {
    rounding: 'fen-half-up',
    dueDays: 30,
    developerPayerId: null,
    late: null,
    lateRateLimits,
    lprAt: 'breach',
    disputeAnswerDays: 10,
    mostMonthsAhead: 12,
    backBillingMonths: 36,
    feeSystems: [],
    contractEndsOn: null,
    waiverLimits: { supervisor: 0, manager: 0 },
  },
  guard: assertPolicyRate,
  throws: ['late-rate-needs-approval', 'late-rate-too-high'],
  // The measure of a court is the same for every estate.
  upgrades: [({ court: _, ...rest }) => rest],
  effect: 'A published bill keeps its late charge terms.',
});
export type FeesPolicy = z.output<typeof feesPolicy.schema>;
