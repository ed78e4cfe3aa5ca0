import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { sharePaidSchema } from './payment.ts';

/** Prepaid money that was used for bills by itself. Fen. */
export const prepaidUseSchema = z.object({
  useId: z.string(),
  estateId: z.string(),
  payerId: z.string(),
  purpose: z.string(),
  fen: fenSchema,
  allocation: z.array(sharePaidSchema).min(1).max(100),
  entryId: z.string(),
  on: dateSchema,
  usedAt: z.string(),
  /** Undone when the payment that brought the money was taken back. */
  status: z.enum(['used', 'undone']),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type PrepaidUse = z.infer<typeof prepaidUseSchema>;
