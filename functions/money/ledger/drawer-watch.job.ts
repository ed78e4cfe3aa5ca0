import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { dueJob } from '../../../shared/events/due-job.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { compareInstants, dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { zoneOf } from '../../register/owners/public.ts';
import { drawerDays, dueDifferences, dueDrawers } from './drawer.store.ts';
import { depositDeadline, takingsLeft } from './drawer-day.ts';
import { ledgerPolicy } from './ledger.policy.ts';
import { tellOldDifference } from './open-difference.ts';
import { readCashAround } from './read-drawer.ts';

/**
 * Looks at the drawer of a day after its time, and then every hour until it is counted and its takings are
 * deposited. It is told once on each banking day (R20.8).
 */
export async function watchDrawer(drawerDayId: string, act: ActionContext, now: Temporal.Instant) {
  const before = await get(drawerDays, { drawerDayId });
  const at = now.toString();
  if (before?.lookAt === undefined || compareInstants(before.lookAt, at) > 0) return undefined;
  const { estateId, cashierId, day, status } = before;
  const [policy, zone] = await Promise.all([ledgerPolicy.of(estateId), zoneOf(estateId)]);
  const fen = takingsLeft(await readCashAround(estateId, cashierId, day), policy);
  const isOpen = status === 'open';
  const { overdue, lookAt: _, ...rest } = before;
  const changed = { ...rest, updatedAt: at, version: before.version + 1 };
  if (fen === 0 && !isOpen) {
    await new Transaction().save(drawerDays, changed, before).commit();
    return { settled: 1 };
  }
  const nextTelling = overdue && depositDeadline(dayIn(zone, overdue.toldAt), policy.depositBy, zone);
  const isTold = nextTelling === undefined || compareInstants(nextTelling, at) <= 0;
  const lookAt = now.add({ hours: 1 }).toString();
  const after = { ...changed, lookAt, overdue: { fen, toldAt: isTold ? at : (overdue?.toldAt ?? at) } };
  const transaction = new Transaction().save(drawerDays, after, before);
  if (isTold) transaction.record(drawerDays, after, 'DrawerOverdue', { cashierId, day, fen, isOpen }, act);
  await transaction.commit();
  return isTold ? { told: 1 } : {};
}

/**
 * Tells of drawers whose day was not counted, or whose takings were not deposited (R20.8), and of differences
 * that nobody cleared (R20.5). Runs every 20 minutes.
 */
export const drawerWatch = dueJob({
  name: 'drawer-watch',
  every: 'rate(20 minutes)',
  counts: ['told', 'settled'],
  works: ({ now, act }) => [
    { kind: dueDrawers, table: 'ledger', together: 10, work: (drawerDayId) => watchDrawer(drawerDayId, act, now) },
    {
      kind: dueDifferences,
      table: 'ledger',
      together: 10,
      work: (differenceId) => tellOldDifference(differenceId, act, now),
    },
  ],
});
