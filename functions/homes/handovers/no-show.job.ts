import { dueJob } from '../../../shared/events/due-job.ts';
import { get } from '../../../shared/store/table.ts';
import { missed } from './check-in.ts';
import { handovers } from './handovers.store.ts';

/** Job: records a no-show (爽约) when a booked time is over without a check-in. Runs every five minutes. */
export const noShowJob = dueJob({
  name: 'no-show',
  every: 'rate(5 minutes)',
  counts: ['missed'],
  works: ({ act }) => [
    {
      kind: 'handover',
      table: 'handovers',
      together: 10,
      work: async (handoverId) => {
        const change = missed(await get(handovers, { handoverId }), act);
        await change?.transaction.commit();
        return change && { missed: 1 };
      },
    },
  ],
});
