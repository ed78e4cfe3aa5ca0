import type { Fact } from '../../functions/service/tickets/facts.ts';
import { severitySchema } from '../../functions/service/tickets/severity.ts';
import {
  countedFromRaise,
  type Happening,
  rulesFor,
  type SlaPolicy,
} from '../../functions/service/tickets/sla.policy.ts';
import { type SlaTimer, slaTimersOf } from '../../functions/service/tickets/sla-timers.ts';
import type { Ticket } from '../../functions/service/tickets/ticket.ts';
import { ticketTypes } from '../../functions/service/tickets/ticket-words.ts';
import { type AnyEvent, eventNamed } from '../../shared/events/catalogue.ts';
import type { WorkingCalendar } from '../../shared/kernel/working-calendar.ts';

/* The SLA timers of a ticket as its events alone give them. Tests compare them with the stored ones. */

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

/** Returns the facts of a ticket that its events record. */
function happenedIn(events: readonly AnyEvent[], policy: SlaPolicy): Fact[] {
  let type = ticketTypes.find((one) => one === events[0]?.data.ticketType) ?? 'inquiry';
  let severity = severitySchema.catch('normal').parse(events[0]?.data.severity);
  let resolved = false;
  const story: Fact[] = [];
  for (const event of events) {
    const at = event.occurredAt;
    if (event.name === 'TicketOpened') {
      story.push({ what: 'received', at, rules: rulesFor(policy, { type, severity, category: 'other' }) });
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
      story.push({
        what: 'rules-changed',
        at,
        rules: rulesFor(policy, { type, severity, category: 'other' }),
        ...fromHere,
      });
    }
    if (event.name === 'TicketLetterSent') {
      const { milestone, letterId } = eventNamed('TicketLetterSent', event).data;
      story.push({ what: `${milestone}-letter`, at, letterId });
    }
    if (event.name === 'TicketLetterReturned') {
      story.push({ what: 'letter-returned', at, letterId: eventNamed('TicketLetterReturned', event).data.letterId });
    }
    const acknowledges = event.name === 'TicketReplied' && event.data.milestone === 'acknowledgement';
    for (const what of acknowledges ? (['acknowledged'] as const) : (meaning[event.name] ?? [])) {
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
 * Returns the names of the ticket's SLA timers that differ from the recomputed ones. Empty when all agree.
 */
export function slaTimersThatDiffer(ticket: Ticket, recomputed: readonly SlaTimer[]): string[] {
  const shape = ({ timer, state, usedMs, dueAt, stoppedAt }: SlaTimer) =>
    JSON.stringify([timer, state, usedMs, dueAt, stoppedAt]);
  const expected = new Set(recomputed.map(shape));
  return ticket.slaTimers.filter((timer) => !expected.has(shape(timer))).map((timer) => timer.timer);
}
