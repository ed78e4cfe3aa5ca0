import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { paymentMethods } from './money-account.ts';

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
