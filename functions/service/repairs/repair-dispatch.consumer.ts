import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling, stepOf } from '../../../shared/events/consumer.ts';
import { placedAfter } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { log } from '../../../shared/observability/log.ts';
import { get } from '../../../shared/store/table.ts';
import { type Ticket, ticketOf, workOrderIdOf } from '../tickets/public.ts';
import { type Change, happened, record, recordRelease, ref, written } from './change-work-order.ts';
import { dispatchWorkOrder, openWorkOrder, tradeFor } from './dispatch-repair.ts';
import { cancelled } from './finish-work-order.ts';
import { repairsPolicy } from './repairs.policy.ts';
import { workOrders } from './repairs.store.ts';
import { isUnfinished, type WorkOrder } from './work-order.ts';

type Event = { id: string; recordedAt: string };

/** Returns true for a repair ticket that still needs work. */
function wantsWork(ticket: Pick<Ticket, 'type' | 'status'>): boolean {
  return ticket.type === 'repair' && ['open', 'assigned', 'waiting'].includes(ticket.status);
}

/**
 * Updates the work order of a ticket from the ticket's present state, so events may come in any order. The
 * writes fail when the ticket changed after it was read. A cancelled order is reopened only when the ticket's
 * type became repair again; an order cancelled by the front desk stays cancelled.
 */
async function follow(event: Event, ticketId: string, handling: Handling, retyped = false): Promise<void> {
  const ticket = await ticketOf(ticketId);
  if (!ticket) {
    log.warn('the ticket of this event does not exist', { ticketId, eventId: event.id });
    return;
  }
  const [current, earlier] = await Promise.all([
    orderOf(ticket, ticket.reopenCount),
    ticket.reopenCount > 0 ? orderOf(ticket, ticket.reopenCount - 1) : undefined,
  ]);
  if (earlier && isUnfinished(earlier)) {
    // A separate transaction: the new order may go to the same technician, and a transaction writes a load
    // once.
    await cancel(earlier, 'ticket reopened', ticket, stepOf(handling, ticket.replays)).transaction.commit();
  }
  const change = await changeFor(ticket, current, retyped, stepOf(handling, ticket.replays));
  await new Transaction().once('tickets', handling.consumer, event).join(change?.transaction).commit();
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
  const reason = ticket.type === 'repair' ? `ticket ${ticket.status}` : `ticket became ${ticket.type}`;
  return cancel(order, reason, ticket, act);
}

function cancel(order: WorkOrder, reason: string, ticket: Ticket, act: ActionContext): Change {
  return cancelled(order, reason, placedAfter(order.lastOccurredAt, act), ticket);
}

/**
 * Sets the severity of the order to that of its ticket. A technician for a new emergency is looked for at
 * once, without waiting for a claim or a shift (R2.1).
 */
async function regrade(event: Event, ticketId: string, handling: Handling): Promise<void> {
  const ticket = await ticketOf(ticketId);
  const order = ticket && (await orderOf(ticket, ticket.reopenCount));
  const differs = ticket && order && isUnfinished(order) && order.severity !== ticket.severity;
  if (!differs) return new Transaction().once('tickets', handling.consumer, event).commit();
  const { severity } = ticket;
  const act = placedAfter(order.lastOccurredAt, stepOf(handling, ticket.replays));
  const mode = severity === 'emergency' ? 'assign' : order.mode;
  // The emergency determines the trade (R74.5). When it changes, an order not yet accepted becomes open.
  const trade =
    severity === 'emergency' ? tradeFor(ticket, (await repairsPolicy.of(ticket.estateId)).trades) : order.trade;
  const isNewTrade = trade !== order.trade && order.status === 'assigned';
  const given = isNewTrade ? { status: 'open' as const, technicianId: undefined, appointment: undefined } : {};
  const regraded = { ...order, severity, mode, trade, ...given };
  const change = written(order, happened(regraded, act), act, ticket);
  record(change, 'WorkOrderRegraded', { ...ref(order), from: order.severity, to: severity }, act);
  if (order.appointment && isNewTrade) recordRelease(change, order.appointment, act);
  if (regraded.status !== 'open' || severity !== 'emergency') {
    return new Transaction().once('tickets', handling.consumer, event).join(change.transaction).commit();
  }
  await change.transaction.commit();
  await sendAnother(event, order.workOrderId, handling);
}

/** Assigns an open order to another technician. */
async function sendAnother(event: Event, workOrderId: string, handling: Handling): Promise<void> {
  const order = await get(workOrders, { workOrderId });
  const change =
    order?.status === 'open'
      ? await dispatchWorkOrder(order, placedAfter(order.lastOccurredAt, stepOf(handling, order.replays)))
      : undefined;
  await new Transaction().once('tickets', handling.consumer, event).join(change?.transaction).commit();
}

/** Opens work orders for repair tickets and assigns technicians (D12). */
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
      // A completed work order needs no change. A ticket resolved by the front desk cancels its order.
      if (event.data.workOrderId === undefined) await follow(event, event.data.ticketId, handling);
    },
    TicketClosed: (event, handling) => follow(event, event.data.ticketId, handling),
    TicketWithdrawn: (event, handling) => follow(event, event.data.ticketId, handling),
    WorkOrderRefused: (event, handling) => sendAnother(event, event.data.workOrderId, handling),
  },
});
