import type * as z from 'zod';
import type { ActionContext, EventData, EventName } from '../../../shared/events/catalogue.ts';
import { occurrence } from '../../../shared/events/occurrence.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { bookedSlots, loads, workOrders } from './repairs.store.ts';
import { type Appointment, holderOf, type WorkOrder } from './work-order.ts';

/** A change of a work order: what stands afterwards, and how it is written. */
export interface Change {
  after: WorkOrder;
  transaction: Transaction;
}

/** From what stands, what is asked and who asks, to the change. */
export type Operation<Input> = (order: WorkOrder, input: Input, act: ActionContext) => Change | Promise<Change>;
export type InputOf<S extends z.ZodType> = z.output<S>;

/** Somebody else has the slot: who chose it is told which are free, who would only have moved to it decides again. */
export class SlotTaken extends VersionConflict {}

/** The order after something happened to it. @throws Problem in-the-future, out-of-order. */
export function happened(order: WorkOrder, act: ActionContext): WorkOrder {
  return {
    ...order,
    lastOccurredAt: occurrence(act, order.lastOccurredAt),
    updatedAt: act.recordedAt,
    version: order.version + 1,
  };
}

/** What an order loses when somebody has got it: nobody looks for anybody any more. */
export const found = { unassignableSince: undefined, nextTryAt: undefined };

/** Minutes until the job looks for somebody again. */
export const retryMinutes = 5;

/** When the job is to look again. */
export function inMinutes(minutes: number, act: Pick<ActionContext, 'recordedAt'>): string {
  return toInstant(act.recordedAt).add({ minutes }).toString();
}

/** Reference that every event of an order carries. */
export function ref(order: Pick<WorkOrder, 'workOrderId' | 'ticketId'>): { workOrderId: string; ticketId: string } {
  return { workOrderId: order.workOrderId, ticketId: order.ticketId };
}

/** Records an event of the order beside its new state. */
export function record<N extends EventName>(
  { after, transaction }: Change,
  name: N,
  data: EventData<N>,
  act: ActionContext,
): Change {
  transaction.record(workOrders, after, name, data, { ...act, occurredAt: after.lastOccurredAt });
  return { after, transaction };
}

/** Records that an appointment is off. */
export function recordRelease(change: Change, { from, to }: Appointment, act: ActionContext): Change {
  return record(change, 'AppointmentReleased', { ...ref(change.after), from, to }, act);
}

/**
 * The writes of a change. The slot and the load follow from the difference of the two states and from nothing else, so
 * that a slot is held just as long as its appointment and a load is given back just as often as it was taken.
 */
export function written(before: WorkOrder | undefined, after: WorkOrder): Change {
  const transaction = new Transaction();
  // First, so that of two reasons to fail the taken slot is the one that is told.
  moveSlot(transaction, before?.appointment, after);
  transaction.save(workOrders, after, before);
  moveLoad(transaction, before && holderOf(before), holderOf(after));
  return { after, transaction };
}

function moveSlot(transaction: Transaction, held: Appointment | undefined, after: WorkOrder): void {
  const wanted = after.appointment;
  if (held?.technicianId === wanted?.technicianId && held?.from === wanted?.from) return;
  const { workOrderId, estateId } = after;
  if (wanted) {
    const free = { text: 'attribute_not_exists(pk)' };
    transaction.put(bookedSlots, { ...wanted, workOrderId, estateId }, free, () => new SlotTaken('the slot is taken'));
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
