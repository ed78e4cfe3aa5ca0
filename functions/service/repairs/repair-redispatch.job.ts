import { dueJob, type JobRun } from '../../../shared/events/due-job.ts';
import { get } from '../../../shared/store/table.ts';
import { isAfter } from './appointment-slots.ts';
import { dispatchWorkOrder } from './dispatch-repair.ts';
import { dueKind, workOrders } from './repairs.store.ts';

/** Looks again, every minute, for technicians for due orders that are unassigned or unclaimed (D12). */
export const repairRedispatch = dueJob({
  name: 'repair-redispatch',
  every: 'rate(1 minute)',
  counts: ['assigned'],
  works: (run) => [
    { kind: dueKind, table: 'tickets', work: async (workOrderId) => ({ assigned: await tryAgain(workOrderId, run) }) },
  ],
});

async function tryAgain(workOrderId: string, { now, act }: JobRun): Promise<number> {
  const order = await get(workOrders, { workOrderId });
  if (order?.status !== 'open' || order.nextTryAt === undefined || isAfter(order.nextTryAt, now)) return 0;
  const { after, transaction } = await dispatchWorkOrder(order, act);
  await transaction.commit();
  return after.status === 'assigned' ? 1 : 0;
}
