import type { Act } from '../../shared/events/catalogue.ts';
import type { Job } from '../../shared/events/job.ts';
import { log } from '../../shared/observability/log.ts';
import { whatIsDue } from '../../shared/store/due.ts';
import { Outdated } from '../../shared/store/transaction.ts';
import { type Sent, sendNotice } from './send-notice.ts';

const prefix = 'NOTICE#';
/** As many as the mail service takes in a minute at its first rate (14 a second), and at a time. */
const mostAtOnce = 500;
const together = 10;

/** Every minute: notices whose quiet hours are over, that the mail service did not take, or that were never heard of again. */
export const noticeClock: Job = {
  name: 'notice-clock',
  every: 'rate(1 minute)',
  run: async (now) => {
    const due = await whatIsDue('notice', 'tickets', now, mostAtOnce);
    const act: Act = { actor: { kind: 'system', id: 'notice-clock' }, recordedAt: now.toString() };
    const counts: Record<Sent | 'failed', number> = {
      ...{ nothing: 0, held: 0, withheld: 0, taken: 0, busy: 0, refused: 0, unknown: 0, failed: 0 },
    };
    for (let from = 0; from < due.length; from += together) {
      const batch = due.slice(from, from + together);
      for (const how of await Promise.all(batch.map(({ pk }) => handle(pk.slice(prefix.length), act, now)))) {
        counts[how] += 1;
      }
    }
    if (counts.failed > 0) throw new Error(`${counts.failed} of ${due.length} due notices failed; they stay due`);
    // They are due again later; that the mail service does not take them is for somebody to hear now.
    if (counts.busy > 0) throw new Error(`the mail service did not take ${counts.busy} of ${due.length} due notices`);
    return { due: due.length, ...counts };
  },
};

async function handle(noticeId: string, act: Act, now: Parameters<Job['run']>[0]): Promise<Sent | 'failed'> {
  try {
    return await sendNotice(noticeId, 'clock', act, now);
  } catch (error) {
    // Changed at this very moment: it is still in the index and is judged anew in a minute.
    if (error instanceof Outdated) return 'nothing';
    log.error('notice not sent', { noticeId, error });
    return 'failed';
  }
}
