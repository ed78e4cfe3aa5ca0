import { type AnyEvent, eventNamed } from '../../../shared/events/catalogue.ts';
import { timeline } from '../../../shared/events/timeline.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import type { Fact } from './facts.ts';
import { severitySchema } from './severity.ts';
import { countedFromRaise, type Happening, rulesFor, type SlaPolicy } from './sla.policy.ts';
import { type SlaTimer, slaTimersOf } from './sla-timers.ts';
import type { Ticket } from './ticket.ts';
import { ticketTypes } from './ticket-words.ts';

/** The happenings that each event of a ticket means to its SLA timers. */
const meaning: Readonly<Record<string, readonly Happening[]>> = {
  TicketOpened: ['received'],
  TicketAcknowledged: ['acknowledged'],
  TicketAssigned: ['acknowledged'],
  TicketDispatched: ['dispatched'],
  TicketVisited: ['arrived'],
  TicketReplied: ['replied'],
  TicketWaitingForCustomer: ['waiting'],
  TicketResumed: ['resumed'],
  TicketResolved: ['resolved'],
  TicketClosed: ['resolved', 'closed'],
  TicketFollowedUp: ['followed-up'],
  TicketVerified: ['followed-up'],
  TicketReopened: ['reopened'],
  TicketWithdrawn: ['withdrawn'],
  TicketOffered: ['offered'],
  TicketTakenOver: ['acknowledged', 'taken-over'],
  TicketHandedBack: ['handed-back'],
};

/** Maximum number of events read at once. A longer record is checked by hand. */
const longest = 1_000;

/** Reads all events of a ticket, oldest first. */
export async function wholeHistory(ticketId: string): Promise<AnyEvent[]> {
  const events: AnyEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await timeline('tickets', `TICKET#${ticketId}`, { limit: 200, cursor });
    events.push(...page.items);
    cursor = page.cursor;
  } while (cursor && events.length < longest);
  return events;
}

/** Returns the facts of a ticket that its events record. */
function happenedIn(events: readonly AnyEvent[], policy: SlaPolicy): Fact[] {
  let type = ticketTypes.find((one) => one === events[0]?.data.ticketType) ?? 'inquiry';
  let severity = severitySchema.catch('normal').parse(events[0]?.data.severity);
  let resolved = false;
  const story: Fact[] = [];
  for (const event of events) {
    const at = event.occurredAt;
    if (event.name === 'TicketOpened') {
      story.push({ what: 'received', at, rules: rulesFor(policy, type, severity) });
      continue;
    }
    if (event.name === 'TicketAppointed') {
      story.push({ what: 'appointed', at, until: eventNamed('TicketAppointed', event).data.until });
    }
    if (event.name === 'TicketRetyped') type = ticketTypes.find((one) => one === event.data.to) ?? type;
    if (event.name === 'TicketSeverityChanged' && event.data.to === event.data.from) continue;
    const raised = event.name === 'TicketSeverityChanged' && event.data.to === 'emergency' && severity !== 'emergency';
    if (event.name === 'TicketSeverityChanged') {
      if (raised) story.push({ what: 'appointed', at });
      severity = severitySchema.parse(event.data.to);
    }
    if (event.name === 'TicketRetyped' || event.name === 'TicketSeverityChanged') {
      const fromHere = raised ? { countsFromHere: countedFromRaise } : {};
      story.push({ what: 'rules-changed', at, rules: rulesFor(policy, type, severity), ...fromHere });
    }
    for (const what of meaning[event.name] ?? []) {
      // Closing a resolved ticket does not resolve it again.
      if (!(what === 'resolved' && resolved)) story.push({ what, at });
    }
    if (event.name === 'TicketResolved' || event.name === 'TicketClosed') resolved = true;
    if (event.name === 'TicketReopened') resolved = false;
  }
  return story;
}

/**
 * Recomputes the SLA timers from the events alone. They must equal the stored ones, except for what was
 * fired.
 */
export function slaTimersFrom(events: readonly AnyEvent[], policy: SlaPolicy, calendar: WorkingCalendar): SlaTimer[] {
  return slaTimersOf(happenedIn(events, policy), calendar);
}

/**
 * Events between organisations: escalations, offers and calls to outside services. Residents do not see them.
 */
const inside: readonly string[] = ['TicketEscalated', 'TicketOffered', 'TicketHandedBack', 'OutsideCallRecorded'];

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

/**
 * Returns the names of the ticket's SLA timers that differ from the recomputed ones. Empty when all agree.
 */
export function slaTimersThatDiffer(ticket: Ticket, recomputed: readonly SlaTimer[]): string[] {
  const shape = ({ timer, state, usedMs, dueAt, stoppedAt }: SlaTimer) =>
    JSON.stringify([timer, state, usedMs, dueAt, stoppedAt]);
  const expected = new Set(recomputed.map(shape));
  return ticket.slaTimers.filter((timer) => !expected.has(shape(timer))).map((timer) => timer.timer);
}
