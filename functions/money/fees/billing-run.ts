import { createHash } from 'node:crypto';
import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { type Span, spanSchema } from '../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { Bill } from './bill.ts';

/** Whole months that are billed together, at most twelve (R4.4). */
const monthsSchema = z.strictObject({
  from: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/),
  months: z.int().min(1).max(12),
});

/** A transaction holds a hundred items: so many months of fee items may be taken at once, with a lock of each metered item. */
const mostItemMonths = 84;

/** What somebody asks of a run: which fee items, for which months, and by when to pay. */
export const newRunSchema = z
  .strictObject({
    period: monthsSchema,
    feeItemIds: z
      .array(z.string().max(64))
      .min(1)
      .max(12)
      .refine((ids) => new Set(ids).size === ids.length, { message: 'each item once' }),
    /** The last day to pay; where it is not said, the estate's number of days after publication. */
    dueOn: dateSchema.optional(),
  })
  .refine(({ period, feeItemIds }) => period.months * feeItemIds.length <= mostItemMonths, {
    path: ['feeItemIds'],
    message: `at most ${mostItemMonths} months of fee items in a run`,
  });
export type NewRun = z.output<typeof newRunSchema>;

/**
 * Where a run stands: its units are being cut into slices and billed, its bills are drafts that can be looked at, they are
 * being published, they are out; or it was dropped before.
 */
const runStates = ['drafting', 'drafted', 'publishing', 'published', 'cancelled'] as const;

/** A billing run (账单批次): the bills of some fee items for some months (D26). */
export const billingRunSchema = z.object({
  runId: z.string(),
  estateId: z.string(),
  period: spanSchema,
  months: z.array(z.string()),
  feeItemIds: z.array(z.string()),
  sharingIds: z.array(z.string()),
  /** What each item is billed for: periods that were billed before as they were, and the months between (R22.1). */
  servicePeriods: z.array(z.object({ feeItemId: z.string(), period: spanSchema })).optional(),
  /** Some of its months were published before: only what is missing is billed, and what was too much is credited. */
  again: z.boolean().optional(),
  dueOn: dateSchema.optional(),
  /** Works everything out and writes no bill. */
  dryRun: z.boolean(),
  state: z.enum(runStates),
  /** Slices of units: planned so far (all of them when `planned`), billed, published. */
  slices: z.number().int(),
  planned: z.boolean(),
  billedSlices: z.number().int(),
  publishedSlices: z.number().int(),
  units: z.number().int(),
  /** Units that are skipped, or charged for a part of the days only. */
  skipped: z.number().int(),
  bills: z.number().int(),
  totalFen: fenSchema,
  /** What its credit notes take off, fen; none where it has no credit note. */
  creditedFen: fenSchema.optional(),
  /** Of all bills, whatever their order: a dry run has that of the real one. */
  digest: z.string(),
  /** Where the plan goes on in the register. */
  cursor: z.string().optional(),
  openedAt: z.string(),
  openedBy: z.string(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type BillingRun = z.infer<typeof billingRunSchema>;

/** What the API shows of a run. */
export const billingRunViewSchema = billingRunSchema.omit({ cursor: true });

/** Some units of a run, billed by one message. */
export const billingSliceSchema = z.object({
  runId: z.string(),
  estateId: z.string(),
  slice: z.number().int(),
  unitIds: z.array(z.string()).max(100),
  state: z.enum(['planned', 'billed', 'publishing', 'published']),
  billIds: z.array(z.string()),
  version: z.number().int(),
});
export type BillingSlice = z.infer<typeof billingSliceSchema>;

/**
 * Rejects a person who publishes their own run whose credit notes take off more than they may waive alone: who changes a
 * reading, an area or an owner and bills again could free prepaid money by it (R20.1, R21.6).
 * @throws Problem another-person-needed.
 */
export function assertMayPublish(
  run: Pick<BillingRun, 'creditedFen' | 'openedBy'>,
  by: string,
  limitFen: number,
): void {
  if ((run.creditedFen ?? 0) > limitFen) assertAnotherPerson({ by: run.openedBy }, by);
}

/** Why days of a unit are not charged. */
const skipReasons = [
  'no-payer',
  'no-price',
  'not-measured',
  'no-inside-area',
  'no-share',
  'formula-fails',
  'nothing-to-charge',
] as const;

export const skippedUnitSchema = z.object({
  runId: z.string(),
  unitId: z.string(),
  label: z.string(),
  feeItemId: z.string(),
  from: dateSchema,
  to: dateSchema,
  why: z.enum(skipReasons),
});
export type SkippedUnit = z.infer<typeof skippedUnitSchema>;

/** The months of a run, `YYYY-MM`, and their first and last day. */
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

/** Nothing yet. */
export const emptyDigest = '0'.repeat(64);

/** Adds bills to a digest; the order in which they come does not matter. */
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
