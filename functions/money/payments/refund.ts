import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { paymentMethods } from './money-account.ts';
import { paidBySchema } from './paid-by.ts';

/** A refund of money of a payment (退费, D33). Fen. */
export const refundSchema = z
  .object({
    refundId: z.string(),
    estateId: z.string(),
    paymentId: z.string(),
    payerId: z.string(),
    fen: fenSchema,
    method: z.enum(paymentMethods),
    /** The money account that it was paid from. */
    moneyAccount: z.string(),
    reference: z.string(),
    reason: z.string(),
    /** Who gets it, where somebody else than the payer had brought the money (R21.8). */
    paidTo: paidBySchema.optional(),
    /** The bank sent it back (R21.10). Refunding again is a new act. */
    returned: z
      .object({ reference: z.string(), on: dateSchema, entryId: z.string(), at: z.string(), by: z.string() })
      .optional(),
    /** The day on which the money left, in the estate's zone. */
    occurredOn: dateSchema,
    /** The ledger entry of the refund. */
    entryId: z.string(),
    paidAt: z.string(),
    paidBy: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Refund' });
export type Refund = z.infer<typeof refundSchema>;
