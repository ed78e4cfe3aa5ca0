import type { Act } from '../../../shared/events/catalogue.ts';
import { whatIsDue } from '../../../shared/events/due.ts';
import { type Job, workOff } from '../../../shared/events/job.ts';
import { get } from '../../../shared/store/table.ts';
import { handovers } from './handovers.store.ts';
import { missed } from './meet-buyer.ts';

const prefix = 'HANDOVER#';
const together = 10;

/** Every five minutes: those whose time is over and who did not come (爽约). */
export const handoverClock: Job = {
  name: 'handover-clock',
  every: 'rate(5 minutes)',
  run: async (now) => {
    const act: Act = { actor: { kind: 'system', id: 'handover-clock' }, recordedAt: now.toString() };
    const due = await whatIsDue('handover', 'handovers', now);
    const results = await workOff(due, { what: 'handovers', together }, async (pk) => {
      const change = missed(await get(handovers, { handoverId: pk.slice(prefix.length) }), act);
      await change?.transaction.commit();
      return change !== undefined;
    });
    return { due: due.length, missed: results.filter(Boolean).length };
  },
};
