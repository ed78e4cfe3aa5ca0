import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountSchema, isMoney } from './account.ts';
import { receiptNumberSchema } from './receipt.ts';

/**
 * A line of a voucher, receipt or statement: fen (negative when paid out) on a money account on the day it
 * moved.
 */
export const recordLineSchema = z
  .object({
    account: accountSchema.refine((code) => !accountSchema.safeParse(code).success || isMoney(code)),
    reference: z.string().min(1).max(100),
    fen: fenSchema,
    day: dateSchema,
  })
  .meta({ id: 'RecordLine' });
export type RecordLine = z.infer<typeof recordLineSchema>;

/** A line with the ledger day under which it is filed: its own day, or the next open day for a late line. */
export type FiledLine = RecordLine & { readonly postedOn?: string };

/** A receipt as given out. A voided receipt (作废) keeps its number and proves no money. */
export const receiptSchema = z
  .object({
    ...recordLineSchema.shape,
    number: receiptNumberSchema,
    /** Whether the receipt is void. */
    voided: z.boolean(),
    /** The receipt given to the right payer instead (R21.3). This one is void, but its money did come. */
    replacedBy: z.string().optional(),
    /** The entry that took the money back (R21.9). This receipt is void, but its money did come. */
    bouncedBy: z.string().optional(),
    /** Set for a receipt for money already in the ledger (R21.2, R21.3): it proves no new money. */
    ofMoved: z.boolean().optional(),
  })
  .meta({ id: 'ReceiptRecord' });
export type Receipt = z.infer<typeof receiptSchema>;
