import { Temporal } from 'temporal-polyfill';
import type { Act, EventData, EventName } from '../../shared/events/catalogue.ts';
import { occurrence } from '../../shared/events/occurrence.ts';
import { Problem, problems } from '../../shared/http/problem.ts';
import type { WorkingCalendar } from '../../shared/kernel/working-calendar.ts';
import { Transaction } from '../../shared/store/transaction.ts';
import { estateOf } from '../owners/public.ts';
import { dueFirings, markFired, nextFiring } from './clock-firings.ts';
import { type ClockRule, type Happening, rulesFor } from './clock-policy.ts';
import { advance } from './clocks.ts';
import type { Ticket } from './ticket.ts';
import { policyOf, tickets } from './tickets-store.ts';

/** Entered so long after it happened that nobody could be woken for what fell due in between. */
const lateEntryMs = 10 * 60_000;
/** What the rules of an estate say about one ticket. */
export interface Rulebook {
  calendar: WorkingCalendar;
  rules: readonly ClockRule[];
}

/** The rulebook for a ticket: calendar of its estate and clocks of its type and severity. @throws Problem not-found. */
export async function rulebookOf(ticket: Pick<Ticket, 'estateId' | 'type' | 'severity'>): Promise<Rulebook> {
  const [estate, policy] = await Promise.all([estateOf(ticket.estateId), policyOf(ticket.estateId)]);
  if (!estate) throw new Problem(problems.notFound);
  return { calendar: estate.calendar, rules: rulesFor(policy.clocks, ticket.type, ticket.severity) };
}

function epoch(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}

/** The ticket as it stands after its clocks have heard what happened; the caller adds the rest of the change. */
export function happened(ticket: Ticket, what: readonly Happening[], act: Act, book: Rulebook): Ticket {
  const at = occurrence(act, ticket.lastOccurredAt);
  const clocks = what.reduce((running, one) => advance(running, book.rules, one, at, book.calendar), ticket.clocks);
  return settled({ ...ticket, clocks, lastOccurredAt: at }, act, book);
}

/** Counts the version up and works out when the clocks must be looked at next. */
export function settled(ticket: Ticket, act: Act, book: Rulebook): Ticket {
  const late = epoch(act.recordedAt) - epoch(ticket.lastOccurredAt) > lateEntryMs;
  const clocks = late
    ? markFired(ticket.clocks, dueFirings(ticket.clocks, act.recordedAt, book.calendar))
    : ticket.clocks;
  return {
    ...ticket,
    clocks,
    nextDueAt: nextFiring(clocks, book.calendar),
    updatedAt: act.recordedAt,
    version: ticket.version + 1,
  };
}

/** Reference to the ticket that every one of its events carries. */
export function ref(ticket: Pick<Ticket, 'ticketId' | 'number'>): { ticketId: string; number: string } {
  return { ticketId: ticket.ticketId, number: ticket.number };
}

/** The transaction of a change: new state under the version, and its event beside it. */
export function changeOf<N extends EventName>(
  before: Ticket,
  after: Ticket,
  name: N,
  data: EventData<N>,
  act: Act,
): Transaction {
  return new Transaction()
    .save(tickets, after, before)
    .record(tickets, after, name, data, { ...act, occurredAt: after.lastOccurredAt });
}
