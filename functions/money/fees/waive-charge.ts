import type { Temporal } from 'temporal-polyfill';
import { Transaction } from '../../../shared/events/transaction.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import type { Bill } from './bill.ts';
import { type BillContext, done, refOf, unchanged } from './bill-change.ts';
import { decidedAs, mayGrantHimself, type Waiver, type WaiverInput } from './waiver.ts';
import { waivers } from './waivers.store.ts';
import { mustBeWaivable, waived } from './write-off.ts';

interface Waived {
  readonly after: Waiver;
  readonly transaction: Transaction;
}

/**
 * Requests a waiver (D32). Within the requester's own limit it is granted at once; above it another person
 * decides.
 * @throws Problem as `mustBeWaivable`.
 */
export function requestWaiver(
  bill: Bill,
  input: WaiverInput,
  limitFen: number,
  context: BillContext,
  now: Temporal.Instant,
): Waived {
  const { act, today } = context;
  mustBeWaivable(bill, input, context);
  const { billId, unitId, unitLabel, payerId, estateId } = bill;
  const by = act.actor.id;
  const at = act.recordedAt;
  const asked: Waiver = {
    waiverId: newId('wvr', now),
    estateId,
    billId,
    unitId,
    unitLabel,
    payerId,
    ...input,
    status: 'asked',
    asked: { by, on: today, at },
    updatedAt: at,
    version: 1,
  };
  if (!mayGrantHimself(bill, input.fen, by, limitFen))
    return { after: asked, transaction: saved(asked, bill, context) };
  const granted: Waiver = { ...asked, status: 'granted', decided: { by, on: today } };
  const { transaction } = done(waived(unchanged(bill), granted, by, context), context);
  return { after: granted, transaction: transaction.join(saved(granted, bill, context)) };
}

function saved(waiver: Waiver, bill: Bill, { act }: BillContext): Transaction {
  const { waiverId, part, fen } = waiver;
  return new Transaction()
    .save(waivers, waiver)
    .record(waivers, waiver, 'WaiverAsked', { ...refOf(bill), waiverId, part, fen }, act);
}

/**
 * Grants a waiver that another person requested.
 * @throws Problem 409 when it was already decided or the approver requested it; also as `mustBeWaivable`.
 */
export function approveWaiver(waiver: Waiver, bill: Bill, reason: string | undefined, context: BillContext): Waived {
  const { act, today } = context;
  const by = act.actor.id;
  const after = decidedAs(waiver, 'granted', { by, on: today, reason, at: act.recordedAt });
  const { transaction } = done(waived(unchanged(bill), after, by, context), context);
  return { after, transaction: transaction.save(waivers, after, waiver) };
}

/**
 * Refuses a waiver with a reason. The requester may withdraw it this way, too.
 * @throws Problem 409 when it was already decided.
 */
export function refuseWaiver(
  waiver: Waiver,
  reason: string,
  { act, today }: Omit<BillContext, 'ledger' | 'policy'>,
): Waived {
  const after = decidedAs(waiver, 'refused', { by: act.actor.id, on: today, reason, at: act.recordedAt });
  const { billId, unitId, payerId, waiverId } = waiver;
  const transaction = new Transaction()
    .save(waivers, after, waiver)
    .record(waivers, after, 'WaiverRefused', { billId, unitId, payerId, waiverId }, act);
  return { after, transaction };
}
