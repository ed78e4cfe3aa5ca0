import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { type Estate, isOnDuty, type Staff, staffOf } from '../../register/owners/public.ts';
import { isAfter, overlaps } from './appointment-slots.ts';
import {
  type Change,
  found,
  happened,
  type InputOf,
  inMinutes,
  type Operation,
  record,
  recordRelease,
  ref,
  retryMinutes,
  written,
} from './change-work-order.ts';
import { isTechnicianOf, knowsTrade } from './choose-technician.ts';
import { estateOfOrder } from './estate-of-order.ts';
import { bookedBetween } from './repairs.store.ts';
import { type Appointment, holderOf, mustAllow, type WorkOrder } from './work-order.ts';

const reason = reasonSchema(500);

const alreadyTaken = problemKind('already-taken', 409, {
  'zh-CN': '此单已被他人接走。',
  'zh-TW': '此單已被他人接走。',
  en: 'Somebody else has taken this work order.',
});
const notATechnician = problemKind('not-a-technician', 400, {
  'zh-CN': '「{technicianId}」不是本小区的维修人员。',
  'zh-TW': '「{technicianId}」不是本社區的維修人員。',
  en: '{technicianId} is not a technician of this estate.',
});
const notYourTrade = problemKind('not-your-trade', 403, {
  'zh-CN': '您的技能不含此单的工种「{trade}」。',
  'zh-TW': '您的技能不含此單的工種「{trade}」。',
  en: 'This work order needs the trade {trade}, which is not among your skills.',
});
const alreadyWith = problemKind('already-with-technician', 409, {
  'zh-CN': '此单已在该维修人员名下。',
  'zh-TW': '此單已在該維修人員名下。',
  en: 'The work order already is with this technician.',
});

export const claimSchema = z.strictObject(lateEntry);

/**
 * Takes an open order for oneself (抢单). Of many at once the first one written wins; the others are refused by the
 * version of the order, and then by its state.
 * @throws Problem already-taken, illegal-state, not-your-trade.
 */
export const claimWorkOrder: Operation<InputOf<typeof claimSchema>> = async (order, _, act) => {
  if (holderOf(order) !== undefined) throw new Problem(alreadyTaken);
  mustAllow(order, 'claim');
  const technicianId = act.actor.id;
  const technician = await technicianIn(order.estateId, technicianId);
  if (!knowsTrade(technician, order.trade)) throw new Problem(notYourTrade, { trade: order.trade });
  const after = happened({ ...order, ...found, status: 'accepted', technicianId }, act);
  const how = 'claimed' as const;
  return record(written(order, after), 'WorkOrderAssigned', { ...ref(order), technicianId, how }, act);
};

export const assignSchema = z.strictObject({
  ...lateEntry,
  technicianId: z.string().max(64),
  reason: reason.optional(),
});

/** Gives it to somebody by word of the desk. @throws Problem not-a-technician, already-with-technician, illegal-state. */
export const assignWorkOrder: Operation<InputOf<typeof assignSchema>> = (order, input, act) => {
  mustAllow(order, 'assign');
  return handOver(order, input.technicianId, 'supervisor', { ...act, reason: input.reason });
};

export const transferSchema = z.strictObject({ ...lateEntry, technicianId: z.string().max(64), reason });

/**
 * Hands it to another technician with a reason (转单). The appointment goes with it when he is free then; else it is
 * released. @throws Problem not-a-technician, already-with-technician, illegal-state.
 */
export const transferWorkOrder: Operation<InputOf<typeof transferSchema>> = (order, input, act) => {
  mustAllow(order, 'transfer');
  return handOver(order, input.technicianId, 'transferred', { ...act, reason: input.reason });
};

async function handOver(
  order: WorkOrder,
  technicianId: string,
  how: 'supervisor' | 'transferred',
  act: ActionContext,
): Promise<Change> {
  const from = holderOf(order);
  if (from === technicianId) throw new Problem(alreadyWith);
  const [technician, estate] = await Promise.all([technicianIn(order.estateId, technicianId), estateOfOrder(order)]);
  const appointment = await movedTo(technician, order, estate, act);
  const after = happened({ ...order, ...found, status: 'assigned', technicianId, appointment }, act);
  const change = written(order, after);
  if (from !== undefined) {
    const why = act.reason ?? how;
    record(change, 'WorkOrderTransferred', { ...ref(order), from, to: technicianId, reason: why }, act);
  }
  record(change, 'WorkOrderAssigned', { ...ref(order), technicianId, how }, act);
  if (appointment) return record(change, 'AppointmentBooked', { ...ref(order), ...appointment }, act);
  return order.appointment ? recordRelease(change, order.appointment, act) : change;
}

/** The appointment with the new technician, when it lies ahead and he is on duty and free then. */
async function movedTo(
  technician: Staff,
  order: WorkOrder,
  estate: Estate,
  act: ActionContext,
): Promise<Appointment | undefined> {
  const { appointment } = order;
  if (!appointment || !isAfter(appointment.from, toInstant(act.recordedAt))) return undefined;
  if (!worksDuring(technician, appointment, estate)) return undefined;
  const taken = await bookedBetween(technician.staffId, appointment);
  if (taken.some((slot) => overlaps(slot, appointment))) return undefined;
  return { ...appointment, technicianId: technician.staffId };
}

/** On duty from the first to the last minute of a time, in the estate's zone. */
export function worksDuring(
  technician: Pick<Staff, 'shifts' | 'absences'>,
  time: { from: string; to: string },
  estate: Pick<Estate, 'calendar'>,
): boolean {
  const last = toInstant(time.to).subtract({ minutes: 1 });
  const { zone } = estate.calendar;
  const awayBetween = technician.absences.some((absence) => overlaps(absence, time));
  return !awayBetween && isOnDuty(technician, toInstant(time.from), zone) && isOnDuty(technician, last, zone);
}

/** Somebody who repairs in an estate. @throws Problem not-a-technician. */
async function technicianIn(estateId: string, technicianId: string): Promise<Staff> {
  const technician = await staffOf(technicianId);
  if (!technician || !isTechnicianOf(technician, estateId)) throw new Problem(notATechnician, { technicianId });
  return technician;
}

export const acceptSchema = z.strictObject(lateEntry);

/** The technician takes it on (接单). */
export const acceptWorkOrder: Operation<InputOf<typeof acceptSchema>> = (order, _, act) => {
  mustAllow(order, 'accept');
  const after = happened({ ...order, status: 'accepted' }, act);
  const technicianId = order.technicianId ?? act.actor.id;
  return record(written(order, after), 'WorkOrderAccepted', { ...ref(order), technicianId }, act);
};

export const refuseSchema = z.strictObject({ ...lateEntry, reason });

/** The technician gives it back (拒单); somebody else is sent for, and he is not asked again. */
export const refuseWorkOrder: Operation<InputOf<typeof refuseSchema>> = (order, input, act) => {
  mustAllow(order, 'refuse');
  const technicianId = order.technicianId ?? act.actor.id;
  const after = happened(
    {
      ...order,
      status: 'open',
      technicianId: undefined,
      appointment: undefined,
      refusedBy: [...new Set([...order.refusedBy, technicianId])],
      // The queue dispatches it at once; the job does, should the queue be slow.
      nextTryAt: inMinutes(retryMinutes, act),
    },
    act,
  );
  const data = { ...ref(order), technicianId, reason: input.reason };
  const because = { ...act, reason: input.reason };
  const change = record(written(order, after), 'WorkOrderRefused', data, because);
  return order.appointment ? recordRelease(change, order.appointment, because) : change;
};
