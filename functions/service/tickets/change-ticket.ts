import { Temporal } from 'temporal-polyfill';
import type { ActionContext, EventData, EventName } from '../../../shared/events/catalogue.ts';
import { occurrence, placedAfter } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import type { WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { earliestOf, type Fact, fitsFacts } from './facts.ts';
import type { Happening } from './sla.policy.ts';
import { breachChanges, knownAt, nextFiring } from './sla-firings.ts';
import { slaTimersOf } from './sla-timers.ts';
import { type Ticket, workersOf } from './ticket.ts';
import { tickets } from './tickets.store.ts';

/**
 * Milliseconds between occurrence and entry after which an entry is late. What falls due only because of a
 * late entry sends no notice.
 */
export const lateEntryMs = 10 * 60_000;

export const tooManyEntries = problemKind('too-many-entries', 409, {
  'zh-CN': '此单的处理记录已达上限。请结束此单，并另立新单继续处理。',
  'zh-TW': '此單的處理紀錄已達上限。請結束此單，並另立新單繼續處理。',
  en: 'This ticket has reached its maximum number of entries. End it and open a new ticket for anything further.',
});

/**
 * The rules of the estate that a change of a ticket needs: its working calendar. The promised times are kept
 * in the ticket's own facts.
 */
export interface TicketRules {
  calendar: WorkingCalendar;
}

/** Loads the rules for changes of a ticket. @throws Problem not-found. */
export async function ticketRulesOf(ticket: Pick<Ticket, 'estateId'>): Promise<TicketRules> {
  const { calendar } = await requireEstate(ticket.estateId);
  return { calendar };
}

function epoch(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}

/**
 * Returns the ticket after the given happenings. Folds its SLA timers from all facts in order of time. The
 * caller adds the rest of the change.
 * @throws Problem out-of-order, in-the-future, too-many-entries.
 */
export function happened(ticket: Ticket, what: readonly Happening[], act: ActionContext, rules: TicketRules): Ticket {
  return withFacts(
    ticket,
    what.map((one) => ({ what: one })),
    act,
    rules,
  );
}

/**
 * Returns the ticket after facts that carry data: an appointment or other rules.
 * @throws the problems of `happened`.
 */
export function withFacts(
  ticket: Ticket,
  added: readonly Omit<Fact, 'at'>[],
  act: ActionContext,
  { calendar }: TicketRules,
): Ticket {
  const at = timeOf(
    ticket,
    added.map(({ what }) => what),
    act,
  );
  const facts = [...ticket.facts, ...added.map((fact) => ({ ...fact, at }))];
  if (!fitsFacts(ticket.facts, added)) throw new Problem(tooManyEntries);
  const late = epoch(act.recordedAt) - epoch(at) > lateEntryMs;
  const entry = { now: act.recordedAt, late };
  const slaTimers = added.length > 0 ? slaTimersOf(facts, calendar) : ticket.slaTimers;
  const lastOccurredAt = compareInstants(at, ticket.lastOccurredAt) > 0 ? at : ticket.lastOccurredAt;
  const known = { facts, lastOccurredAt, slaTimers: knownAt(slaTimers, ticket.slaTimers, entry, calendar) };
  return settled({ ...ticket, ...known, ...workedOn(ticket, added, act) }, act, calendar);
}

/** What a staff member does to a ticket that makes it their work. */
const work: readonly Fact['what'][] = ['replied', 'arrived', 'resolved', 'closed'];

/** Returns the staff who worked on a ticket after these facts; nothing while nobody did. */
function workedOn(
  ticket: Ticket,
  added: readonly Pick<Fact, 'what'>[],
  { actor }: ActionContext,
): Pick<Ticket, 'workedBy'> {
  const works = actor.kind === 'staff' && added.some(({ what }) => work.includes(what));
  const workedBy = [...new Set([...workersOf(ticket), ...(works ? [actor.id] : [])])];
  return workedBy.length > 0 ? { workedBy } : {};
}

/** Returns when the facts of an entry happened. @throws Problem out-of-order, in-the-future. */
function timeOf(ticket: Ticket, what: readonly Fact['what'][], act: ActionContext): string {
  return occurrence(act, earliestOf(ticket.facts, what, ticket.receivedAt));
}

/**
 * Returns the action context of a consequence. Moves `occurredAt` to no earlier than the facts that it
 * follows.
 */
export function following(ticket: Ticket, what: readonly Fact['what'][], act: ActionContext): ActionContext {
  return placedAfter(earliestOf(ticket.facts, what, ticket.receivedAt), act);
}

/** Returns the ticket in its next version, with the instant of its next warning, breach or escalation. */
export function settled(ticket: Ticket, act: ActionContext, calendar: WorkingCalendar): Ticket {
  const nextDueAt = nextFiring(ticket.slaTimers, calendar);
  return { ...ticket, nextDueAt, updatedAt: act.recordedAt, version: ticket.version + 1 };
}

/** Returns the reference to the ticket that each of its events carries. */
export function ref(ticket: Pick<Ticket, 'ticketId' | 'number'>): { ticketId: string; number: string } {
  return { ticketId: ticket.ticketId, number: ticket.number };
}

/** Returns when the change from `before` to `after` happened. */
export function occurredAtOf(before: Ticket, after: Ticket, act: ActionContext): string {
  return after.facts[before.facts.length]?.at ?? timeOf(before, [], act);
}

/** Builds the transaction of a change: the new state, conditional on the version, with its events. */
export function changeOf<N extends EventName>(
  before: Ticket,
  after: Ticket,
  name: N,
  data: EventData<N>,
  act: ActionContext,
): Transaction {
  const occurredAt = occurredAtOf(before, after, act);
  const transaction = new Transaction().save(tickets, after, before);
  return recordBreaches(transaction.record(tickets, after, name, data, { ...act, occurredAt }), before, after, act);
}

/**
 * Adds an event for each breach that an entry caused or took back, so that the event record agrees with the
 * ticket (R41.2).
 */
export function recordBreaches(
  transaction: Transaction,
  before: Pick<Ticket, 'slaTimers'>,
  after: Ticket,
  { actor, recordedAt, traceId }: ActionContext,
): Transaction {
  for (const { name, why, ...breach } of breachChanges(before.slaTimers, after.slaTimers)) {
    const act = { actor, recordedAt, traceId };
    if (name === 'SlaBreached') transaction.record(tickets, after, name, { ...ref(after), ...breach }, act);
    else transaction.record(tickets, after, name, { ...ref(after), ...breach, why: why ?? 'done-in-time' }, act);
  }
  return transaction;
}
