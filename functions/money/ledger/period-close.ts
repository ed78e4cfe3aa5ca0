import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { spanSchema } from '../../../shared/kernel/periods.ts';

/*
 * The close of a billing month (关账, R22.4). A check in the background compares each unit and fee item. What
 * differs, or cannot be charged for want of a fact, is accepted by a person with a reason, or billed first.
 * Three people: one requests, another accepts and approves, a third reopens.
 */

const bySomebody = { by: z.string(), at: z.string() };
const withReason = z.object({ ...bySomebody, reason: z.string() });
/** Who did something, when and why. */
export type Said = z.infer<typeof withReason>;

const states = ['checking', 'checked', 'blocked', 'closed', 'withdrawn', 'reopened'] as const;

/** Rows of one fee item that are open for the same cause. */
const groupSchema = z.object({
  feeItemId: z.string(),
  name: z.string(),
  /** Why days are not charged; `difference` for an amount, which is accepted row by row. */
  why: z.string(),
  rows: z.int(),
  /** Rows that nobody has accepted. */
  open: z.int(),
  /** Who accepted all rows of the group. */
  accepted: withReason.optional(),
});
export type Group = z.infer<typeof groupSchema>;

export const periodCloseSchema = z
  .object({
    closeId: z.string(),
    estateId: z.string(),
    /** The billing month, `2026-10`. */
    month: z.string(),
    /**
     * Checking, then checked: people accept and approve. Blocked: an unpublished billing run has the month.
     */
    state: z.enum(states),
    requested: z.object(bySomebody),
    /** The close of the month before this one, with what was accepted then. */
    earlierCloseId: z.string().optional(),
    /** The unpublished billing run that blocks the close. */
    runId: z.string().optional(),
    /** Units checked so far. */
    units: z.int(),
    /** Units x fee items compared so far. */
    rows: z.int(),
    /** Rows that still need an acceptance. */
    openRows: z.int(),
    /** Sums of the month at the check, fen. */
    shouldFen: fenSchema,
    billedFen: fenSchema,
    groups: z.array(groupSchema).max(1_000),
    checkedAt: z.string().optional(),
    approved: z.object(bySomebody).optional(),
    withdrawn: withReason.optional(),
    /** The third person who reopened the month. */
    reopened: withReason.optional(),
    /** Where the check continues in the register. */
    cursor: z.string().optional(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'PeriodCloseRecord' });
export type PeriodClose = z.infer<typeof periodCloseSchema>;

/** A close as the API answers it. */
export const periodCloseViewSchema = periodCloseSchema.omit({ cursor: true }).meta({ id: 'PeriodClose' });

/** A unit and fee item that is not complete, as the check found it. */
export const openRowSchema = z
  .object({
    closeId: z.string(),
    unitId: z.string(),
    label: z.string(),
    feeItemId: z.string(),
    name: z.string(),
    period: spanSchema,
    shouldFen: fenSchema,
    billedFen: fenSchema,
    differenceFen: fenSchema,
    /** Why days are not charged, each once. */
    whys: z.array(z.string()).max(20),
    /** Who accepted this row. Of a group accepted as a whole, the group says it. */
    accepted: withReason.optional(),
  })
  .meta({ id: 'PeriodDifference' });
export type OpenRow = z.infer<typeof openRowSchema>;
