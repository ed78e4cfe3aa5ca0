import type * as z from 'zod';
import type { ActionContext, EventData, EventName } from '../../../shared/events/catalogue.ts';
import { occurrence } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { asItStands, factsOfOrder, followWorkOrder, type Ticket, ticketOf } from '../tickets/public.ts';
import { bookedSlots, loads, workOrders } from './repairs.store.ts';
import { type Appointment, holderOf, type WorkOrder } from './work-order.ts';

/** A change of a work order: the order afterwards, and the transaction that saves it. */
export interface Change {
  after: WorkOrder;
  transaction: Transaction;
}

/** An operation on a work order. */
export type Operation<Input> = (order: WorkOrder, input: Input, act: ActionContext) => Change | Promise<Change>;
export type InputOf<S extends z.ZodType> = z.output<S>;

/**
 * Returns the order with the next version and the time of the change. What people enter late may have
 * happened before an automatic step, such as the dispatch of a report that was entered late itself.
 * @throws Problem in-the-future, out-of-order.
 */
export function happened(order: WorkOrder, act: ActionContext): WorkOrder {
  const earliest = order.earliestAt ?? order.lastOccurredAt;
  return {
    ...order,
    lastOccurredAt: occurrence(act, earliest),
    earliestAt: act.actor.kind === 'system' ? earliest : undefined,
    updatedAt: act.recordedAt,
    version: order.version + 1,
  };
}

/** Clears the fields of the search for a technician. */
export const found = { unassignableSince: undefined, nextTryAt: undefined };

/** Minutes until the job looks for a technician again. */
export const retryMinutes = 5;

/** Returns the instant a number of minutes after the action. */
export function inMinutes(minutes: number, act: Pick<ActionContext, 'recordedAt'>): string {
  return toInstant(act.recordedAt).add({ minutes }).toString();
}

/** Returns the ids that every event of an order contains. */
export function ref(order: Pick<WorkOrder, 'workOrderId' | 'ticketId'>): { workOrderId: string; ticketId: string } {
  return { workOrderId: order.workOrderId, ticketId: order.ticketId };
}

/** Adds an event of the order to the change. */
export function record<N extends EventName>(
  { after, transaction }: Change,
  name: N,
  data: EventData<N>,
  act: ActionContext,
): Change {
  transaction.record(workOrders, after, name, data, { ...act, occurredAt: after.lastOccurredAt });
  return { after, transaction };
}

/** Adds the event of a released appointment to the change. */
export function recordRelease(change: Change, { from, to }: Appointment, act: ActionContext): Change {
  return record(change, 'AppointmentReleased', { ...ref(change.after), from, to }, act);
}

/**
 * Returns the writes of a change. Slot, load and ticket depend only on the difference of the two states. So a
 * slot is booked exactly as long as its appointment, and each load that was added is removed once. What it is
 * to the ticket is read and decided at commit. Of a `ticket` that the change depends on, the commit requires
 * that it is as it was read.
 * @throws at commit VersionConflict when order or ticket was changed meanwhile.
 */
export function written(before: WorkOrder | undefined, after: WorkOrder, act: ActionContext, ticket?: Ticket): Change {
  const transaction = new Transaction();
  // First, so that a booked slot is reported before a version conflict.
  moveSlot(transaction, before?.appointment, after);
  transaction.save(workOrders, after, before);
  moveLoad(transaction, before && holderOf(before), holderOf(after));
  const facts = factsOfOrder(before && followed(before), followed(after));
  if (!ticket && facts.length === 0) return { after, transaction };
  transaction.beforeCommit(async (committed) => {
    const current = ticket ?? (await ticketOf(after.ticketId));
    const following = current && (await followWorkOrder(current, facts, followed(after), act));
    if (following) committed.join(following);
    else if (ticket) asItStands(committed, ticket);
  });
  return { after, transaction };
}

/** Returns what the ticket follows of an order. */
function followed(order: WorkOrder) {
  return { ...order, holderId: holderOf(order) };
}

function moveSlot(transaction: Transaction, held: Appointment | undefined, after: WorkOrder): void {
  const wanted = after.appointment;
  if (held?.technicianId === wanted?.technicianId && held?.from === wanted?.from) return;
  const { workOrderId, estateId } = after;
  if (wanted) {
    const free = { text: 'attribute_not_exists(pk)' };
    const slot = { ...wanted, workOrderId, estateId };
    transaction.put(bookedSlots, slot, free, () => new VersionConflict('the slot was taken in the meantime'));
  }
  if (held) transaction.remove(bookedSlots, held);
}

function moveLoad(transaction: Transaction, from: string | undefined, to: string | undefined): void {
  if (from === to) return;
  if (from !== undefined) addLoad(transaction, from, -1);
  if (to !== undefined) addLoad(transaction, to, 1);
}

function addLoad(transaction: Transaction, staffId: string, by: number): void {
  transaction.update(
    loads,
    { staffId },
    {
      text: 'SET staffId = :staffId, #type = :type ADD openOrders :by',
      names: { '#type': 'type' },
      values: { ':staffId': staffId, ':type': loads.type, ':by': by },
    },
  );
}
