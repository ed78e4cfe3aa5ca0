import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { assertWithinLimit, type Bill } from './bill.ts';
import { and, type BillChange, type Desk, refOf, tell } from './bill-change.ts';
import { daysOf } from './bill-desk.ts';
import { corrected } from './claim-late-charge.ts';

/** How a bill reached its payer, where it did not go by mail. */
export const deliverSchema = z.strictObject({
  how: z.enum(['hand', 'post']),
  /** The day on which it arrived; today when not said. */
  on: dateSchema.optional(),
  /** Who signed, the number of the letter, ... */
  proof: z.string().max(500).optional(),
});

/** A bill that has reached its payer (送达): from the day after on, late charge may run (R5.4). @throws Problem 409, 400. */
export function delivered(
  change: BillChange,
  { how, on, proof }: { how: string; on?: string | undefined; proof?: string | undefined },
  desk: Desk,
): BillChange {
  const { bill } = change;
  if (bill.status === 'draft' || bill.status === 'cancelled') throw illegalState(bill.status, ['published', 'paid']);
  const day = on ?? desk.today;
  mustLieIn(day, daysOf(bill, desk.today), 'on');
  assertWithinLimit(bill, 'deliveries');
  const deliveries = [...bill.deliveries, { how, on: day, ...(proof !== undefined && { proof }) }];
  const told = [tell('BillDelivered', (after) => ({ ...refOf(after), how, on: day }), desk.act)];
  return and(change, { bill: { ...bill, deliveries }, told });
}

/** A delivery by mail that was none: the mail came back after all. Undefined when there is no such one. */
export function notDelivered(change: BillChange, proof: string, desk: Desk): BillChange | undefined {
  const { bill } = change;
  const deliveries = bill.deliveries.filter((one) => one.proof !== proof);
  if (deliveries.length === bill.deliveries.length) return undefined;
  const after: Bill = { ...bill, deliveries };
  return corrected(and(change, { bill: after }), desk);
}
