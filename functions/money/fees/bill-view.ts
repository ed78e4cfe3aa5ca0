import * as z from 'zod';
import type { Caller } from '../../../shared/http/auth.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { seesMoneyOfOthers } from '../ledger/public.ts';
import { type Bill, billSchema } from './bill.ts';
import { courtSafeOf, type LatePolicy, lateOf, partsOpenOn } from './bill-late.ts';
import { courtSafeSchema } from './court-safe.ts';
import { partsSchema, totalOf } from './debt-parts.ts';
import { lateChargeSchema } from './late-charge.ts';

const { waived, offer, disputes, writtenOff, cancelled } = billSchema.shape;
const ofDecision = { by: true, reason: true } as const;

/**
 * A bill as the API answers it, with what is open on a day. Only staff see what a court is expected to grant.
 */
export const billViewSchema = billSchema
  .extend({
    waived: z.array(waived.element.partial({ askedBy: true, approvedBy: true, reason: true })),
    offer: offer.unwrap().partial({ askedBy: true, approvedBy: true }).optional(),
    disputes: z.array(disputes.element.partial({ lodgedBy: true })),
    writtenOff: writtenOff.unwrap().partial(ofDecision).optional(),
    cancelled: cancelled.unwrap().partial(ofDecision).optional(),
    /** The day of the open amounts, in the estate's zone. */
    asOf: dateSchema,
    /** What is open today: principal, costs and late charge, fen. */
    open: partsSchema,
    openFen: fenSchema,
    /** Late charge by the contract; claimed when it is paid. */
    lateCharge: lateChargeSchema,
    /** What a court is expected to grant of it; for staff only (R27.4). */
    courtSafe: courtSafeSchema.optional(),
  })
  .meta({ id: 'Bill' });
export type BillView = z.infer<typeof billViewSchema>;

/** Returns an offer without the staff who asked for it and approved it. */
function withoutNames(offer: Bill['offer']): BillView['offer'] {
  if (!offer) return undefined;
  const { askedBy: _, approvedBy: __, ...mine } = offer;
  return mine;
}

/** Returns what the caller may read of a bill. Removes staff names and internal reasons for residents. */
export function viewOf(bill: Bill, caller: Caller, today: string, policy: LatePolicy): BillView {
  const open = partsOpenOn(bill, today, policy);
  const asOf = { asOf: today, open, openFen: totalOf(open), lateCharge: lateOf(bill, today, policy) };
  if (seesMoneyOfOthers(caller)) return { ...bill, ...asOf, courtSafe: courtSafeOf(bill, today, policy) };
  return {
    ...bill,
    ...asOf,
    lines: bill.lines.map(({ limitationRisk: _, ...line }) => line),
    deliveries: bill.deliveries.map(({ method, on }) => ({ method, on })),
    waived: bill.waived.map(({ askedBy, approvedBy, reason, ...mine }) => mine),
    offer: withoutNames(bill.offer),
    disputes: bill.disputes.map(({ lodgedBy, settledBy, proof, ...mine }) => mine),
    writtenOff: bill.writtenOff && { on: bill.writtenOff.on, parts: bill.writtenOff.parts },
    cancelled: bill.cancelled && { on: bill.cancelled.on },
    end: undefined,
  };
}
