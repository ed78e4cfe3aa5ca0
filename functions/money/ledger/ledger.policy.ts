import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';

/** What an estate decides about its books. */
export const ledgerPolicyDetailsSchema = z.strictObject({
  /** For so many days after a deposit slip a line of the bank of exactly its amount may prove it (R20.7). */
  transitMatchDays: z.int().min(0).max(30),
  /** Money in transit for more than so many banking days is listed as overdue (R20.7). */
  transitOverdueAfter: z.int().min(0).max(30),
  /** Money in transit for more than so many banking days keeps a day from closing (R20.7). */
  transitRefusedAfter: z.int().min(0).max(30),
  /** The most that a channel keeps of what it pays out, in thousandths; no paper proves the fee by itself. */
  channelFeePermille: z.int().min(0).max(100).default(20),
  /** How far bank accounts may go below zero, fen; those that are not named may not (R20.3). */
  overdrafts: z
    .array(
      z.strictObject({ bankAccountId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/), fen: fenSchema.min(0).max(1e12) }),
    )
    .max(50)
    .refine((all) => new Set(all.map(({ bankAccountId }) => bankAccountId)).size === all.length, {
      message: 'each once',
    }),
});

export const ledgerPolicySchema = z.object({
  ...ledgerPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.number().int(),
});
export type LedgerPolicy = z.infer<typeof ledgerPolicySchema>;

/** Returns the policy of an estate that has set none. */
export function defaultLedgerPolicy(estateId: string): LedgerPolicy {
  return {
    ...{ estateId, version: 0, overdrafts: [] },
    ...{ transitMatchDays: 7, transitOverdueAfter: 1, transitRefusedAfter: 3, channelFeePermille: 20 },
  };
}
