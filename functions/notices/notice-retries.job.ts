import { dueJob } from '../../shared/events/due-job.ts';
import { sendNotice, sendResults } from './send-notice.ts';

/**
 * Sends notices whose quiet hours are over, that the mail service did not take, or that have no feedback,
 * every minute.
 */
export const noticeRetriesJob = dueJob({
  name: 'notice-retries',
  every: 'rate(1 minute)',
  counts: sendResults,
  works: ({ now, act }) => [
    {
      kind: 'notice',
      table: 'tickets',
      // The mail service starts with 14 mails a second.
      together: 10,
      most: 500,
      work: async (noticeId) => ({ [await sendNotice(noticeId, 'retry-job', act, now)]: 1 }),
    },
  ],
  // They are due again later; the error raises an alarm that the mail service does not take mails.
  check: ({ busy = 0, due }) => {
    if (busy > 0) throw new Error(`the mail service did not take ${busy} of ${due} due notices`);
  },
});
