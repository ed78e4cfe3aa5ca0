import type { EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { get } from '../../../shared/store/table.ts';
import { phases } from './handovers.store.ts';
import { announceSlice } from './plan/announce-phase.ts';
import { workOffCancellation } from './plan/cancel-day.ts';
import { endStrayBookings } from './plan/close-phase.ts';
import { enterSlice } from './plan/enter-homes.ts';
import { followBuyer } from './plan/follow-buyer.ts';
import { mailArrived, mailFailed, noticeLetter } from './plan/prove-notice.ts';
import { giveFreedSlot, giveSlotToWaiting } from './plan/wait-for-slot.ts';

/**
 * Consumer of events that continue a handover: slices of phases and cancellations, delivered and bounced
 * letters, freed slots, and changes of ownership before delivery.
 */
export const handoverUpdates = consumer({
  name: 'handover-updates',
  when: {
    NoticeDelivered: { template: [noticeLetter] },
    NoticeBounced: { template: [noticeLetter] },
    NoticeFailed: { template: [noticeLetter] },
  },
  on: {
    PhaseSliceRequested: workOffSlice,
    CancellationSliceRequested: workOffCancellation,
    TenureStarted: followBuyer,
    TenureEnded: followBuyer,
    PhaseClosed: endStrayBookings,
    NoticeDelivered: mailArrived,
    NoticeBounced: mailFailed,
    NoticeFailed: mailFailed,
    HandoverSlotFreed: giveFreedSlot,
    HandoverWaiting: giveSlotToWaiting,
  },
});

/** Processes a slice of a phase, unless it is not the phase's next slice any more. */
async function workOffSlice(event: EventOf<'PhaseSliceRequested'>, handling: Handling): Promise<void> {
  const { what, slice } = event.data;
  const phase = await get(phases, event.data);
  if (phase?.slice !== slice || phase.state !== (what === 'enter' ? 'entering' : 'announcing')) return;
  const transaction = await (what === 'enter' ? enterSlice : announceSlice)(phase, handling.act);
  await transaction.once('handovers', handling.consumer, event).commit();
}
