import { Temporal } from 'temporal-polyfill';
import type { ActionContext, EventOf } from '../../../../shared/events/catalogue.ts';
import type { Handling } from '../../../../shared/events/consumer.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { changed, type Handover, mustAllow, ref } from '../handover.ts';
import { handovers } from '../handovers.store.ts';
import { saveHandover } from '../save-handover.ts';
import { bookSlot, type HandoverChange, mustBeOpen, SlotFull, stopWaiting } from './book-slot.ts';
import { freeView, isFree, type Slot } from './slot.ts';
import { firstFree, slots, type Waiting, waitingList } from './slots.store.ts';

/** A place that is freed so shortly before its time is given to nobody unasked: he would not hear of it. */
const leadMinutes = 120;

const placesFree = problemKind('places-free', 409, {
  'zh-CN': '目前还有可约时段（见 free），请直接预约，不必候补。',
  'zh-TW': '目前還有可約時段（見 free），請直接預約，不必候補。',
  en: 'There are places left (see free): book one of them instead of waiting.',
});

const nameDay = problemKind('name-another-day', 400, {
  'zh-CN': '您已有预约；如要候补，请说明另一天。',
  'zh-TW': '您已有預約；如要候補，請說明另一天。',
  en: 'A time is booked already: to wait for another one, name another day.',
});

/**
 * Puts a home on the waiting list (候补) of a day, or of any day. The first who waits gets the next place that is freed.
 * @throws Problem 409 `places-free`, illegal-state.
 */
export async function waitForSlot(
  handover: Handover,
  { day }: { day?: string | undefined },
  act: ActionContext,
  now: Temporal.Instant,
): Promise<HandoverChange> {
  mustAllow(handover, 'join-waiting-list');
  if (handover.booking && (day === undefined || handover.booking.slotId.startsWith(day))) throw new Problem(nameDay);
  const { phaseId, handoverId, unitLabel } = handover;
  const ahead = now.add({ minutes: leadMinutes });
  const [free] = await Promise.all([firstFree(phaseId, ahead, { most: 20, day }), mustBeOpen(phaseId)]);
  if (free.length > 0) throw new Problem(placesFree, {}, { more: { free: free.map(freeView) } });
  // With all its digits, so that the line is in order as text.
  const since = Temporal.Instant.from(act.recordedAt).toString({ fractionalSecondDigits: 9 });
  const after = changed(handover, { waiting: { ...(day !== undefined && { day }), since } }, act.recordedAt);
  const transaction = saveHandover(new Transaction(), after, handover, act);
  const { waiting } = handover;
  // Asked twice at one instant it is the same place in the line: one transaction cannot take it away and put it there.
  const isSame = waiting?.since === since && waiting.day === day && waiting.lostSlotId === undefined;
  if (!isSame) stopWaiting(transaction, handover);
  transaction
    .put(waitingList, { phaseId, handoverId, unitLabel, day, since })
    .record(handovers, after, 'HandoverWaiting', { ...ref(after), day }, act);
  return { after, transaction };
}

/** Takes a home off the waiting list. Undefined when it is not on it. */
export function waitNoMore(handover: Handover, act: ActionContext): HandoverChange | undefined {
  if (!handover.waiting) return undefined;
  const after = changed(handover, { waiting: undefined }, act.recordedAt);
  const transaction = saveHandover(new Transaction(), after, handover, act);
  stopWaiting(transaction, handover);
  return { after, transaction };
}

/** Who is first in line for a day: of those who want that day and those who take any. */
async function firstInLine(phaseId: string, day: string): Promise<Waiting | undefined> {
  const { pk: partition } = waitingList.key({ phaseId, handoverId: '', since: '' });
  const lines = await Promise.all(
    [day, 'any'].map((one) => list(waitingList, { partition, sort: { beginsWith: `${one}#` }, limit: 1 })),
  );
  const [first, other] = lines.flatMap(({ items }) => items);
  if (!first || !other) return first;
  // Of any day only: those who lost their time through us.
  if (other.lostSlotId !== undefined) return other;
  return Temporal.Instant.compare(first.since, other.since) <= 0 ? first : other;
}

/**
 * A place is free: the first in line gets it, is told so, and may change or release it like any other. When he had another
 * one that place is free in turn. The event is done when the slot is full, or nobody waits.
 */
export async function giveFreedPlace(event: EventOf<'HandoverSlotFreed'>, handling: Handling): Promise<void> {
  const slot = await get(slots, event.data);
  if (slot) await givePlace(slot, event, handling);
}

/** Somebody has begun to wait: a place that was freed at that very moment is his. */
export async function giveWaitingPlace(event: EventOf<'HandoverWaiting'>, handling: Handling): Promise<void> {
  const { phaseId, day } = event.data;
  const ahead = handling.now.add({ minutes: leadMinutes });
  const [slot] = await firstFree(phaseId, ahead, { most: 1, day });
  if (slot) await givePlace(slot, event, handling);
}

async function givePlace(slot: Slot, event: { id: string; recordedAt: string }, handling: Handling): Promise<void> {
  const { phaseId, slotId, day } = slot;
  const { now, act } = handling;
  while (isFree(slot, now.add({ minutes: leadMinutes }))) {
    const waiting = await firstInLine(phaseId, day);
    if (!waiting) return;
    const handover = await get(handovers, waiting);
    const isStale = handover?.waiting?.since !== waiting.since || handover.waiting.day !== waiting.day;
    if (!handover || isStale) {
      await new Transaction().remove(waitingList, waiting).commit();
      continue;
    }
    const by = { as: 'owner' as const, id: handover.buyerId };
    try {
      const change = await bookSlot(handover, slotId, { by, now, act, waited: true });
      if (change) return await change.transaction.once('handovers', handling.consumer, event).commit();
    } catch (error) {
      if (error instanceof SlotFull) return;
      if (!(error instanceof Problem)) throw error;
    }
    // He has this very slot, or his handover has gone on without one: the next in line is asked.
    await waitNoMore(handover, act)?.transaction.commit();
  }
}
