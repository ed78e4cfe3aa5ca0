import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../shared/events/catalogue.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { log } from '../../shared/observability/log.ts';
import { retryOnConflict } from '../../shared/store/retry.ts';
import { get } from '../../shared/store/table.ts';
import { aboutOf, type Notice } from './notice.ts';
import { delayed, type Fact, learned, noted } from './notice-delivery.ts';
import { countReturn, notices, remember } from './notices.store.ts';
import type { Feedback } from './read-feedback.ts';
import { openTask } from './write-notice.ts';

/**
 * Records feedback of the mail service: the status of the notice, and facts about its address. Order and
 * repetition do not matter.
 */
export async function recordFeedback({ noticeId, fact }: Feedback, now: Temporal.Instant): Promise<void> {
  if (!fact) return;
  const act: ActionContext = { actor: { kind: 'system', id: 'mail-feedback' }, recordedAt: now.toString() };
  // Several facts about one mail often arrive at once.
  await retryOnConflict(async () => {
    const notice = await get(notices, { noticeId });
    if (!notice) return log.warn('feedback on a notice that is not there', { noticeId });
    const transaction = await consequences(notice, fact, act, now);
    await transaction?.commit();
  });
}

async function consequences(
  notice: Notice,
  fact: NonNullable<Feedback['fact']>,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Transaction | undefined> {
  if (fact.what === 'delayed') {
    const after = delayed(notice, fact, now);
    if (!after) return undefined;
    const transaction = new Transaction().save(notices, after, notice);
    if (notice.sentAt === undefined) recordFact(transaction, after, { ...fact, what: 'sent' }, act);
    return transaction;
  }
  if (fact.what === 'automatic-answer') {
    // The mailbox answered, so the mail is there: nobody needs to look at it.
    const after = noted(notice, fact.why, now);
    return after && new Transaction().save(notices, { ...after, nextDueAt: undefined }, notice);
  }
  const after = learned(notice, fact, now);
  if (!after) return undefined;
  const transaction = new Transaction().save(notices, after, notice);
  recordFact(transaction, after, fact, act);
  const { address } = notice.recipient;
  if (fact.what === 'bounced' && address) remember(transaction, address, 'unreachableSince', now.toString());
  if (fact.what === 'returned' && address) await countReturn(transaction, address, now);
  if (fact.what === 'complained' && address) remember(transaction, address, 'complainedSince', now.toString());
  if (fact.what === 'bounced' || fact.what === 'returned' || fact.what === 'rejected')
    await openTask(transaction, after, fact.what, act, now);
  return transaction;
}

function recordFact(transaction: Transaction, after: Notice, fact: Fact, act: ActionContext): void {
  const about = aboutOf(after);
  const { noticeId } = about;
  switch (fact.what) {
    case 'sent':
      transaction.record(notices, after, 'NoticeSent', { ...about, messageId: fact.messageId }, act);
      break;
    case 'delivered':
      transaction.record(notices, after, 'NoticeDelivered', about, act);
      break;
    case 'bounced':
      transaction.record(notices, after, 'NoticeBounced', { ...about, why: fact.why }, act);
      break;
    case 'complained':
      transaction.record(notices, after, 'NoticeComplained', { noticeId }, act);
      break;
    case 'returned':
    case 'rejected':
      transaction.record(notices, after, 'NoticeFailed', { ...about, why: fact.why }, act);
      break;
  }
}
