import type { Temporal } from 'temporal-polyfill';
import { noLongerDue } from '../../shared/events/catalogue/notices.ts';
import type { ActionContext } from '../../shared/events/catalogue.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { compareInstants } from '../../shared/kernel/time.ts';
import { log } from '../../shared/observability/log.ts';
import { retryOnConflict } from '../../shared/store/retry.ts';
import { get } from '../../shared/store/table.ts';
import { whyNotDue } from '../money/dunning/public.ts';
import { lowNoticeOf } from '../money/meters/public.ts';
import { estateOf, registeredPerson } from '../register/owners/public.ts';
import { isOpenCampaign } from '../service/surveys/public.ts';
import { sendMail } from './mail-service.ts';
import { aboutOf, isOfDunning, type Notice } from './notice.ts';
import {
  afterSending,
  failed,
  held,
  nextStep,
  noFeedback,
  type SendOutcome,
  sending,
  unheard,
} from './notice-delivery.ts';
import { noticesPolicy } from './notices.policy.ts';
import { addressStanding, mayHaveMarketing, notices, optOuts } from './notices.store.ts';
import { waitsUntil } from './quiet-hours.ts';
import { openTask } from './write-notice.ts';

/*
 * Sends a mail with a recorded status: `sending` is written before the mail service is called, and the answer
 * afterwards. For a notice in `sending` it is unknown whether the mail was sent. Feedback of the service
 * settles it; without feedback the retry job sends again.
 */

/**
 * The results of processing a notice. `nothing`: it was not due. `held`: it waits for the end of quiet hours.
 * `unheard`: it was sent a day ago and has no feedback.
 * `withheld`: it ended without being sent. The others are answers of the mail service.
 */
export const sendResults = ['nothing', 'held', 'unheard', 'withheld', 'taken', 'busy', 'refused', 'unknown'] as const;
type Sent = (typeof sendResults)[number];

/** Signals that the person unsubscribed in the meantime. */
class OptedOut extends Error {
  override readonly name = 'OptedOut';
}

/**
 * Sends a notice that is due now, and records the result.
 * @throws VersionConflict when another change came at the same moment.
 */
export async function sendNotice(
  noticeId: string,
  by: 'mail-out' | 'retry-job',
  act: ActionContext,
  now: Temporal.Instant,
): Promise<Sent> {
  const notice = await get(notices, { noticeId });
  if (!notice) return 'nothing';
  const step = nextStep(notice, now, by);
  if (step === 'wait') return 'nothing';
  if (step === 'give-up') return stop(notice, 'no-answer', act, now);
  if (step === 'look') return lookAt(notice, act, now);

  const hold = await quietNow(notice, now);
  if (hold !== undefined) {
    await new Transaction().save(notices, held(notice, hold, now), notice).commit();
    return 'held';
  }
  const { address } = notice.recipient;
  if (address === undefined) return stop(notice, 'no-address', act, now);
  const hindrance = await hindranceOf(notice, address, now);
  if (hindrance !== undefined) return stop(notice, hindrance, act, now);

  const begun = sending(notice, now);
  const begin = new Transaction().save(notices, begun, notice);
  if (notice.kind === 'marketing') {
    const { id: personId } = notice.recipient;
    begin.check(optOuts, { personId }, mayHaveMarketing, () => new OptedOut('no more marketing'));
  }
  try {
    await begin.commit();
  } catch (error) {
    if (error instanceof OptedOut) return stop(notice, 'opted-out', act, now);
    throw error;
  }

  const outcome = await sendMail(begun, address, now);
  if (outcome.result !== 'taken') log.warn('mail not taken', { noticeId, ...outcome });
  await settle(begun, outcome, act, now);
  return outcome.result;
}

/** Returns the end of the quiet hours that hold back a notice now. Recalculates it at the time of sending. */
async function quietNow(notice: Notice, now: Temporal.Instant): Promise<string | undefined> {
  if (notice.quietFrom === undefined) return undefined;
  const [estate, policy] = await Promise.all([estateOf(notice.estateId), noticesPolicy.of(notice.estateId)]);
  return estate && waitsUntil(notice, policy, estate.calendar.zone, now);
}

/** Returns why a notice may no longer be sent, by facts that became known after it was written. */
async function hindranceOf(notice: Notice, address: string, now: Temporal.Instant): Promise<string | undefined> {
  if (isOfDunning(notice) && notice.aboutId !== undefined && (await whyNotDue(notice.aboutId, now)) !== undefined) {
    return noLongerDue;
  }
  if (notice.template === 'balance-low' && notice.aboutId !== undefined && notice.status !== 'sending') {
    if ((await lowNoticeOf(notice.aboutId))?.withdrawnAt !== undefined) return noLongerDue;
  }
  if (notice.uselessFrom !== undefined && compareInstants(notice.uselessFrom, now.toString()) <= 0) return noLongerDue;
  // A survey of households may have ended while the notice was held.
  if (notice.campaignId !== undefined && !(await isOpenCampaign(notice.campaignId))) return noLongerDue;
  const { unreachable, complained } = await addressStanding(address);
  if (unreachable) return 'no-address';
  if (notice.kind !== 'marketing') return undefined;
  if (complained) return 'complained';
  const person = await registeredPerson(notice.recipient.id);
  return person?.marketingConsent ? undefined : 'no-consent';
}

/** Opens a call task for a notice that was sent and not heard of, where the household must know. */
async function lookAt(notice: Notice, act: ActionContext, now: Temporal.Instant): Promise<Sent> {
  log.warn('no feedback on a mail for a day', { noticeId: notice.noticeId });
  const after = unheard(notice, now);
  const transaction = new Transaction().save(notices, after, notice);
  await openTask(transaction, after, noFeedback, act, now);
  await transaction.commit();
  return 'unheard';
}

/** Ends a notice without sending it; opens a call task where the household must know. */
async function stop(notice: Notice, why: string, act: ActionContext, now: Temporal.Instant): Promise<Sent> {
  const transaction = new Transaction();
  await endUnsent(transaction, notice, failed(notice, why, now), why, act, now);
  await transaction.commit();
  return 'withheld';
}

async function endUnsent(
  transaction: Transaction,
  before: Notice,
  after: Notice,
  why: string,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<void> {
  transaction.save(notices, after, before).record(notices, after, 'NoticeFailed', { ...aboutOf(after), why }, act);
  await openTask(transaction, after, why, act, now);
}

/** Writes the mail service's answer. Feedback may have been faster; then the notice is read again. */
async function settle(begun: Notice, outcome: SendOutcome, act: ActionContext, now: Temporal.Instant): Promise<void> {
  let known: Notice | undefined = begun;
  await retryOnConflict(async () => {
    const current = known ?? (await get(notices, { noticeId: begun.noticeId }));
    known = undefined;
    const after = current && afterSending(current, outcome, now);
    if (!after) return;
    const transaction = new Transaction();
    if (outcome.result === 'refused') await endUnsent(transaction, current, after, outcome.why, act, now);
    else transaction.save(notices, after, current);
    if (outcome.result === 'taken') {
      transaction.record(notices, after, 'NoticeSent', { ...aboutOf(after), messageId: outcome.messageId }, act);
    }
    await transaction.commit();
  });
}
