import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { sharePaidSchema } from './payment.ts';

/** An automatic use of prepaid money for bills. Fen. */
export const prepaidUseSchema = z
  .object({
    useId: z.string(),
    estateId: z.string(),
    payerId: z.string(),
    purpose: z.string(),
    fen: fenSchema,
    allocation: z.array(sharePaidSchema).min(1).max(100),
    entryId: z.string(),
    on: dateSchema,
    usedAt: z.string(),
    /** `undone`: the payment that brought the money was reversed. */
    status: z.enum(['used', 'undone']),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'PrepaidUse' });
export type PrepaidUse = z.infer<typeof prepaidUseSchema>;
