import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { toInstant } from '../../shared/kernel/time.ts';
import { handoverOf, incidentOf, phaseOf } from '../homes/handovers/public.ts';
import { requireEstate, staffOf } from '../register/owners/public.ts';
import { handoverLink } from './notice-links.ts';
import { notify } from './notify.ts';
import {
  handoverBooked,
  handoverCancelled,
  handoverIncident,
  handoverMissed,
  handoverNotice,
} from './templates/handover.letters.ts';
import { personAsReader, staffAsReader } from './write-notice.ts';

/** Sends the handover notice to a buyer with an e-mail address; the others are listed for contact by hand. */
export async function notifyAnnounced(event: EventOf<'HandoverAnnounced'>, handling: Handling): Promise<void> {
  const { handoverId, buyerId, noticedFor: from, bookBy: by } = event.data;
  const reader = await personAsReader(buyerId);
  if (reader?.recipient.address === undefined) return;
  const [handover, estate] = await Promise.all([handoverOf(handoverId), requireEstate(event.estateId)]);
  if (!handover?.notice || handover.buyerId !== buyerId) return;
  const url = handoverLink(handover, handling.now);
  const about = { unit: handover.unitLabel, from, until: handover.notice.until, by, url };
  const letter = ({ language }: typeof reader) => handoverNotice(about, language);
  await notify(event, handling, estate, [{ template: 'handover-notice', aboutId: handoverId, reader, letter }]);
}

/** Loads the handover that an event is about, its estate and its buyer. */
function handoverAndBuyer({ estateId, data }: { estateId: string; data: { handoverId: string; buyerId: string } }) {
  return Promise.all([handoverOf(data.handoverId), requireEstate(estateId), personAsReader(data.buyerId)]);
}

/** Confirms a booking with its code, unless it was cancelled before the notice was written. */
export async function notifyBooked(event: EventOf<'HandoverBooked'>, handling: Handling): Promise<void> {
  const { handoverId, buyerId, slotId, from, to, waited } = event.data;
  const [handover, estate, reader] = await handoverAndBuyer(event);
  if (reader?.recipient.address === undefined || handover?.booking?.slotId !== slotId || handover.buyerId !== buyerId)
    return;
  const { zone } = estate.calendar;
  const { code } = handover.booking;
  const about = { unit: handover.unitLabel, from, to, zone, code, waited, url: handoverLink(handover, handling.now) };
  const letter = ({ language }: typeof reader) => handoverBooked(about, language);
  const actedAt = event.actor.kind === 'system' ? undefined : event.occurredAt;
  await notify(event, handling, estate, [
    { template: 'handover-booked', aboutId: handoverId, reader, letter, actedAt },
  ]);
}

/** Invites a buyer who missed their slot to book another. */
export async function notifyMissed(event: EventOf<'HandoverMissed'>, handling: Handling): Promise<void> {
  const { handoverId, buyerId, from, to } = event.data;
  const [handover, estate, reader] = await handoverAndBuyer(event);
  if (reader?.recipient.address === undefined || handover?.state !== 'no-show' || handover.buyerId !== buyerId) return;
  const { zone } = estate.calendar;
  const about = { unit: handover.unitLabel, from, to, zone, url: handoverLink(handover, handling.now) };
  const letter = ({ language }: typeof reader) => handoverMissed(about, language);
  await notify(event, handling, estate, [{ template: 'handover-missed', aboutId: handoverId, reader, letter }]);
}

/**
 * Hours before the booked time within which a cancellation is sent at any hour: the buyer may soon be on the
 * way.
 */
const shortlyHours = 12;

/**
 * Notifies the buyer that the developer cancelled their slot, even if they booked another since. A buyer
 * without an e-mail address is called.
 */
export async function notifyCancelled(event: EventOf<'HandoverBookingCancelled'>, handling: Handling): Promise<void> {
  const { handoverId, buyerId, from, to } = event.data;
  const [handover, estate, reader] = await handoverAndBuyer(event);
  if (handover?.buyerId !== buyerId) return;
  const { zone } = estate.calendar;
  const url = handoverLink(handover, handling.now);
  const about = { unit: handover.unitLabel, from, to, zone, reason: event.reason, url };
  const atAnyHour = toInstant(from).since(handling.now).total('hours') < shortlyHours;
  const letter = ({ language }: NonNullable<typeof reader>) => handoverCancelled(about, language);
  await notify(event, handling, estate, [
    { template: 'handover-cancelled', aboutId: handoverId, reader, letter, atAnyHour },
  ]);
}

/** Notifies the manager in charge of an incident at once, at any hour. */
export async function notifyIncident(event: EventOf<'HandoverIncidentReported'>, handling: Handling): Promise<void> {
  const { incidentId, phaseId, handoverId, managerId, what, severity, insteadOfStaffId } = event.data;
  const [incident, phase, handover, estate, reader, absent] = await Promise.all([
    incidentOf(incidentId),
    phaseOf(phaseId),
    handoverId === undefined ? undefined : handoverOf(handoverId),
    requireEstate(event.estateId),
    staffAsReader(managerId),
    insteadOfStaffId === undefined ? undefined : staffOf(insteadOfStaffId),
  ]);
  const urgent = severity === 'urgent';
  const place = { unit: handover?.unitLabel, place: incident?.place };
  const about = { what, urgent, phase: phase?.name ?? phaseId, ...place, insteadOf: absent?.name };
  await notify(event, handling, estate, [
    {
      template: 'handover-incident',
      aboutId: incidentId,
      reader,
      emergency: urgent,
      letter: ({ language }) => handoverIncident(about, language),
    },
  ]);
}
