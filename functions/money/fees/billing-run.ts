import { createHash } from 'node:crypto';
import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { endOfPeriod, type Span, spanSchema } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { Bill } from './bill.ts';

/** Whole months that are billed together, at most twelve (R4.4). */
const monthsSchema = z
  .strictObject({
    /** The first month, `YYYY-MM`. */
    from: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/),
    /** How many months, from the first on. */
    months: z.int().min(1).max(12),
  })
  .meta({ id: 'Months' });

/**
 * The most months of fee items in one run. A transaction holds 100 items, and each metered item needs one
 * more for its lock.
 */
const mostItemMonths = 84;

/** The input of a billing run: which fee items, for which months, and by when to pay. */
export const newRunSchema = z
  .strictObject({
    period: monthsSchema,
    feeItemIds: z
      .array(z.string().max(64))
      .min(1)
      .max(12)
      .refine((ids) => new Set(ids).size === ids.length, { message: 'each item once' }),
    /** The last day to pay; by default the estate's number of days after publication. */
    dueOn: dateSchema.optional(),
    /**
     * Evidence that the payers knew a due day before today, such as the number of a cancelled bill; required
     * for such a day.
     */
    dueProof: z.string().min(1).max(300).optional(),
  })
  .refine(({ period, feeItemIds }) => period.months * feeItemIds.length <= mostItemMonths, {
    path: ['feeItemIds'],
    message: `at most ${mostItemMonths} months of fee items in a run`,
  })
  .meta({ id: 'CreateBillingRunBody' });
export type NewRun = z.output<typeof newRunSchema>;

/**
 * States of a run. Drafting: its units are cut into slices and billed. Drafted: the bills can be checked.
 * Then publishing and published; or cancelled before that.
 */
const runStates = ['drafting', 'drafted', 'publishing', 'published', 'cancelled'] as const;

/** A billing run (账单批次): the bills of some fee items for some months (D26). */
export const billingRunSchema = z
  .object({
    runId: z.string(),
    estateId: z.string(),
    period: spanSchema,
    /** `YYYY-MM` each. */
    months: z.array(z.string()),
    feeItemIds: z.array(z.string()),
    /** The sharings whose lines the run bills. */
    sharingIds: z.array(z.string()),
    /** The service periods of each item: those billed before, unchanged, and the months between (R22.1). */
    servicePeriods: z.array(z.object({ feeItemId: z.string(), period: spanSchema })).optional(),
    /**
     * True when some months were published before. The run then bills only what is missing and credits what
     * was too much.
     */
    again: z.boolean().optional(),
    dueOn: dateSchema.optional(),
    dueProof: z.string().optional(),
    /** True for a run that calculates everything and writes no bill. */
    dryRun: z.boolean(),
    state: z.enum(runStates),
    /** Slices of units planned so far. */
    slices: z.number().int(),
    /** True when every unit is in a slice. */
    planned: z.boolean(),
    /** Slices whose bills are drafted. */
    billedSlices: z.number().int(),
    /** Slices whose bills are published. */
    publishedSlices: z.number().int(),
    /** Units planned so far. */
    units: z.number().int(),
    /** Units that are skipped or charged for some of the days only. */
    skipped: z.number().int(),
    /** Bills and credit notes drafted so far. */
    bills: z.number().int(),
    /** The sum of all bills drafted so far; credit notes lower it. */
    totalFen: fenSchema,
    /** What the run's credit notes take off, fen; absent without credit notes. */
    creditedFen: fenSchema.optional(),
    /** Digest of all bills in any order. A dry run has the same digest as the real run. */
    digest: z.string(),
    /** Where planning continues in the register. */
    cursor: z.string().optional(),
    openedAt: z.string(),
    openedBy: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'BillingRunRecord' });
export type BillingRun = z.infer<typeof billingRunSchema>;

/** A billing run as the API answers it. */
export const billingRunViewSchema = billingRunSchema.omit({ cursor: true }).meta({ id: 'BillingRun' });

/** Some units of a run, billed by one message. */
export const billingSliceSchema = z
  .object({
    runId: z.string(),
    estateId: z.string(),
    slice: z.number().int(),
    unitIds: z.array(z.string()).max(100),
    state: z.enum(['planned', 'billed', 'publishing', 'published']),
    billIds: z.array(z.string()),
    version: z.number().int(),
  })
  .meta({ id: 'BillingSlice' });
export type BillingSlice = z.infer<typeof billingSliceSchema>;

/**
 * Rejects a person who publishes their own run when its credit notes exceed what they may waive alone.
 * Otherwise one person could change a reading, an area or an owner, bill again, and free prepaid money
 * (R20.1, R21.6).
 * @throws Problem `another-person-needed`.
 */
export function assertMayPublish(
  run: Pick<BillingRun, 'creditedFen' | 'openedBy'>,
  by: string,
  limitFen: number,
): void {
  if ((run.creditedFen ?? 0) > limitFen) assertAnotherPerson({ by: run.openedBy }, by);
}

/** Reasons why days of a unit are not charged. */
export const skipReasons = [
  'no-payer',
  'no-price',
  'not-measured',
  'no-inside-area',
  'no-share',
  'formula-fails',
  'nothing-to-charge',
  'paid-in-advance',
  'outside-window',
] as const;

export const skippedUnitSchema = z
  .object({
    runId: z.string(),
    unitId: z.string(),
    label: z.string(),
    feeItemId: z.string(),
    from: dateSchema,
    to: dateSchema,
    why: z.enum(skipReasons),
  })
  .meta({ id: 'SkippedUnit' });
export type SkippedUnit = z.infer<typeof skippedUnitSchema>;

/** Returns the months of a run, `YYYY-MM`, and their first and last day. */
export function monthsBilled({ from, months }: NewRun['period']): { months: string[]; period: Span } {
  const [year = 0, first = 1] = from.split('-').map(Number);
  const all = Array.from({ length: months }, (_, i) => {
    const month = first - 1 + i;
    return `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
  const last = all.at(-1) ?? from;
  const [lastYear = 0, lastMonth = 1] = last.split('-').map(Number);
  const days = new Date(Date.UTC(lastYear, lastMonth, 0)).getUTCDate();
  return { months: all, period: { from: `${from}-01`, to: `${last}-${days}` } };
}

/**
 * Returns the due day of the bills of a run that are published on a day: that of the run, else after so many
 * days, on no rest day (R26.6). Bills of a repeated run get their own when the run's is past (R21.5), and so
 * do bills published after it, unless the payers knew it before (R27.5).
 */
export function dueDayOf(
  { dueOn, dueProof, again }: Pick<BillingRun, 'dueOn' | 'dueProof' | 'again'>,
  today: string,
  days: number,
): string {
  const isOver = dueOn !== undefined && dueOn < today && (again || dueProof === undefined);
  return dueOn === undefined || isOver ? endOfPeriod(today, { days }) : dueOn;
}

/** The digest of no bills. */
export const emptyDigest = '0'.repeat(64);

/** Returns the digest with further bills; their order does not matter. */
export function withDigest(
  digest: string,
  bills: readonly Pick<Bill, 'unitId' | 'payerId' | 'lines' | 'fen'>[],
): string {
  const sum = bills.reduce(
    (all, { unitId, payerId, lines, fen }) => {
      const hash = createHash('sha256').update(JSON.stringify([unitId, payerId, fen, lines]));
      return all ^ BigInt(`0x${hash.digest('hex')}`);
    },
    BigInt(`0x${digest}`),
  );
  return sum.toString(16).padStart(64, '0');
}
