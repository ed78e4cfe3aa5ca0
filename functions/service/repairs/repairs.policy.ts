import * as z from 'zod';
import { policy } from '../../../shared/http/policy.ts';
import { defaultTrades, type Trade, tradeSchema } from './trades.ts';
import { modes } from './work-order.ts';

/** What an estate has set for repairs. */
export const repairsPolicy = policy({
  context: 'repairs',
  table: 'tickets',
  remember: true,
  details: z.strictObject({
    trades: z
      .array(tradeSchema)
      .min(1)
      .max(40)
      .refine((trades) => new Set(trades.map((one) => one.key)).size === trades.length, {
        message: 'each trade key may occur only once',
      }),
    /** Whether orders are assigned or claimed, by trade; `default` is for the other trades. */
    modeOf: z.record(z.string().max(40), z.enum(modes)),
    /** Length of an appointment, in minutes. */
    slotMinutes: z.number().int().min(30).max(480),
    /** Days ahead that can be booked. */
    bookingDays: z.number().int().min(1).max(60),
    /** Whether completing an order requires a photo of the finished work. */
    photosRequired: z.boolean(),
    /** Open orders with which a technician gets no further one by dispatch, except an emergency. */
    mostOpenOrders: z.number().int().min(1).max(10_000).default(50),
  }),
  defaults: {
    trades: [...defaultTrades],
    modeOf: { default: 'assign' },
    slotMinutes: 120,
    bookingDays: 14,
    photosRequired: false,
    mostOpenOrders: 50,
  },
});
export type RepairsPolicy = z.output<typeof repairsPolicy.schema>;

/**
 * Returns whether an order of a trade is assigned or claimed. An emergency is always assigned, because it
 * must be dispatched within five minutes (R2.1).
 */
export function modeFor(policy: Pick<RepairsPolicy, 'modeOf'>, trade: Trade['key'], severity: string) {
  if (severity === 'emergency') return 'assign';
  return policy.modeOf[trade] ?? policy.modeOf.default ?? 'assign';
}
