import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { occurrence } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { isOnDuty, requireEstate, staffOfEstate } from '../../register/owners/public.ts';
import { hazardTradeOf, type Ticket, workOrderIdOf } from '../tickets/public.ts';
import { type Change, found, happened, inMinutes, record, ref, retryMinutes, written } from './change-work-order.ts';
import { chooseTechnician, eligible } from './choose-technician.ts';
import { classifyTrade } from './classify-trade.ts';
import { modeFor, type RepairsPolicy, repairsPolicy } from './repairs.policy.ts';
import { loadsOf, workOrders } from './repairs.store.ts';
import type { WorkOrder } from './work-order.ts';

/** Minutes that an order stays open to be claimed before a technician is assigned. */
const claimMinutes = 10;

/**
 * Opens the work order of a repair ticket, or reopens the cancelled one. Where the trade's orders are
 * assigned, a technician is assigned in the same transaction (D12).
 */
export async function openWorkOrder(
  ticket: Ticket,
  cancelled: WorkOrder | undefined,
  act: ActionContext,
): Promise<Change> {
  const policy = await repairsPolicy.of(ticket.estateId);
  const trade = tradeFor(ticket, policy.trades);
  const mode = modeFor(policy, trade, ticket.severity);
  const opened: WorkOrder = {
    ...(cancelled ?? blank(ticket, act)),
    trade,
    mode,
    severity: ticket.severity,
    status: 'open',
    technicianId: undefined,
    ...(mode === 'claim' && { nextTryAt: inMinutes(claimMinutes, act) }),
  };
  const settled = happened(opened, act);
  const sent = mode === 'assign' ? await sending(settled, act) : undefined;
  const change = written(cancelled, sent?.after ?? settled, act, ticket);
  record(change, 'WorkOrderOpened', { ...ref(opened), trade, mode, unitId: opened.unitId }, act);
  return sent?.tell?.(change) ?? change;
}

/** Returns the trade of a ticket: of its hazard (R74.5), else by category and words. */
export function tradeFor(ticket: Ticket, trades: RepairsPolicy['trades']): string {
  return classifyTrade({ ...ticket, hazardTrade: hazardTradeOf(ticket) }, trades);
}

function blank(ticket: Ticket, act: ActionContext): WorkOrder {
  const { ticketId, estateId, number, severity, title, description, unitId, requester } = ticket;
  const openedAt = occurrence(act);
  return {
    workOrderId: workOrderIdOf(ticketId, ticket.reopenCount),
    estateId,
    ticketId,
    number,
    trade: '',
    severity,
    mode: 'assign',
    status: 'open',
    refusedBy: [],
    title,
    description,
    unitId,
    requesterId: requester.personId,
    notAtHomeCount: 0,
    materials: [],
    photos: [],
    openedAt,
    lastOccurredAt: openedAt,
    earliestAt: ticket.facts.findLast(({ what }) => what === 'reopened')?.at ?? ticket.receivedAt,
    ...(ticket.replays && { replays: true as const }),
    updatedAt: act.recordedAt,
    version: 0,
  };
}

/**
 * Looks for a technician for an open order and assigns it. A failed search is recorded once. Further failed
 * searches keep the version, so that ETags of clients stay valid.
 */
export async function dispatchWorkOrder(order: WorkOrder, act: ActionContext): Promise<Change> {
  const sent = await sending(happened(order, act), act);
  if (sent.tell) return sent.tell(written(order, sent.after, act));
  const after = { ...order, nextTryAt: sent.after.nextTryAt };
  const asItWas = { text: 'version = :version', values: { ':version': order.version } };
  return { after, transaction: new Transaction().put(workOrders, after, asItWas) };
}

/** Returns the order after the search, and a function that records its event (once for a failed search). */
async function sending(
  order: WorkOrder,
  act: ActionContext,
): Promise<{ after: WorkOrder; tell?: (change: Change) => Change }> {
  const estate = await requireEstate(order.estateId);
  const at = toInstant(act.recordedAt);
  const { zone } = estate.calendar;
  const able = eligible(order, await staffOfEstate(order.estateId, 'technician'), at, zone);
  const loads = await loadsOf(able.map((one) => one.staffId));
  const { mostOpenOrders } = await repairsPolicy.of(order.estateId);
  const chosen = chooseTechnician(order, able, { of: loads, most: mostOpenOrders }, at, zone);
  if (chosen) {
    const technicianId = chosen.staffId;
    const data = { ...ref(order), technicianId, method: 'dispatched' as const };
    return {
      after: { ...order, ...found, status: 'assigned', technicianId },
      tell: (change) => record(change, 'WorkOrderAssigned', data, act),
    };
  }
  const nextTryAt = inMinutes(retryMinutes, act);
  if (order.unassignableSince) return { after: { ...order, nextTryAt } };
  const isFull = able.some((one) => isOnDuty(one, at, zone));
  const why = isFull
    ? 'everybody has as many orders as the estate allows'
    : able.length > 0
      ? 'nobody on duty'
      : 'nobody with the trade is there';
  const data = { ...ref(order), trade: order.trade, why };
  return {
    after: { ...order, nextTryAt, unassignableSince: act.recordedAt },
    tell: (change) => record(change, 'WorkOrderUnassignable', data, act),
  };
}
