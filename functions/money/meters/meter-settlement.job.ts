import { dueJob } from '../../../shared/events/due-job.ts';
import { dueSettlements } from './meters.store.ts';
import { settleMeter } from './settle-meter.ts';

/** Settles months of prepaid meters that are over and not yet in the ledger (D28), every 15 minutes. */
export const meterSettlement = dueJob({
  name: 'meter-settlement',
  every: 'rate(15 minutes)',
  counts: ['months'],
  works: ({ now, act }) => [
    {
      kind: dueSettlements,
      table: 'ledger',
      together: 20,
      // All meters of a large estate are due together after a month.
      most: 5_000,
      // The id is `<meter>#ACCOUNT`.
      work: async (accountId) => ({ months: await settleMeter(accountId.split('#')[0] ?? '', act, now) }),
    },
  ],
});
