import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { deductionSchema } from '../ledger/public.ts';
import { someFenSchema } from './amounts.ts';
import { paymentMethods } from './money-account.ts';

/**
 * A deposit (押金): the payer's money until it is returned, minus documented and signed deductions (R10.5,
 * D33). Fen.
 */
export const depositSchema = z
  .object({
    depositId: z.string(),
    estateId: z.string(),
    payerId: z.string(),
    unitId: z.string().optional(),
    /** What the deposit secures: `fit-out` (装修), `keys`. */
    purpose: z.string(),
    fen: fenSchema,
    method: z.enum(paymentMethods),
    moneyAccount: z.string(),
    /** The number by which payer and bank know the money. */
    reference: z.string(),
    /** The day of the payment in the estate's zone. */
    occurredOn: dateSchema,
    takenAt: z.string(),
    takenBy: z.string(),
    receiptNumber: z.string(),
    /** The ledger entry that posted it. */
    entryId: z.string(),
    status: z.enum(['held', 'returned']),
    /** What was returned, with its deductions. */
    returned: z
      .object({
        /** The amount paid back. */
        fen: fenSchema,
        /** The sum of the deductions. */
        keptFen: fenSchema,
        /** What was kept, and why. */
        deductions: z.array(deductionSchema),
        method: z.enum(paymentMethods),
        moneyAccount: z.string(),
        reference: z.string(),
        on: dateSchema,
        at: z.string(),
        by: z.string(),
        note: z.string().optional(),
        /** The ledger entry of the return. */
        entryId: z.string(),
      })
      .optional(),
    /** Who requested to restore what was wrongly kept (R21.10), when and why, and who approved it. */
    restoring: z
      .object({
        fen: fenSchema,
        reason: z.string(),
        asked: z.object({ by: z.string(), at: z.string() }),
        approved: z.object({ by: z.string(), at: z.string() }).optional(),
        /** The deposit that holds it now. */
        depositId: z.string().optional(),
      })
      .optional(),
    /** The deposit from which this one was wrongly kept. */
    restores: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Deposit' });
export type Deposit = z.infer<typeof depositSchema>;

/** Deductions from a deposit as a request or a return lists them (R10.5). */
export const deductionsSchema = z.array(z.strictObject({ ...deductionSchema.shape, fen: someFenSchema })).max(20);

/** Returns the id of the deposit with a reference at a money account. */
export function depositIdOf(estateId: string, moneyAccount: string, reference: string): string {
  return derivedId('dep', estateId, moneyAccount, reference);
}
