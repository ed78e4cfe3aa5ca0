import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { Bill } from './bill.ts';

/** Reasons for delivery by hand: no address, the mail bounced or failed, or a payment was taken back. */
const handDeliveryReasons = ['no-address', 'mail-bounced', 'mail-failed', 'open-again'] as const;

/**
 * A bill that has not reached its payer and must be delivered by hand (送单). The record exists until the bill
 * is delivered or no longer open.
 */
export const handDeliverySchema = z
  .object({
    billId: z.string(),
    estateId: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    payerId: z.string(),
    dueOn: dateSchema,
    fen: fenSchema,
    why: z.enum(handDeliveryReasons),
    /** When it came on the list. */
    since: z.string(),
  })
  .meta({ id: 'HandDelivery' });
export type HandDelivery = z.infer<typeof handDeliverySchema>;

/** Returns the record of a delivery by hand with its reason. `since` is an instant. */
export function handDelivery(bill: Bill, why: HandDelivery['why'], since: string): HandDelivery {
  const { billId, estateId, unitId, unitLabel, payerId, dueOn, fen } = bill;
  return { billId, estateId, unitId, unitLabel, payerId, dueOn, fen, why, since };
}
