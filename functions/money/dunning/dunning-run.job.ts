import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { listDue } from '../../../shared/events/due.ts';
import { type Job, processDue } from '../../../shared/events/job.ts';
import { type Rules, rulesOf } from './account-change.ts';
import { accountPrefix, dueAccounts } from './dunning.store.ts';
import { type Looked, lookAt } from './take-step.ts';

/** More than fall due in a quarter of an hour, but for the morning after a due day; what is above is the next run's. */
const mostAtOnce = 5_000;
const together = 20;

/** Every quarter of an hour: the steps of the ladder that are due, and accounts that time has brought to another place (D31). */
export const dunningRun: Job = {
  name: 'dunning-run',
  every: 'rate(15 minutes)',
  run: async (now) => {
    const due = await listDue(dueAccounts, 'ledger', now, mostAtOnce);
    const act: ActionContext = { actor: { kind: 'system', id: 'dunning-run' }, recordedAt: now.toString() };
    const known = new Map<string, Promise<Rules>>();
    // Read once in a run, however many of an estate's accounts are due.
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
