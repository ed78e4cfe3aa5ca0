import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { placedAfter } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { asItStands, type Ticket, ticketOf, workOrderIdOf } from '../tickets/public.ts';
import { type Change, happened, record, ref, written } from './change-work-order.ts';
import { dispatchWorkOrder, openWorkOrder, tradeFor } from './dispatch-repair.ts';
import { cancelled } from './finish-work-order.ts';
import { policyOf, workOrders } from './repairs.store.ts';
import { isUnfinished, type WorkOrder } from './work-order.ts';

type Event = { id: string; recordedAt: string };

/** What a ticket wants of us: work on a repair that is not done yet. */
function wantsWork(ticket: Pick<Ticket, 'type' | 'status'>): boolean {
  return ticket.type === 'repair' && ['open', 'assigned', 'waiting'].includes(ticket.status);
}

/**
 * Brings the work order of a ticket in line with the ticket as it is now, whichever event told of it and in whatever
 * order they come: the writes stand only while the ticket is still as it was read. A cancelled order is opened again
 * only when the ticket has become a repair again; one that the desk cancelled stays so.
 */
async function follow(event: Event, ticketId: string, handling: Handling, retyped = false): Promise<void> {
  const ticket = await ticketOf(ticketId);
  if (!ticket) {
    log.warn('event of a ticket that is not there', { ticketId, eventId: event.id });
    return;
  }
  const [current, earlier] = await Promise.all([
    orderOf(ticket, ticket.reopenCount),
    ticket.reopenCount > 0 ? orderOf(ticket, ticket.reopenCount - 1) : undefined,
  ]);
  if (earlier && isUnfinished(earlier)) {
    // First and by itself: the new order may go to the same technician, whose load one transaction changes only once.
    await asItStands(cancel(earlier, 'ticket reopened', handling.act).transaction, ticket).commit();
  }
  const change = await changeFor(ticket, current, retyped, handling.act);
  const transaction = new Transaction().once('tickets', handling.consumer, event).join(change?.transaction);
  if (change) asItStands(transaction, ticket);
  await transaction.commit();
}

function orderOf({ ticketId }: Ticket, reopenCount: number): Promise<WorkOrder | undefined> {
  return get(workOrders, { workOrderId: workOrderIdOf(ticketId, reopenCount) });
}

async function changeFor(
  ticket: Ticket,
  order: WorkOrder | undefined,
  retyped: boolean,
  act: ActionContext,
): Promise<Change | undefined> {
  if (wantsWork(ticket)) {
    if (!order) return openWorkOrder(ticket, undefined, act);
    return retyped && order.status === 'cancelled'
      ? openWorkOrder(ticket, order, placedAfter(order.lastOccurredAt, act))
      : undefined;
  }
  if (!order || !isUnfinished(order)) return undefined;
  return cancel(order, ticket.type === 'repair' ? `ticket ${ticket.status}` : `ticket became ${ticket.type}`, act);
}

function cancel(order: WorkOrder, reason: string, act: ActionContext): Change {
  return cancelled(order, reason, placedAfter(order.lastOccurredAt, act));
}

/**
 * The order is as urgent as its ticket. What becomes an emergency waits no longer for somebody to claim it or to begin his
 * shift: somebody is sent for at once (R2.1).
 */
async function regrade(event: Event, ticketId: string, handling: Handling): Promise<void> {
  const ticket = await ticketOf(ticketId);
  const order = ticket && (await orderOf(ticket, ticket.reopenCount));
  const differs = ticket && order && isUnfinished(order) && order.severity !== ticket.severity;
  if (!differs) return new Transaction().once('tickets', handling.consumer, event).commit();
  const { severity } = ticket;
  const act = placedAfter(order.lastOccurredAt, handling.act);
  const mode = severity === 'emergency' ? 'assign' : order.mode;
  // The class of the emergency says who is needed (R74.5); who was given it before and has not begun is let go.
  const trade = severity === 'emergency' ? tradeFor(ticket, (await policyOf(ticket.estateId)).trades) : order.trade;
  const anew = trade !== order.trade && order.status === 'assigned';
  const given = anew ? { status: 'open' as const, technicianId: undefined } : {};
  const regraded = { ...order, severity, mode, trade, ...given };
  const change = written(order, happened(regraded, act));
  record(change, 'WorkOrderRegraded', { ...ref(order), from: order.severity, to: severity }, act);
  if (regraded.status !== 'open' || severity !== 'emergency') {
    const transaction = new Transaction().once('tickets', handling.consumer, event).join(change.transaction);
    return asItStands(transaction, ticket).commit();
  }
  await asItStands(change.transaction, ticket).commit();
  await sendAnother(event, order.workOrderId, handling);
}

/** Somebody gave it back: somebody else is sent for at once. */
async function sendAnother(event: Event, workOrderId: string, handling: Handling): Promise<void> {
  const order = await get(workOrders, { workOrderId });
  const change =
    order?.status === 'open'
      ? await dispatchWorkOrder(order, placedAfter(order.lastOccurredAt, handling.act))
      : undefined;
  await new Transaction().once('tickets', handling.consumer, event).join(change?.transaction).commit();
}

/** From repair tickets to work orders and to the technicians who do them (D12). */
export const repairDispatch = consumer({
  name: 'repair-dispatch',
  when: {
    TicketOpened: { ticketType: ['repair'] },
    TicketReopened: { ticketType: ['repair'] },
    TicketClosed: { ticketType: ['repair'] },
  },
  on: {
    TicketOpened: (event, handling) => follow(event, event.data.ticketId, handling),
    TicketReopened: (event, handling) => follow(event, event.data.ticketId, handling),
    TicketRetyped: async (event, handling) => {
      const { from, to, ticketId } = event.data;
      if (from !== to && (from === 'repair' || to === 'repair')) await follow(event, ticketId, handling, true);
    },
    TicketSeverityChanged: (event, handling) => regrade(event, event.data.ticketId, handling),
    TicketResolved: async (event, handling) => {
      // By a work order it is resolved because that one is complete; by the desk nobody needs to come any more.
      if (event.data.workOrderId === undefined) await follow(event, event.data.ticketId, handling);
    },
    TicketClosed: (event, handling) => follow(event, event.data.ticketId, handling),
    TicketWithdrawn: (event, handling) => follow(event, event.data.ticketId, handling),
    WorkOrderRefused: (event, handling) => sendAnother(event, event.data.workOrderId, handling),
  },
});
