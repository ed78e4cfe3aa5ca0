import { randomInt } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { checkDigit } from '../../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';
import { VersionConflict } from '../../../../shared/store/retry.ts';
import { get } from '../../../../shared/store/table.ts';
import { changed, type Handover, mustAllow, ref } from '../handover.ts';
import { handovers, phases } from '../handovers.store.ts';
import { changeHandover, type HandoverChange, saveHandover } from '../save-handover.ts';
import { freeView, type Slot } from './slot.ts';
import { bookingCodes, firstFree, slots, waitingList } from './slots.store.ts';

/** Maximum number of free slots in the answer to a full slot. */
const slotsTold = 20;

/** Thrown when a slot has just become full or was cancelled. */
export class SlotFull extends Error {
  override readonly name = 'SlotFull';
}

const unknownSlot = problemKind('unknown-slot', 400, {
  'zh-CN': '本批次没有时段 {slotId}。请从可约时段中选择 slotId。',
  'zh-TW': '本批次沒有時段 {slotId}。請從可約時段中選擇 slotId。',
  en: 'This phase has no slot {slotId}. Choose slotId from the free slots.',
});
const slotOver = problemKind('slot-over', 409, {
  'zh-CN': '该时段已开始或已结束。请选择以后的时段。',
  'zh-TW': '該時段已開始或已結束。請選擇以後的時段。',
  en: 'This slot has begun or is over. Choose a later slot.',
});
const cancelled = problemKind('slot-cancelled', 409, {
  'zh-CN': '该时段已取消。请从本答复的空闲时段（free）中另选；没有空闲的，请登记候补。',
  'zh-TW': '該時段已取消。請從本回覆的空閒時段（free）中另選；沒有空閒的，請登記候補。',
  en: 'This slot was cancelled. Choose one of the free slots in this answer (free), or join the waiting list if there is none.',
});
const full = problemKind('slot-full', 409, {
  'zh-CN': '该时段已约满。请从 free 所列的时段中另选，或登记候补。',
  'zh-TW': '該時段已約滿。請從 free 所列的時段中另選，或登記候補。',
  en: 'This slot is full. Choose another slot from free, or join the waiting list.',
});

/**
 * Returns the problem for a full or cancelled slot.
 * Lists free slots of the same day, or of the whole phase when the day has none.
 */
export async function slotFull({ phaseId }: Handover, slotId: string, now: Temporal.Instant): Promise<Problem> {
  const day = slotId.slice(0, 'YYYY-MM-DD'.length);
  const [slot, sameDay] = await Promise.all([
    get(slots, { phaseId, slotId }),
    firstFree(phaseId, now, { most: slotsTold, day }),
  ]);
  const others = sameDay.length > 0 ? [] : await firstFree(phaseId, now, { most: slotsTold });
  const kind = slot?.cancelledAt === undefined ? full : cancelled;
  return new Problem(kind, {}, { more: { free: [...sameDay, ...others].map(freeView) } });
}

/** Returns a check-in code: seven random digits and a check digit, which finds typing and hearing errors. */
function newCode(): string {
  const digits = String(randomInt(10 ** 7)).padStart(7, '0');
  return `${digits}${checkDigit(digits)}`;
}

/** Who books a slot, and how. */
export interface Booking {
  readonly by: NonNullable<Handover['booking']>['by'];
  readonly now: Temporal.Instant;
  readonly act: ActionContext;
  /** The booking comes from the waiting list. */
  readonly waited?: boolean;
}

/**
 * Books a slot and frees the previous one, in one transaction. Returns undefined when this slot is already
 * booked.
 * Staff may book until the slot ends, everyone else until it begins.
 * @throws Problem illegal-state, 400 `unknown-slot`, 409 `slot-over`.
 * @throws SlotFull, also at commit; `slotFull` turns it into a problem.
 */
export async function bookSlot(
  handover: Handover,
  slotId: string,
  { by, now, act, waited = false }: Booking,
): Promise<HandoverChange | undefined> {
  mustAllow(handover, 'book');
  if (handover.booking?.slotId === slotId) return undefined;
  const { phaseId, handoverId, booking: last } = handover;
  // A slot that the buyer has attended stays used. Only a future one is freed.
  const old = handover.state === 'booked' ? last : undefined;
  const [slot] = await Promise.all([get(slots, { phaseId, slotId }), mustBeOpen(phaseId)]);
  if (!slot) throw new Problem(unknownSlot, { slotId });
  const closes = by.as === 'desk' ? slot.to : slot.from;
  if (toInstant(closes).epochMilliseconds <= now.epochMilliseconds) throw new Problem(slotOver);
  if (slot.booked >= slot.capacity || slot.cancelledAt !== undefined) throw new SlotFull(slotId);

  const code = old?.code ?? newCode();
  const booking = { slotId, from: slot.from, to: slot.to, by, code };
  const reschedules = handover.reschedules + (old ? 1 : 0);
  const transaction = new Transaction();
  const after = changed(
    handover,
    { state: 'booked', booking, reschedules, waiting: undefined, nextDueAt: slot.to },
    act.recordedAt,
  );
  saveHandover(transaction, after, handover, act);
  takePlace(transaction, slot, handoverId);
  if (!old) {
    const taken = () => new VersionConflict('this code is already in use');
    transaction.put(bookingCodes, { phaseId, code, handoverId }, { text: 'attribute_not_exists(pk)' }, taken);
    if (last) transaction.remove(bookingCodes, { phaseId, code: last.code });
  }
  const { from, to } = slot;
  const data = { ...ref(after), slotId, from, to, moved: old !== undefined, waited };
  transaction.record(handovers, after, 'HandoverBooked', data, act);
  if (old) freeSlot(transaction, after, old, act);
  stopWaiting(transaction, handover);
  return { after, transaction };
}

/** Rejects a closed phase. @throws Problem illegal-state. */
export async function mustBeOpen(phaseId: string): Promise<void> {
  const phase = await get(phases, { phaseId });
  if (phase?.state === 'closed') throw illegalState(phase.state, ['announced']);
}

function takePlace(transaction: Transaction, { phaseId, slotId }: Slot, handoverId: string): void {
  transaction.update(
    slots,
    { phaseId, slotId },
    { text: 'SET booked = booked + :one ADD takenBy :who', values: { ':one': 1, ':who': new Set([handoverId]) } },
    { text: 'booked < #capacity AND attribute_not_exists(cancelledAt)', names: { '#capacity': 'capacity' } },
    () => new SlotFull(slotId),
  );
}

/** Lowers the booked count of a slot and records an event for the waiting list. */
function freeSlot(
  transaction: Transaction,
  after: Handover,
  old: NonNullable<Handover['booking']>,
  act: ActionContext,
): void {
  const { phaseId, handoverId } = after;
  const { slotId, from, to } = old;
  transaction.update(
    slots,
    { phaseId, slotId },
    { text: 'SET booked = booked - :one DELETE takenBy :who', values: { ':one': 1, ':who': new Set([handoverId]) } },
    { text: 'booked > :none', values: { ':none': 0 } },
  );
  transaction.record(handovers, after, 'HandoverSlotFreed', { phaseId, slotId, from, to }, act);
}

/** Removes a home from the waiting list. */
export function stopWaiting(transaction: Transaction, { phaseId, handoverId, waiting }: Handover): void {
  if (waiting) transaction.remove(waitingList, { phaseId, handoverId, ...waiting });
}

/** Ends a booking: removes its code, and frees its slot when the slot is not over. */
export function endBooking(transaction: Transaction, before: Handover, after: Handover, act: ActionContext): void {
  const { booking, phaseId } = before;
  if (!booking) return;
  transaction.remove(bookingCodes, { phaseId, code: booking.code });
  const isAhead = toInstant(booking.to).epochMilliseconds > toInstant(act.recordedAt).epochMilliseconds;
  if (isAhead) freeSlot(transaction, after, booking, act);
}

/** Returns the state of a handover without its booking. */
export function unbookedState(handover: Handover): Handover['state'] {
  const { delivery, refused, identified, noShows } = handover;
  if (delivery) return 'deemed-delivered';
  if (refused) return 'refused';
  if (identified) return 'rectifying';
  return noShows > 0 ? 'no-show' : 'notified';
}

/** Releases the booked slot. @throws Problem illegal-state. */
export function releaseSlot(handover: Handover, act: ActionContext): HandoverChange {
  mustAllow(handover, 'release');
  const { booking } = handover;
  const change = { state: unbookedState(handover), booking: undefined, nextDueAt: undefined };
  const { after, transaction } = changeHandover(handover, change, act);
  const slotId = booking?.slotId ?? '';
  transaction.record(handovers, after, 'HandoverBookingReleased', { ...ref(after), slotId }, act);
  endBooking(transaction, handover, after, act);
  return { after, transaction };
}
