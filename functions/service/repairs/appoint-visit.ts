import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { lateEntry } from '../../../shared/events/occurrence.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { instantSchema, toInstant } from '../../../shared/kernel/time.ts';
import { requireEstate, type Staff, staffOf } from '../../register/owners/public.ts';
import { bookableSlots, daysShown, overlaps, type Slot, type SlotRules, slotAt } from './appointment-slots.ts';
import { worksDuring } from './assign-work-order.ts';
import { happened, type InputOf, type Operation, record, recordRelease, ref, written } from './change-work-order.ts';
import { repairsPolicy } from './repairs.policy.ts';
import { type BookedSlot, bookedBetween } from './repairs.store.ts';
import { holderOf, mustAllow, statesAllowing, type WorkOrder } from './work-order.ts';

const slotTaken = problemKind('slot-taken', 409, {
  'zh-CN': '这一时段已被约走，请从 free 中另选一个时段。',
  'zh-TW': '這個時段已被預約，請從 free 中另選一個時段。',
  en: 'This slot has just been booked. Choose another slot from free.',
});
const notASlot = problemKind('not-a-slot', 400, {
  'zh-CN': '{from} 不是可预约的时段起点，请从 free 中选择。',
  'zh-TW': '{from} 不是可預約的時段起點，請從 free 中選擇。',
  en: 'No slot starts at {from}. Choose a slot from free.',
});
const nothingToRelease = problemKind('no-appointment', 409, {
  'zh-CN': '该派工单没有预约，无需取消。',
  'zh-TW': '該派工單沒有預約，無需取消。',
  en: 'This work order has no appointment to release.',
});

/** Number of free slots listed when the chosen slot is not available. */
const offered = 10;

export const bookSchema = z
  .strictObject({
    ...lateEntry,
    from: instantSchema,
    /** Permission to enter while the household is out (入户授权). */
    entryPermission: z.string().max(500).optional(),
    /** Hints for the technician: pets, a door code, a sleeping child. */
    notes: z.string().max(2_000).optional(),
  })
  .meta({ id: 'BookAppointmentBody' });

/**
 * Books a slot of the order's technician, or moves the appointment to another slot, in one transaction (D13).
 * @throws Problem not-a-slot, slot-taken, illegal-state.
 */
export const bookAppointment: Operation<InputOf<typeof bookSchema>> = async (order, input, act) => {
  mustAllow(order, 'appoint');
  const now = toInstant(act.recordedAt);
  const { rules, technician, estate } = await diaryOf(order);
  const slot = slotAt(input.from, rules, now);
  if (!slot || !worksDuring(technician, slot, estate)) {
    throw new Problem(notASlot, { from: input.from }, { more: { free: await nextFree(order, now) } });
  }
  // The item of a slot protects only its start. This finds overlapping slots of another policy or estate.
  const taken = await bookedBetween(technician.staffId, slot);
  if (taken.some((other) => isInTheWay(other, slot, order))) {
    throw new Problem(slotTaken, {}, { more: { free: await nextFree(order, now) } });
  }
  const technicianId = technician.staffId;
  const appointed = {
    ...order,
    // A technician on site who books another time must come again.
    status: order.status === 'arrived' ? ('accepted' as const) : order.status,
    appointment: { ...slot, technicianId },
    entryPermission: input.entryPermission ?? order.entryPermission,
    notes: input.notes ?? order.notes,
  };
  const after = happened(appointed, act);
  return record(written(order, after, act), 'AppointmentBooked', { ...ref(order), ...slot, technicianId }, act);
};

/** Returns true when a booked slot conflicts. The order's own slot conflicts only with the same start. */
function isInTheWay(other: BookedSlot, slot: Slot, order: WorkOrder): boolean {
  return overlaps(other, slot) && (other.workOrderId !== order.workOrderId || other.from === slot.from);
}

async function nextFree(order: WorkOrder, now: Temporal.Instant): Promise<Slot[]> {
  const { rules } = await diaryOf(order);
  const today = now.toZonedDateTimeISO(rules.calendar.zone).toPlainDate();
  return (await freeSlots(order, now, today, rules.bookingDays + 1)).slice(0, offered);
}

/**
 * Returns the free slots of the order's technician from `first` on (default: today). Needs one query.
 * @throws Problem illegal-state when no technician has the order.
 */
export async function freeSlots(
  order: WorkOrder,
  now: Temporal.Instant,
  first?: Temporal.PlainDate,
  days: number = daysShown,
): Promise<Slot[]> {
  const { rules, technician, estate } = await diaryOf(order);
  const start = first ?? now.toZonedDateTimeISO(rules.calendar.zone).toPlainDate();
  const all = bookableSlots(start, days, rules, now).filter((slot) => worksDuring(technician, slot, estate));
  const [earliest, latest] = [all[0], all.at(-1)];
  if (!earliest || !latest) return [];
  const taken = await bookedBetween(technician.staffId, { from: earliest.from, to: latest.to });
  return all.filter((slot) => !taken.some((other) => overlaps(other, slot)));
}

/**
 * Loads the order's technician, estate and slot rules. @throws Problem illegal-state without a technician.
 */
async function diaryOf(order: WorkOrder) {
  const holder = holderOf(order);
  const technician: Staff | undefined = holder === undefined ? undefined : await staffOf(holder);
  if (!technician) throw illegalState(order.status, statesAllowing('appoint'));
  const [estate, policy] = await Promise.all([requireEstate(order.estateId), repairsPolicy.of(order.estateId)]);
  const { slotMinutes, bookingDays } = policy;
  const rules: SlotRules = { calendar: estate.calendar, slotMinutes, bookingDays };
  return { technician, estate, rules };
}

export const releaseSchema = z
  .strictObject({ ...lateEntry, reason: reasonSchema(500).optional() })
  .meta({ id: 'ReleaseAppointmentBody' });

/** Releases the appointment and its slot. @throws Problem no-appointment, illegal-state. */
export const releaseAppointment: Operation<InputOf<typeof releaseSchema>> = (order, { reason }, act) => {
  mustAllow(order, 'release');
  if (!order.appointment) throw new Problem(nothingToRelease);
  const after = happened({ ...order, appointment: undefined }, act);
  return recordRelease(written(order, after, act), order.appointment, { ...act, reason });
};

export const notAtHomeSchema = z.strictObject(lateEntry).meta({ id: 'ReportNoAccessBody' });

/**
 * Counts a visit where nobody was home, and releases the appointment (D13).
 * @throws Problem illegal-state.
 */
export const reportNoAccess: Operation<InputOf<typeof notAtHomeSchema>> = (order, _, act) => {
  mustAllow(order, 'report-no-access');
  const count = order.notAtHomeCount + 1;
  const after = happened({ ...order, status: 'accepted', notAtHomeCount: count, appointment: undefined }, act);
  const technicianId = order.technicianId ?? act.actor.id;
  const change = record(written(order, after, act), 'CustomerNotAtHome', { ...ref(order), technicianId, count }, act);
  return order.appointment ? recordRelease(change, order.appointment, act) : change;
};
