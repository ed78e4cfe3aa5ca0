import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { listDue } from '../../../shared/events/due.ts';
import { type Job, processDue } from '../../../shared/events/job.ts';
import { get } from '../../../shared/store/table.ts';
import { isAfter } from './appointment-slots.ts';
import { dispatchWorkOrder } from './dispatch-repair.ts';
import { dueKind, workOrders } from './repairs.store.ts';

const prefix = 'WORKORDER#';

/** Looks again, every minute, for technicians for due orders that are unassigned or unclaimed (D12). */
export const repairRedispatch: Job = {
  name: 'repair-redispatch',
  every: 'rate(1 minute)',
  run: async (now) => {
    const due = await listDue(dueKind, 'tickets', now);
    const tried = await processDue(due, { what: 'work orders' }, (pk) => tryAgain(pk.slice(prefix.length), now));
    return { due: due.length, assigned: tried.filter((assigned) => assigned).length };
  },
};

async function tryAgain(workOrderId: string, now: Temporal.Instant): Promise<boolean> {
  const order = await get(workOrders, { workOrderId });
  if (order?.status !== 'open' || order.nextTryAt === undefined || isAfter(order.nextTryAt, now)) return false;
  const act: ActionContext = { actor: { kind: 'system', id: 'repair-redispatch' }, recordedAt: now.toString() };
  const { after, transaction } = await dispatchWorkOrder(order, act);
  await transaction.commit();
  return after.status === 'assigned';
}
