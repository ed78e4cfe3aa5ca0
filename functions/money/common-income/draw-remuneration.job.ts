import { dueJob } from '../../../shared/events/due-job.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { dueBudgets } from './common-income.store.ts';
import { drawMonth } from './service-budget.ts';

/**
 * Draws the remuneration of each month that is over, by the budget that two people approved (R34.5). One
 * month is one transaction, so a repeated run adds nothing. Runs every 20 minutes.
 */
export const drawRemuneration = dueJob({
  name: 'draw-remuneration',
  every: 'rate(20 minutes)',
  counts: ['months'],
  works: ({ act }) => [
    {
      kind: dueBudgets,
      table: 'ledger',
      work: async (id) => {
        const [estateId = '', year = ''] = id.split('#');
        let months = 0;
        for (;;) {
          const drawn = await retryOnConflict(async () => {
            const transaction = await drawMonth({ estateId, year }, act);
            await transaction?.commit();
            return transaction !== undefined;
          });
          if (!drawn) return { months };
          months += 1;
        }
      },
    },
  ],
});
