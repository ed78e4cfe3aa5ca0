import * as z from 'zod';
import { defaultTrades, type Trade, tradeSchema } from './trades.ts';
import { modes } from './work-order.ts';

/** What an estate decides about its repairs. */
export const repairsPolicyDetailsSchema = z.strictObject({
  trades: z
    .array(tradeSchema)
    .min(1)
    .max(40)
    .refine((trades) => new Set(trades.map((one) => one.key)).size === trades.length, {
      message: 'each trade once',
    }),
  /** By trade, and `default` for the others: whether orders are assigned or claimed. */
  modeOf: z.record(z.string().max(40), z.enum(modes)),
  /** Length of an appointment, in minutes. */
  slotMinutes: z.number().int().min(30).max(480),
  /** How many days ahead one may book. */
  bookingDays: z.number().int().min(1).max(60),
  /** A photo of the finished work is needed to complete an order. */
  photosRequired: z.boolean(),
});

export const repairsPolicySchema = z.object({
  ...repairsPolicyDetailsSchema.shape,
  estateId: z.string(),
  version: z.number().int(),
});
export type RepairsPolicy = z.infer<typeof repairsPolicySchema>;

/** The policy of an estate that has set none. */
export function defaultRepairsPolicy(estateId: string): RepairsPolicy {
  return {
    estateId,
    version: 0,
    trades: [...defaultTrades],
    modeOf: { default: 'assign' },
    slotMinutes: 120,
    bookingDays: 14,
    photosRequired: false,
  };
}

/**
 * How an order of a trade finds its technician. An emergency never waits for somebody to claim it: it must be dispatched
 * within five minutes (R2.1).
 */
export function modeFor(policy: Pick<RepairsPolicy, 'modeOf'>, trade: Trade['key'], severity: string) {
  if (severity === 'emergency') return 'assign';
  return policy.modeOf[trade] ?? policy.modeOf.default ?? 'assign';
}
