import type { Temporal } from 'temporal-polyfill';
import type { Act } from '../../shared/events/catalogue.ts';
import type { Job } from '../../shared/events/job.ts';
import { log } from '../../shared/observability/log.ts';
import { whatIsDue } from '../../shared/store/due.ts';
import { get } from '../../shared/store/table.ts';
import { Outdated } from '../../shared/store/transaction.ts';
import { isAfter } from './appointment-slots.ts';
import { dispatchWorkOrder } from './dispatch-repair.ts';
import { dueKind, workOrders } from './repairs-store.ts';

const prefix = 'WORKORDER#';

/** Every minute: orders for which nobody was found, and those that nobody has grabbed, are tried again (D12). */
export const repairRedispatch: Job = {
  name: 'repair-redispatch',
  every: 'rate(1 minute)',
  run: async (now) => {
    const due = await whatIsDue(dueKind, 'tickets', now);
    let assigned = 0;
    let failed = 0;
    for (const { pk } of due) {
      try {
        assigned += await tryAgain(pk.slice(prefix.length), now);
      } catch (error) {
        failed += 1;
        log.error('work order could not be dispatched again', { workOrderId: pk.slice(prefix.length), error });
      }
    }
    if (failed > 0) throw new Error(`${failed} of ${due.length} due work orders failed; they stay due`);
    return { due: due.length, assigned };
  },
};

async function tryAgain(workOrderId: string, now: Temporal.Instant): Promise<number> {
  const order = await get(workOrders, { workOrderId });
  if (order?.status !== 'open' || order.nextTryAt === undefined || isAfter(order.nextTryAt, now)) return 0;
  const act: Act = { actor: { kind: 'system', id: 'repair-redispatch' }, recordedAt: now.toString() };
  const { after, transaction } = await dispatchWorkOrder(order, act);
  try {
    await transaction.commit();
    return after.status === 'assigned' ? 1 : 0;
  } catch (error) {
    // Taken at this very moment: nothing is left to do, or it is still in the index and is tried in a minute.
    if (error instanceof Outdated) return 0;
    throw error;
  }
}
