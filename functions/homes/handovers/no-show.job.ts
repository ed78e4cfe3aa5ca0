import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { listDue } from '../../../shared/events/due.ts';
import { type Job, processDue } from '../../../shared/events/job.ts';
import { get } from '../../../shared/store/table.ts';
import { missed } from './check-in.ts';
import { handovers } from './handovers.store.ts';

const prefix = 'HANDOVER#';
const together = 10;

/** Job: records a no-show (爽约) when a booked time is over without a check-in. Runs every five minutes. */
export const noShowJob: Job = {
  name: 'no-show',
  every: 'rate(5 minutes)',
  run: async (now) => {
    const act: ActionContext = { actor: { kind: 'system', id: 'no-show' }, recordedAt: now.toString() };
    const due = await listDue('handover', 'handovers', now);
    const results = await processDue(due, { what: 'handovers', together }, async (pk) => {
      const change = missed(await get(handovers, { handoverId: pk.slice(prefix.length) }), act);
      await change?.transaction.commit();
      return change !== undefined;
    });
    return { due: due.length, missed: results.filter(Boolean).length };
  },
};
