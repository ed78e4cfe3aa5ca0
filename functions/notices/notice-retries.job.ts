import type { ActionContext } from '../../shared/events/catalogue.ts';
import { listDue } from '../../shared/events/due.ts';
import { type Job, processDue } from '../../shared/events/job.ts';
import { type Sent, sendNotice } from './send-notice.ts';

const prefix = 'NOTICE#';
/** Due notices of one run and those sent in parallel. The mail service starts with 14 mails a second. */
const mostAtOnce = 500;
const together = 10;

/**
 * Sends notices whose quiet hours are over, that the mail service did not take, or that have no feedback,
 * every minute.
 */
export const noticeRetriesJob: Job = {
  name: 'notice-retries',
  every: 'rate(1 minute)',
  run: async (now) => {
    const due = await listDue('notice', 'tickets', now, mostAtOnce);
    const act: ActionContext = { actor: { kind: 'system', id: 'notice-retries' }, recordedAt: now.toString() };
    const counts: Record<Sent, number> = {
      nothing: 0,
      held: 0,
      withheld: 0,
      taken: 0,
      busy: 0,
      refused: 0,
      unknown: 0,
    };
    const sent = await processDue(due, { what: 'notices', together }, (pk) =>
      sendNotice(pk.slice(prefix.length), 'retry-job', act, now),
    );
    for (const result of sent) counts[result ?? 'nothing'] += 1;
    // They are due again later; the error raises an alarm that the mail service does not take mails.
    if (counts.busy > 0) throw new Error(`the mail service did not take ${counts.busy} of ${due.length} due notices`);
    return { due: due.length, ...counts };
  },
};
