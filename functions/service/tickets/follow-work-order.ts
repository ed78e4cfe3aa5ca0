import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addTicketNote } from './answer-ticket.ts';
import {
  following,
  occurredAtOf,
  recordBreaches,
  ref,
  type TicketRules,
  ticketRulesOf,
  withFacts,
} from './change-ticket.ts';
import { recordEscalation } from './escalate-ticket.ts';
import { type Fact, fitsFacts } from './facts.ts';
import { resolveTicket } from './finish-ticket.ts';
import type { Change } from './operation.ts';
import { isGasUnverified } from './outside-call.ts';
import { isUnderWay, type Ticket } from './ticket.ts';
import { tickets } from './tickets.store.ts';
import { workOrderIdOf } from './work-order-id.ts';

/** What a ticket follows of its work order. */
export interface FollowedOrder {
  readonly workOrderId: string;
  readonly status: string;
  readonly technicianId?: string | undefined;
  /** The technician who has the order; absent while nobody has it, and after its end. */
  readonly holderId: string | undefined;
  readonly appointment?: { readonly to: string } | undefined;
  readonly resolution?: string | undefined;
  /** When the latest change of the order happened. */
  readonly lastOccurredAt: string;
}

/** What the change of a work order is to its ticket. */
type OrderFact = Pick<Fact, 'what' | 'until'>;

/** Returns what the change of a work order from `before` to `after` is to its ticket. */
export function factsOfOrder(before: FollowedOrder | undefined, after: FollowedOrder): OrderFact[] {
  const isNow = (status: string) => after.status === status && before?.status !== status;
  // A visit that the finished work made needless was not cancelled.
  if (isNow('completed')) return [{ what: 'resolved' }];
  const facts: OrderFact[] = [];
  if (after.holderId !== undefined && after.holderId !== before?.holderId) facts.push({ what: 'dispatched' });
  if (isNow('arrived')) facts.push({ what: 'arrived' });
  const until = after.appointment?.to;
  if (until !== before?.appointment?.to) facts.push({ what: 'appointed', until });
  return facts;
}

/**
 * Returns the change of a ticket by facts of its work order. Returns undefined when the ticket takes none: it
 * has ended, has another order since its reopening, or is full. The facts happened when the order changed,
 * but never before the facts that they follow.
 */
export async function followWorkOrder(
  ticket: Ticket,
  facts: readonly OrderFact[],
  order: FollowedOrder,
  act: ActionContext,
): Promise<Transaction | undefined> {
  const isItsOrder = order.workOrderId === workOrderIdOf(ticket.ticketId, ticket.reopenCount);
  const takes = isUnderWay(ticket) && isItsOrder && fitsFacts(ticket.facts, facts);
  if (facts.length === 0 || !takes) return undefined;
  const rules = await ticketRulesOf(ticket);
  const what = facts.map((fact) => fact.what);
  // Without the reason: a household reads the events of its ticket, but not why a technician refused.
  const { actor, recordedAt, traceId } = act;
  const then = following(ticket, what, { actor, recordedAt, traceId, occurredAt: order.lastOccurredAt });
  const isEnd = what.includes('resolved');
  const change = await (isEnd ? finish(ticket, order, then, rules) : enter(ticket, facts, order, then, rules));
  return change.transaction;
}

const eventNames: { readonly [what in Fact['what']]?: 'TicketDispatched' | 'TicketVisited' | 'TicketAppointed' } = {
  dispatched: 'TicketDispatched',
  arrived: 'TicketVisited',
  appointed: 'TicketAppointed',
};

function enter(
  ticket: Ticket,
  facts: readonly OrderFact[],
  { workOrderId, holderId }: FollowedOrder,
  act: ActionContext,
  rules: TicketRules,
): Change {
  const isDispatch = facts.some(({ what }) => what === 'dispatched');
  const status = isDispatch && ticket.status === 'open' ? 'assigned' : ticket.status;
  const sent = isDispatch ? { workOrderId, assigneeId: holderId, status } : {};
  const after = withFacts({ ...ticket, ...sent }, facts, act, rules);
  const transaction = new Transaction().save(tickets, after, ticket);
  const occurredAt = occurredAtOf(ticket, after, act);
  for (const { what, until } of facts) {
    const name = eventNames[what];
    const data = { ...ref(ticket), workOrderId, ...(until && { until }) };
    if (name) transaction.record(tickets, after, name, data, { ...act, occurredAt });
  }
  return { after, transaction: recordBreaches(transaction, ticket, after, act) };
}

/**
 * Resolves the ticket of a finished order. The ticket of a gas emergency stays open while the gas company has
 * not said that the source is safe (R74.4). It gets the result as a note, and its supervisor an escalation.
 */
async function finish(ticket: Ticket, order: FollowedOrder, act: ActionContext, rules: TicketRules): Promise<Change> {
  const { workOrderId, technicianId, resolution = '' } = order;
  if (!isGasUnverified(ticket)) return resolveTicket(ticket, { resolution, workOrderId, technicianId }, act, rules);
  const change = await addTicketNote(ticket, { text: resolution, visibleToRequester: false }, act, rules);
  await recordEscalation(change.transaction, change.after, 'gas-not-verified', act, 'supervisor');
  return change;
}
