import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { type Estate, isOnDuty, requireEstate, type Staff, staffOf } from '../../register/owners/public.ts';
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
import { bookedBetween } from './repairs.store.ts';
import { type Appointment, holderOf, mustAllow, type WorkOrder } from './work-order.ts';

const reason = reasonSchema(500);

const alreadyTaken = problemKind('already-taken', 409, {
  'zh-CN': '该派工单已被他人接走，请另选一单。',
  'zh-TW': '該派工單已被他人接走，請另選一單。',
  en: 'Another technician has this work order. Choose another one.',
});
const notATechnician = problemKind('not-a-technician', 400, {
  'zh-CN': '“{technicianId}”不是本小区的维修人员，请改填其他 technicianId。',
  'zh-TW': '「{technicianId}」不是本社區的維修人員，請改填其他 technicianId。',
  en: '{technicianId} is not a technician of this estate. Choose another technicianId.',
});
const notYourTrade = problemKind('not-your-trade', 403, {
  'zh-CN': '该派工单需要工种“{trade}”，不在您的技能之内。请另选一单。',
  'zh-TW': '該派工單需要工種「{trade}」，不在您的技能之內。請另選一單。',
  en: 'This work order needs the trade {trade}, which is not among your skills. Choose another one.',
});
const alreadyWith = problemKind('already-with-technician', 409, {
  'zh-CN': '该派工单已在此维修人员名下，无需再派。',
  'zh-TW': '該派工單已在此維修人員名下，無需再派。',
  en: 'This technician already has the work order. Choose another technicianId.',
});

export const claimSchema = z.strictObject(lateEntry).meta({ id: 'ClaimWorkOrderBody' });

/**
 * Claims an open order for the calling technician (抢单). Of concurrent claims the first one saved wins.
 * The others fail on the order's version, and after the retry on its state.
 * @throws Problem already-taken, illegal-state, not-your-trade.
 */
export const claimWorkOrder: Operation<InputOf<typeof claimSchema>> = async (order, _, act) => {
  if (holderOf(order) !== undefined) throw new Problem(alreadyTaken);
  mustAllow(order, 'claim');
  const technicianId = act.actor.id;
  const technician = await technicianIn(order.estateId, technicianId);
  if (!knowsTrade(technician, order.trade)) throw new Problem(notYourTrade, { trade: order.trade });
  const after = happened({ ...order, ...found, status: 'accepted', technicianId }, act);
  const method = 'claimed' as const;
  return record(written(order, after, act), 'WorkOrderAssigned', { ...ref(order), technicianId, method }, act);
};

export const assignSchema = z
  .strictObject({
    ...lateEntry,
    technicianId: z.string().max(64),
    reason: reason.optional(),
  })
  .meta({ id: 'AssignWorkOrderBody' });

/**
 * Assigns an order on behalf of the front desk.
 * @throws Problem not-a-technician, already-with-technician, illegal-state.
 */
export const assignWorkOrder: Operation<InputOf<typeof assignSchema>> = (order, input, act) => {
  mustAllow(order, 'assign');
  return handOver(order, input.technicianId, 'supervisor', { ...act, reason: input.reason });
};

export const transferSchema = z
  .strictObject({ ...lateEntry, technicianId: z.string().max(64), reason })
  .meta({ id: 'TransferWorkOrderBody' });

/**
 * Transfers an order to another technician with a reason (转单). Keeps the appointment when the new one is on
 * duty and free then, and releases it otherwise.
 * @throws Problem not-a-technician, already-with-technician, illegal-state.
 */
export const transferWorkOrder: Operation<InputOf<typeof transferSchema>> = (order, input, act) => {
  mustAllow(order, 'transfer');
  return handOver(order, input.technicianId, 'transferred', { ...act, reason: input.reason });
};

async function handOver(
  order: WorkOrder,
  technicianId: string,
  method: 'supervisor' | 'transferred',
  act: ActionContext,
): Promise<Change> {
  const from = holderOf(order);
  if (from === technicianId) throw new Problem(alreadyWith);
  const [technician, estate] = await Promise.all([
    technicianIn(order.estateId, technicianId),
    requireEstate(order.estateId),
  ]);
  const appointment = await movedTo(technician, order, estate, act);
  const after = happened({ ...order, ...found, status: 'assigned', technicianId, appointment }, act);
  const change = written(order, after, act);
  if (from !== undefined) {
    const why = act.reason ?? method;
    record(change, 'WorkOrderTransferred', { ...ref(order), from, to: technicianId, reason: why }, act);
  }
  record(change, 'WorkOrderAssigned', { ...ref(order), technicianId, method }, act);
  if (appointment) return record(change, 'AppointmentBooked', { ...ref(order), ...appointment }, act);
  return order.appointment ? recordRelease(change, order.appointment, act) : change;
}

/** Returns the appointment with the new technician when it is in the future and they are on duty and free. */
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

/** Returns true when a technician is on duty from the first to the last minute, in the estate's time zone. */
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

/** Returns a technician of an estate. @throws Problem not-a-technician. */
async function technicianIn(estateId: string, technicianId: string): Promise<Staff> {
  const technician = await staffOf(technicianId);
  if (!technician || !isTechnicianOf(technician, estateId)) throw new Problem(notATechnician, { technicianId });
  return technician;
}

export const acceptSchema = z.strictObject(lateEntry).meta({ id: 'AcceptWorkOrderBody' });

/** Accepts an assigned order (接单). @throws Problem illegal-state. */
export const acceptWorkOrder: Operation<InputOf<typeof acceptSchema>> = (order, _, act) => {
  mustAllow(order, 'accept');
  const after = happened({ ...order, status: 'accepted' }, act);
  const technicianId = order.technicianId ?? act.actor.id;
  return record(written(order, after, act), 'WorkOrderAccepted', { ...ref(order), technicianId }, act);
};

export const refuseSchema = z.strictObject({ ...lateEntry, reason }).meta({ id: 'RefuseWorkOrderBody' });

/**
 * Refuses an order (拒单). Another technician is assigned; this one is not chosen again.
 * @throws Problem illegal-state.
 */
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
      // The consumer dispatches the order at once; the job does when the queue is slow.
      nextTryAt: inMinutes(retryMinutes, act),
    },
    act,
  );
  const data = { ...ref(order), technicianId, reason: input.reason };
  const because = { ...act, reason: input.reason };
  const change = record(written(order, after, act), 'WorkOrderRefused', data, because);
  return order.appointment ? recordRelease(change, order.appointment, because) : change;
};
