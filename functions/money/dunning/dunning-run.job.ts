import { dueJob } from '../../../shared/events/due-job.ts';
import { type Rules, rulesOf } from './account-change.ts';
import { dueAccounts } from './dunning.store.ts';
import { processAccount } from './run-step.ts';

/**
 * Takes the due steps of the ladder and updates accounts whose state changed with time, every 15 minutes
 * (D31).
 */
export const dunningRun = dueJob({
  name: 'dunning-run',
  every: 'rate(15 minutes)',
  counts: ['nothing', 'step', 'moved'],
  works: ({ now, act }) => {
    const known = new Map<string, Promise<Rules>>();
    // The rules of an estate are read once in a run.
    const rules = (estateId: string) => {
      const read = known.get(estateId) ?? rulesOf(estateId);
      known.set(estateId, read);
      return read;
    };
    return [
      {
        kind: dueAccounts,
        table: 'ledger',
        together: 20,
        // More accounts are due only on the morning after a due day.
        most: 5_000,
        work: async (accountId) => ({ [await processAccount(accountId, rules, act, now)]: 1 }),
      },
    ];
  },
});
