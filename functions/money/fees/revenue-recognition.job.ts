import { dueJob } from '../../../shared/events/due-job.ts';
import { dueAdvances } from './advances.store.ts';
import { serveAdvance } from './serve-advance.ts';

/**
 * Makes months charged in advance revenue on their last day (R24.2), and lets months lapse that nobody paid.
 * Runs every 20 minutes.
 */
export const revenueRecognition = dueJob({
  name: 'revenue-recognition',
  every: 'rate(20 minutes)',
  counts: ['months', 'lapsed'],
  works: ({ now, act }) => [
    {
      kind: dueAdvances,
      table: 'ledger',
      together: 20,
      // All units of a large estate are due together on the last day of a month.
      most: 5_000,
      work: async (advanceId) => serveAdvance(advanceId, act, now).then((done) => ({ ...done })),
    },
  ],
});
