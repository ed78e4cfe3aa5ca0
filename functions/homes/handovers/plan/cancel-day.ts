import { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { ActionContext, EventOf } from '../../../../shared/events/catalogue.ts';
import type { Handling } from '../../../../shared/events/consumer.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { newId } from '../../../../shared/kernel/ids.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';
import { get, getMany, list } from '../../../../shared/store/table.ts';
import { changed, type Handover, ref } from '../handover.ts';
import { handovers } from '../handovers.store.ts';
import { saveHandovers } from '../save-handover.ts';
import { peopleOf } from './announce-phase.ts';
import { stopWaiting, unbookedState } from './book-slot.ts';
import { type Cancellation, type cancelDaySchema, cancellations } from './cancellation.ts';
import type { Phase } from './phase.ts';
import { mustStand } from './plan-phase.ts';
import type { Slot } from './slot.ts';
import { bookingCodes, everySlot, slots, stationPlans, stationsOf, waitingList } from './slots.store.ts';

/*
 * Cancels slots safely while buyers book.
 * Each slot lists its bookings and is read consistently.
 * It is withdrawn only if nobody booked or released it since then. So no booking is missed.
 */

/** Limits: stations in one transaction; slots and bookings in one slice. A booking is up to five writes. */
const mostStations = 90;
const slotsAtOnce = 18;
const bookingsAtOnce = 14;

const nothingThere = problemKind('nothing-to-cancel', 409, {
  'zh-CN': '{day} 没有可取消的时段：未排定、已取消或已开始。请核对 day 和 station。',
  'zh-TW': '{day} 沒有可取消的時段：未排定、已取消或已開始。請核對 day 和 station。',
  en: '{day} has no slot to cancel: none was planned, or all are cancelled or have begun. Check day and station.',
});
const tooMany = problemKind('too-many-stations', 409, {
  'zh-CN': '{day} 的工位超过 {most} 个。请用 station 逐个取消。',
  'zh-TW': '{day} 的工位超過 {most} 個。請用 station 逐個取消。',
  en: '{day} has more than {most} stations. Cancel them one by one with station.',
});

const isAhead = ({ from }: Slot, instant: string) =>
  toInstant(from).epochMilliseconds > toInstant(instant).epochMilliseconds;

/** Returns whether a handover has this slot booked and is not checked in. */
const holds = ({ slotId }: Slot, { state, booking }: Handover) => state === 'booked' && booking?.slotId === slotId;

async function holdersOf(some: readonly Slot[]): Promise<Map<string, Handover>> {
  const ids = some.flatMap(({ takenBy = new Set<string>() }) => [...takenBy].map((handoverId) => ({ handoverId })));
  const found = ids.length > 0 ? await getMany(handovers, ids, { consistent: true }) : [];
  return new Map(found.map((handover) => [handover.handoverId, handover]));
}

function bookedIn(slot: Slot, holders: ReadonlyMap<string, Handover>): Handover[] {
  return [...(slot.takenBy ?? [])].flatMap((id) => holders.get(id) ?? []).filter((handover) => holds(slot, handover));
}

/**
 * Cancels a day of a phase, or one station on it. Later messages withdraw the slots that have not begun,
 * slice by slice.
 * `toCancel` lists these slots. @throws Problem 409 `nothing-to-cancel`, `too-many-stations`, illegal-state.
 */
export async function cancelDay(
  phase: Phase,
  { day, station, reason }: z.output<typeof cancelDaySchema>,
  act: ActionContext,
): Promise<{ after: Cancellation; toCancel: Slot[]; transaction: Transaction }> {
  mustStand(phase, 'entering', 'planned', 'announcing', 'announced');
  const { phaseId, estateId } = phase;
  const at = act.recordedAt;
  const [known, all] = await Promise.all([stationsOf(phaseId, { day, limit: 200 }), everySlot(phaseId, day)]);
  const standing = known.items.filter(
    ({ name, cancelledAt }) => cancelledAt === undefined && (station === undefined || name === station),
  );
  const names = new Set(standing.map(({ name }) => name));
  const toCancel = all.filter((slot) => names.has(slot.station) && isAhead(slot, at));
  if (toCancel.length === 0) throw new Problem(nothingThere, { day }, { more: { day } });
  if (standing.length > mostStations) throw new Problem(tooMany, { day, most: mostStations });
  const cancellationId = newId('hdc', toInstant(at));
  const after: Cancellation = {
    ...{
      cancellationId,
      estateId,
      phaseId,
      day,
      stations: [...names],
      reason,
      state: 'running',
      slots: 0,
      bookings: 0,
    },
    slice: 0,
    next: day,
    cancelledAt: at,
    cancelledBy: act.actor.id,
    updatedAt: at,
    version: 1,
  };
  const what = { cancellationId, phaseId, day, stations: after.stations };
  const transaction = new Transaction()
    .save(cancellations, after)
    .record(cancellations, after, 'HandoverDayCancelled', what, { ...act, reason })
    .record(cancellations, after, 'CancellationSliceRequested', { cancellationId, slice: 0 }, act);
  for (const { name } of standing) {
    const set = { text: 'SET cancelledAt = :at', values: { ':at': at } };
    transaction.update(stationPlans, { phaseId, day, name }, set, { text: 'attribute_not_exists(cancelledAt)' });
  }
  return { after, toCancel, transaction };
}

/** Counts the bookings of these slots, and those whose buyer has no e-mail address. */
export async function countLostBookings(some: readonly Slot[]): Promise<{ bookings: number; withoutAddress: number }> {
  const holders = await holdersOf(some);
  const booked = some.flatMap((slot) => bookedIn(slot, holders));
  const people = await peopleOf(booked);
  const withoutAddress = booked.filter(({ buyerId }) => people.get(buyerId)?.email === undefined).length;
  return { bookings: booked.length, withoutAddress };
}

/** Processes a slice of a cancellation, unless it is already processed. */
export async function workOffCancellation(
  event: EventOf<'CancellationSliceRequested'>,
  handling: Handling,
): Promise<void> {
  const cancellation = await get(cancellations, event.data);
  if (cancellation?.slice !== event.data.slice || cancellation.state === 'done') return;
  const transaction = await cancelSlice(cancellation, handling.act);
  await transaction.once('handovers', handling.consumer, event).commit();
}

/** Withdraws the next slots, ends their bookings and requests the next slice. */
async function cancelSlice(before: Cancellation, act: ActionContext): Promise<Transaction> {
  const { phaseId, cancellationId, day } = before;
  const { pk: partition } = slots.key({ phaseId, slotId: '' });
  const sort = { from: `SLOT#${before.next}`, to: `SLOT#${day}~` };
  const page = await list(slots, { partition, sort, limit: 60 });
  const concerned = page.items.filter(
    (slot) => before.stations.includes(slot.station) && isAhead(slot, before.cancelledAt),
  );
  const holders = await holdersOf(concerned);
  const transaction = new Transaction();
  const changes: { before: Handover; after: Handover }[] = [];
  const last = page.items.at(-1);
  let next = page.cursor === undefined || !last ? undefined : `${last.slotId}~`;
  let [withdrawn, written] = [0, 0];
  for (const slot of concerned) {
    const booked = bookedIn(slot, holders);
    const left = bookingsAtOnce - changes.length;
    if (written === slotsAtOnce || (booked.length > 0 && left === 0)) {
      next = slot.slotId;
      break;
    }
    const gone = booked.slice(0, left);
    if (slot.cancelledAt === undefined || gone.length > 0) {
      withdraw(transaction, slot, gone, before.cancelledAt);
      written += 1;
      withdrawn += slot.cancelledAt === undefined ? 1 : 0;
      changes.push(...gone.map((handover) => ({ before: handover, after: withoutTime(handover, slot, act) })));
    }
    if (gone.length < booked.length) {
      next = slot.slotId;
      break;
    }
  }
  saveHandovers(transaction, changes, act);
  for (const change of changes) recordLoss(transaction, change, { ...act, reason: before.reason });
  const after: Cancellation = {
    ...before,
    slots: before.slots + withdrawn,
    bookings: before.bookings + changes.length,
    slice: before.slice + 1,
    state: next === undefined ? 'done' : 'running',
    next: next ?? before.next,
    updatedAt: act.recordedAt,
    version: before.version + 1,
  };
  transaction.save(cancellations, after, before);
  const { slice, slots: sum, bookings } = after;
  return next === undefined
    ? transaction.record(
        cancellations,
        after,
        'HandoverDayCleared',
        { cancellationId, phaseId, day, slots: sum, bookings },
        act,
      )
    : transaction.record(cancellations, after, 'CancellationSliceRequested', { cancellationId, slice }, act);
}

/** Withdraws a slot and the given bookings, unless a booking was added or released meanwhile. */
function withdraw(transaction: Transaction, slot: Slot, gone: readonly Handover[], at: string): void {
  const { phaseId, slotId, booked } = slot;
  const ids = gone.map(({ handoverId }) => handoverId);
  const text = 'SET cancelledAt = :at, booked = booked - :gone';
  const values = { ':at': at, ':gone': ids.length };
  transaction.update(
    slots,
    { phaseId, slotId },
    ids.length === 0
      ? { text, values }
      : { text: `${text} DELETE takenBy :who`, values: { ...values, ':who': new Set(ids) } },
    { text: 'booked = :booked', values: { ':booked': booked } },
  );
}

/** Returns the handover without its booking, first on the waiting list for any day. */
function withoutTime(before: Handover, { slotId }: Slot, act: ActionContext): Handover {
  const since = Temporal.Instant.from(act.recordedAt).toString({ fractionalSecondDigits: 9 });
  const waiting = { since, lostSlotId: slotId };
  const change = { state: unbookedState(before), booking: undefined, waiting, nextDueAt: undefined };
  return changed(before, change, act.recordedAt);
}

function recordLoss(
  transaction: Transaction,
  { before, after }: { before: Handover; after: Handover },
  act: ActionContext,
): void {
  const { phaseId, handoverId, unitLabel, booking } = before;
  if (!booking) return;
  const { slotId, from, to, code } = booking;
  transaction.remove(bookingCodes, { phaseId, code });
  stopWaiting(transaction, before);
  if (after.waiting) transaction.put(waitingList, { phaseId, handoverId, unitLabel, ...after.waiting });
  transaction.record(handovers, after, 'HandoverBookingCancelled', { ...ref(after), slotId, from, to }, act);
}
