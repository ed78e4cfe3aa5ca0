import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { listDue } from '../../../shared/events/due.ts';
import { type Job, processDue } from '../../../shared/events/job.ts';
import { dueSettlements, meterOfAccount } from './meters.store.ts';
import { settleMeter } from './settle-meter.ts';

/**
 * All meters of a large estate are due together after a month. The next run takes what exceeds this limit.
 */
const mostAtOnce = 5_000;
const together = 20;

/** Settles months of prepaid meters that are over and not yet in the ledger (D28), every 15 minutes. */
export const meterSettlement: Job = {
  name: 'meter-settlement',
  every: 'rate(15 minutes)',
  run: async (now) => {
    const due = await listDue(dueSettlements, 'ledger', now, mostAtOnce);
    const act: ActionContext = { actor: { kind: 'system', id: 'meter-settlement' }, recordedAt: now.toString() };
    const settled = await processDue(due, { what: 'settlements of meters', together }, (pk) =>
      settleMeter(meterOfAccount(pk), act, now),
    );
    return { due: due.length, months: settled.reduce<number>((all, one) => all + (one ?? 0), 0) };
  },
};
