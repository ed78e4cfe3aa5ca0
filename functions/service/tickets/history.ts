import type { AnyEvent } from '../../../shared/events/catalogue.ts';

/**
 * Events between organisations: escalations, offers and calls to outside services. Residents do not see them.
 */
const inside: readonly string[] = [
  'TicketEscalated',
  'TicketOffered',
  'TicketHandedBack',
  'OutsideCallRecorded',
  'TicketLetterReturned',
];

/** Events of a suspicion. Residents do not see them; they see the open questions on the ticket. */
const suspicions: readonly string[] = ['EmergencySuspected', 'SuspicionAged', 'SuspicionCalledBack'];

/**
 * Returns the events that the requester may read. Removes staff notes, SLA timers, escalations and staff
 * names.
 */
export function forRequester(events: readonly AnyEvent[]): AnyEvent[] {
  const visible = events.filter(
    (event) =>
      !event.name.startsWith('Sla') &&
      !inside.includes(event.name) &&
      !suspicions.includes(event.name) &&
      !(event.name === 'TicketNoted' && event.data.visibleToRequester !== true),
  );
  return visible.map(withoutColleagues);
}

/** Removes staff names, and the reasons of assignments and of the severity at opening. */
function withoutColleagues(event: AnyEvent): AnyEvent {
  const { assigneeId, fromAssigneeId, handlerId, staffId, triage, ...data } = event.data;
  const actor = event.actor.kind === 'staff' ? { kind: event.actor.kind, id: 'staff' } : event.actor;
  const reason = event.name === 'TicketAssigned' || event.name === 'TicketOpened' ? undefined : event.reason;
  return { ...event, actor, data, reason };
}
