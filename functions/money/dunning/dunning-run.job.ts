import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { listDue } from '../../../shared/events/due.ts';
import { type Job, processDue } from '../../../shared/events/job.ts';
import { type Rules, rulesOf } from './account-change.ts';
import { accountPrefix, dueAccounts } from './dunning.store.ts';
import { type Looked, lookAt } from './run-step.ts';

/** More accounts are due only on the morning after a due day. The next run takes what exceeds this limit. */
const mostAtOnce = 5_000;
const together = 20;

/**
 * Takes the due steps of the ladder and updates accounts whose state changed with time, every 15 minutes
 * (D31).
 */
export const dunningRun: Job = {
  name: 'dunning-run',
  every: 'rate(15 minutes)',
  run: async (now) => {
    const due = await listDue(dueAccounts, 'ledger', now, mostAtOnce);
    const act: ActionContext = { actor: { kind: 'system', id: 'dunning-run' }, recordedAt: now.toString() };
    const known = new Map<string, Promise<Rules>>();
    // The rules of an estate are read once in a run.
    const rules = (estateId: string) => {
      const read = known.get(estateId) ?? rulesOf(estateId);
      known.set(estateId, read);
      return read;
    };
    const counts: Record<Looked, number> = { nothing: 0, step: 0, moved: 0 };
    const looked = await processDue(due, { what: 'dunning accounts', together }, (pk) =>
      lookAt(pk.slice(accountPrefix.length), rules, act, now),
    );
    for (const what of looked) counts[what ?? 'nothing'] += 1;
    return { due: due.length, ...counts };
  },
};
