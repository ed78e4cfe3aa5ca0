import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { Bill } from './bill.ts';

/** Why a bill goes by hand: no address, the mail came back or was never taken; or a payment of it was taken back. */
const handDeliveryReasons = ['no-address', 'mail-bounced', 'mail-failed', 'open-again'] as const;

/** A bill that has not reached its payer and goes by hand (送单); it is there until the bill is delivered or not open any more. */
export const handDeliverySchema = z.object({
  billId: z.string(),
  estateId: z.string(),
  unitId: z.string(),
  unitLabel: z.string(),
  payerId: z.string(),
  dueOn: dateSchema,
  fen: fenSchema,
  why: z.enum(handDeliveryReasons),
  since: z.string(),
});
export type HandDelivery = z.infer<typeof handDeliverySchema>;

/** What is to be delivered, and why by hand. `since` is an instant. */
export function handDelivery(bill: Bill, why: HandDelivery['why'], since: string): HandDelivery {
  const { billId, estateId, unitId, unitLabel, payerId, dueOn, fen } = bill;
  return { billId, estateId, unitId, unitLabel, payerId, dueOn, fen, why, since };
}
