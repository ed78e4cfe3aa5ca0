import { sortable, toInstant } from '../../../shared/kernel/time.ts';
import { everyPage } from '../../../shared/store/table.ts';
import type { Ticket } from './ticket.ts';
import { ticketLists, tickets } from './tickets.store.ts';

/* Figures of service that an estate publishes (R34.4): tickets closed in a span, and promised times kept. */

/** Counts of tickets that were closed in a span. */
export interface TicketQuality {
  readonly closed: number;
  /** Those with a promised time. */
  readonly promised: number;
  /** Those of them whose promised times were all kept (R2.1). */
  readonly kept: number;
  /** False when there were more tickets than are counted. */
  readonly isWhole: boolean;
}

/** The most tickets that are counted, so that a page stays quick. */
const mostCounted = 5_000;

/** Counts closed tickets and the promised times that they kept. */
export function countQuality(closed: readonly Pick<Ticket, 'slaTimers'>[]): Omit<TicketQuality, 'isWhole'> {
  const withPromise = closed
    .map(({ slaTimers }) => slaTimers.filter(({ unpromised }) => !unpromised))
    .filter((timers) => timers.length > 0);
  const kept = withPromise.filter((timers) =>
    timers.every(({ breachedAt, breachedBefore = [] }) => breachedAt === undefined && breachedBefore.length === 0),
  );
  return { closed: closed.length, promised: withPromise.length, kept: kept.length };
}

/** Returns the figures of tickets of an estate that were closed from an instant on and before another. */
export async function ticketQuality(estateId: string, span: { from: string; before: string }): Promise<TicketQuality> {
  const partition = ticketLists.ofEstate(estateId, 'closed');
  const sort = {
    from: sortable(span.from),
    to: sortable(toInstant(span.before).subtract({ milliseconds: 1 }).toString()),
  };
  const found: Pick<Ticket, 'slaTimers'>[] = [];
  for await (const page of everyPage(tickets, { index: 'lists', partition, sort, limit: 500 })) {
    found.push(...page);
    if (found.length > mostCounted) return { ...countQuality(found.slice(0, mostCounted)), isWhole: false };
  }
  return { ...countQuality(found), isWhole: true };
}
