import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { assertWithinLimit, type Bill } from './bill.ts';
import { type BillChange, type BillContext, extend, recordEvent, refOf } from './bill-change.ts';
import { daysOf } from './bill-context.ts';
import { correctLateCharge } from './claim-late-charge.ts';

/** How a bill reached its payer, when not by e-mail. */
export const deliverSchema = z
  .strictObject({
    method: z.enum(['hand', 'post']),
    /** The day of arrival; today by default. */
    on: dateSchema.optional(),
    /** Proof of delivery, such as who signed or the number of the letter. */
    proof: z.string().max(500).optional(),
  })
  .meta({ id: 'DeliverBillBody' });

/**
 * Records a delivery (送达). Late charge may run from the day after it (R5.4).
 * @throws Problem 409 illegal-state, bill-is-full; 400 day-out-of-range.
 */
export function recordDelivery(
  change: BillChange,
  { method, on, proof }: { method: string; on?: string | undefined; proof?: string | undefined },
  context: BillContext,
): BillChange {
  const { bill } = change;
  if (bill.status === 'draft' || bill.status === 'cancelled') throw illegalState(bill.status, ['published', 'paid']);
  const day = on ?? context.today;
  mustLieIn(day, daysOf(bill, context.today), 'on');
  assertWithinLimit(bill, 'deliveries');
  const deliveries = [...bill.deliveries, { method, on: day, ...(proof !== undefined && { proof }) }];
  const told = [recordEvent('BillDelivered', (after) => ({ ...refOf(after), method, on: day }), context.act)];
  return extend(change, { bill: { ...bill, deliveries }, told });
}

/** Removes a delivery by e-mail that bounced later. Returns undefined when there is no such delivery. */
export function removeDelivery(change: BillChange, proof: string, context: BillContext): BillChange | undefined {
  const { bill } = change;
  const deliveries = bill.deliveries.filter((one) => one.proof !== proof);
  if (deliveries.length === bill.deliveries.length) return undefined;
  const after: Bill = { ...bill, deliveries };
  return correctLateCharge(extend(change, { bill: after }), context);
}
