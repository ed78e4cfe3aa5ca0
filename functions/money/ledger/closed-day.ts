import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { balanceKey } from './account.ts';
import { differenceSchema } from './check-day.ts';
import { countedDrawerSchema, drawerFindingSchema } from './drawer.ts';
import { heldMoneySchema } from './held-money.ts';
import { othersMoneySchema } from './others-money.ts';
import { type Entry, sumFen } from './posting.ts';
import { receiptNumberSchema } from './receipt.ts';
import { sealSchema } from './seal.ts';
import { inTransitSchema } from './transit.ts';

/** The most differences stored with a refused close. The counts include all of them. */
export const keptDifferences = 200;

/** The result of closing a day (日结): closed with its seal, refused with its differences, or reopened. */
export const dayCloseSchema = z
  .object({
    estateId: z.string(),
    day: dateSchema,
    state: z.enum(['closed', 'refused', 'reopened']),
    /** The current seal of a closed day. */
    seal: sealSchema.optional(),
    /** The seals that reopenings ended. */
    superseded: z.array(sealSchema),
    /** The number of times the day was sealed. */
    sealings: z.number().int(),
    /** The number of entries of the day. */
    entries: z.number().int(),
    /**
     * Balances at the end of the day, fen, debit positive: per account, but per kind for accounts of payers.
     */
    balances: z.record(z.string(), fenSchema),
    /** The latest instant at which an entry of this day or an earlier day was recorded. */
    knownBy: z.string().optional(),
    differences: z.array(differenceSchema).max(keptDifferences),
    /** Receipt numbers that are missing, given twice or never given out. */
    gaps: z
      .array(z.object({ number: receiptNumberSchema, what: z.enum(['missing', 'twice', 'never-given-out']) }))
      .max(keptDifferences),
    /** Money in transit at the end of the day, oldest first (R20.7). */
    transit: z.array(inTransitSchema).max(keptDifferences).default([]),
    transitFen: fenSchema.default(0),
    /** Drawers that moved and block the close (R20.5). */
    drawers: z.array(drawerFindingSchema).max(keptDifferences).default([]),
    /** The counts with which a closed day agrees. */
    counted: z.array(countedDrawerSchema).max(keptDifferences).default([]),
    /** The money of others at the end of a closed day, and whether it is there (R25.6). */
    others: othersMoneySchema.optional(),
    /** Money held for third parties at the end of a closed day, by fee item, and its age (R25.4). */
    held: z.array(heldMoneySchema).optional(),
    /** The number of differences, gaps, drawers and slips that block the close. */
    open: z.number().int(),
    at: z.string(),
    by: z.string(),
    /** Who requested the close (R20.2). */
    requestedBy: z.string().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'DayClose' });
export type DayClose = z.infer<typeof dayCloseSchema>;

/** A close that a reopening ended, as it was (R20.2). */
export const replacedCloseSchema = dayCloseSchema
  .extend({
    /** Who requested and approved the reopening, and why. */
    reopened: z.object({ askedBy: z.string(), approvedBy: z.string(), reason: z.string(), at: z.string() }),
  })
  .meta({ id: 'ReplacedClose' });
export type ReplacedClose = z.infer<typeof replacedCloseSchema>;

/** Returns the balances after some entries; fen, debit positive. Accounts at zero remain. */
export function balancesAfter(
  before: Readonly<Record<string, number>>,
  entries: readonly Entry[],
): Record<string, number> {
  const moved = Map.groupBy(
    entries.flatMap((entry) => entry.postings),
    (posting) => balanceKey(posting.account),
  );
  const after = new Map(Object.entries(before));
  for (const [key, postings] of moved) {
    after.set(key, sumFen([after.get(key) ?? 0, ...postings.map(({ fen }) => fen)]));
  }
  return Object.fromEntries([...after].sort(([a], [b]) => (a < b ? -1 : 1)));
}
