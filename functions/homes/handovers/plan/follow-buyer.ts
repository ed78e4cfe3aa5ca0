import type { ActionContext, EventOf } from '../../../../shared/events/catalogue.ts';
import type { Handling } from '../../../../shared/events/consumer.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { get } from '../../../../shared/store/table.ts';
import { requireEstate } from '../../../register/owners/public.ts';
import { type Handover, ref } from '../handover.ts';
import { handovers, homes } from '../handovers.store.ts';
import { changeHandover, type HandoverChange } from '../save-handover.ts';
import { endBooking, stopWaiting } from './book-slot.ts';
import { buyerOf } from './enter-homes.ts';

/**
 * Moves an undelivered home to another buyer (买受人变更), after a sale or a correction in the register.
 * Clears what concerns the former buyer: notice and proof, booking, waiting list, refusal, no-shows,
 * identity, unsettled area.
 * Keeps what belongs to the home: documents (R3.2), fund receipt, defects, settled area. The new buyer is
 * notified again.
 * Returns undefined when the home is delivered or already belongs to this buyer.
 */
export function withBuyer(before: Handover, buyerId: string, act: ActionContext): HandoverChange | undefined {
  const { delivery, keys, sheet, area } = before;
  if (before.buyerId === buyerId || delivery || keys || sheet) return undefined;
  const nothingOfHis = {
    notice: undefined,
    booking: undefined,
    waiting: undefined,
    nextDueAt: undefined,
    identified: undefined,
    refused: undefined,
    noShows: 0,
    reschedules: 0,
  };
  const change = {
    ...nothingOfHis,
    state: 'planned' as const,
    buyerId,
    buyerChanges: (before.buyerChanges ?? 0) + 1,
    area: area?.settledOn === undefined ? undefined : area,
  };
  const { after, transaction } = changeHandover(before, change, act);
  const data = { ...ref(after), formerBuyerId: before.buyerId, formerState: before.state };
  transaction.record(handovers, after, 'HandoverBuyerChanged', data, act);
  endBooking(transaction, before, after, act);
  stopWaiting(transaction, before);
  return { after, transaction };
}

/**
 * Updates the buyer of a handover when ownership of its unit begins or ends.
 * Uses the register as it is now, so events may come twice and in any order.
 * While nobody owns the unit, the buyer stays.
 */
export async function followBuyer(
  event: EventOf<'TenureStarted' | 'TenureEnded'>,
  { act, consumer, now }: Handling,
): Promise<void> {
  const { unitId, role } = event.data;
  if (role !== 'owner') return;
  const home = await get(homes, { unitId });
  const handover = home && (await get(handovers, home));
  if (!handover) return;
  const { calendar } = await requireEstate(handover.estateId);
  const buyerId = await buyerOf(unitId, dayIn(calendar.zone, now.toString()));
  const change = buyerId === undefined ? undefined : withBuyer(handover, buyerId, act);
  await change?.transaction.once('handovers', consumer, event).commit();
}
