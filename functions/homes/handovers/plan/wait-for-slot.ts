import { Temporal } from 'temporal-polyfill';
import type { ActionContext, EventOf } from '../../../../shared/events/catalogue.ts';
import type { Handling } from '../../../../shared/events/consumer.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../../shared/kernel/problem.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { type Handover, mustAllow, ref } from '../handover.ts';
import { handovers } from '../handovers.store.ts';
import { changeHandover, type HandoverChange } from '../save-handover.ts';
import { bookSlot, mustBeOpen, SlotFull, stopWaiting } from './book-slot.ts';
import { freeView, isFree, type Slot } from './slot.ts';
import { firstFree, slots, type Waiting, waitingList } from './slots.store.ts';

/**
 * Minimum minutes before a slot for giving it to the waiting list. Later, the buyer would not see the notice
 * in time.
 */
const leadMinutes = 120;

const slotsFree = problemKind('places-free', 409, {
  'zh-CN': '目前还有可约时段，不必候补。请从 free 中选择并预约。',
  'zh-TW': '目前還有可約時段，不必候補。請從 free 中選擇並預約。',
  en: 'There are free slots, so no waiting is needed. Book one from free.',
});

const nameDay = problemKind('name-another-day', 400, {
  'zh-CN': '您已有预约。如要候补，请在 day 中填写另一天。',
  'zh-TW': '您已有預約。如要候補，請在 day 中填寫另一天。',
  en: 'A slot is already booked. To join the waiting list, enter another day in day.',
});

const dayOver = problemKind('day-over', 400, {
  'zh-CN': '{day} 已过（今天是 {today}），不能候补。请在 day 中填写今天或以后的一天。',
  'zh-TW': '{day} 已過（今天是 {today}），不能候補。請在 day 中填寫今天或以後的一天。',
  en: '{day} is over; today is {today}. Enter today or a later day in day.',
});

/**
 * Adds a home to the waiting list (候补) of a day or of any day. The first on the list gets the next freed
 * slot.
 * @throws Problem 409 `places-free`, 400 `name-another-day`, 400 `day-over`, illegal-state.
 */
export async function waitForSlot(
  handover: Handover,
  { day, today }: { day?: string | undefined; today: string },
  act: ActionContext,
  now: Temporal.Instant,
): Promise<HandoverChange> {
  mustAllow(handover, 'join-waiting-list');
  if (day !== undefined && day < today) throw new Problem(dayOver, { day, today });
  if (handover.booking && (day === undefined || handover.booking.slotId.startsWith(day))) throw new Problem(nameDay);
  const { phaseId, handoverId, unitLabel } = handover;
  const ahead = now.add({ minutes: leadMinutes });
  const [free] = await Promise.all([firstFree(phaseId, ahead, { most: 20, day }), mustBeOpen(phaseId)]);
  if (free.length > 0) throw new Problem(slotsFree, {}, { more: { free: free.map(freeView) } });
  // All nine digits, so that text order is time order.
  const since = Temporal.Instant.from(act.recordedAt).toString({ fractionalSecondDigits: 9 });
  const { after, transaction } = changeHandover(
    handover,
    { waiting: { ...(day !== undefined && { day }), since } },
    act,
  );
  const { waiting } = handover;
  // A repeated request at the same instant keeps its entry: one transaction cannot remove and put the same
  // item.
  const isSame = waiting?.since === since && waiting.day === day && waiting.lostSlotId === undefined;
  if (!isSame) stopWaiting(transaction, handover);
  transaction
    .put(waitingList, { phaseId, handoverId, unitLabel, day, since })
    .record(handovers, after, 'HandoverWaiting', { ...ref(after), day }, act);
  return { after, transaction };
}

/** Removes a home from the waiting list. Returns undefined when the home is not on the list. */
export function waitNoMore(handover: Handover, act: ActionContext): HandoverChange | undefined {
  if (!handover.waiting) return undefined;
  const { after, transaction } = changeHandover(handover, { waiting: undefined }, act);
  stopWaiting(transaction, handover);
  return { after, transaction };
}

/** Returns the first waiting entry for a day, among entries for that day and for any day. */
async function firstInLine(phaseId: string, day: string): Promise<Waiting | undefined> {
  const { pk: partition } = waitingList.key({ phaseId, handoverId: '', since: '' });
  const lines = await Promise.all(
    [day, 'any'].map((one) => list(waitingList, { partition, sort: { beginsWith: `${one}#` }, limit: 1 })),
  );
  const [first, other] = lines.flatMap(({ items }) => items);
  if (!first || !other) return first;
  // Cancelled bookings, which wait for any day, come first.
  if (other.lostSlotId !== undefined) return other;
  return Temporal.Instant.compare(first.since, other.since) <= 0 ? first : other;
}

/**
 * Gives a freed slot to the first home on the waiting list. The buyer is notified and may change or release
 * it.
 * Their previous slot, if any, is freed in turn. Does nothing when the slot is full or nobody waits.
 */
export async function giveFreedSlot(event: EventOf<'HandoverSlotFreed'>, handling: Handling): Promise<void> {
  const slot = await get(slots, event.data);
  if (slot) await giveSlot(slot, event, handling);
}

/** Gives a slot that was freed meanwhile to a home that has just joined the waiting list. */
export async function giveSlotToWaiting(event: EventOf<'HandoverWaiting'>, handling: Handling): Promise<void> {
  const { phaseId, day } = event.data;
  const ahead = handling.now.add({ minutes: leadMinutes });
  const [slot] = await firstFree(phaseId, ahead, { most: 1, day });
  if (slot) await giveSlot(slot, event, handling);
}

async function giveSlot(slot: Slot, event: { id: string; recordedAt: string }, handling: Handling): Promise<void> {
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
    // The home has this slot already or needs none: take the next one.
    await waitNoMore(handover, act)?.transaction.commit();
  }
}
