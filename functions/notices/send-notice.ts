import { setTimeout as wait } from 'node:timers/promises';
import type { Temporal } from 'temporal-polyfill';
import { noLongerDue } from '../../shared/events/catalogue/notices.ts';
import type { ActionContext } from '../../shared/events/catalogue.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { log } from '../../shared/observability/log.ts';
import { VersionConflict } from '../../shared/store/retry.ts';
import { get } from '../../shared/store/table.ts';
import { whyNotDue } from '../money/dunning/public.ts';
import { lowNoticeOf } from '../money/meters/public.ts';
import { estateOf, registeredPerson } from '../register/owners/public.ts';
import { sendMail } from './mail-service.ts';
import { afterSending, failed, held, isOfDunning, type Notice, nextStep, type SendOutcome, sending } from './notice.ts';
import { addressStanding, mayHaveMarketing, notices, optOuts, policyOf } from './notices.store.ts';
import { waitsUntil } from './quiet-hours.ts';
import { openTask } from './write-notice.ts';

/*
 * An effect outside, recorded: `sending` is written first, then the mail service is called, then its answer is written.
 * Whoever finds `sending` does not know whether the mail is out, and leaves it alone: the service's feedback settles it,
 * or, when that too stays silent, the clock sends again.
 */

/** What came of looking at a notice. */
export type Sent = 'nothing' | 'held' | 'withheld' | SendOutcome['how'];

/** Somebody stopped marketing at the very moment. */
class OptedOut extends Error {
  override readonly name = 'OptedOut';
}

/**
 * Sends a notice when it is to go now, and records what came of it.
 * @throws VersionConflict when somebody else changed it at the same moment.
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
  if (outcome.how !== 'taken') log.warn('mail not taken', { noticeId, ...outcome });
  await settle(begun, outcome, act, now);
  return outcome.how;
}

/** When the quiet hours end that keep a notice back now, whatever was so when it was written. */
async function quietNow(notice: Notice, now: Temporal.Instant): Promise<string | undefined> {
  if (notice.quietFrom === undefined) return undefined;
  const [estate, policy] = await Promise.all([estateOf(notice.estateId), policyOf(notice.estateId)]);
  return estate && waitsUntil(notice, policy, estate.calendar.zone, now);
}

/** Why a notice may not go to an address any more, by what has been learned since it was written. */
async function hindranceOf(notice: Notice, address: string, now: Temporal.Instant): Promise<string | undefined> {
  if (isOfDunning(notice) && notice.aboutId !== undefined && (await whyNotDue(notice.aboutId, now)) !== undefined) {
    return noLongerDue;
  }
  if (notice.template === 'balance-low' && notice.aboutId !== undefined && notice.status !== 'sending') {
    if ((await lowNoticeOf(notice.aboutId))?.withdrawnAt !== undefined) return noLongerDue;
  }
  const { unreachable, complained } = await addressStanding(address);
  if (unreachable) return 'no-address';
  if (notice.kind !== 'marketing') return undefined;
  if (complained) return 'complained';
  const person = await registeredPerson(notice.recipient.id);
  return person?.marketingConsent ? undefined : 'no-consent';
}

/** Ends a notice that is not to be sent; a household is called instead where it must know. */
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
  const { noticeId, template, aboutId, recipient } = after;
  const data = { noticeId, template, aboutId, recipientId: recipient.id, why };
  transaction.save(notices, after, before).record(notices, after, 'NoticeFailed', data, act);
  await openTask(transaction, after, why, act, now);
}

/** Writes what the mail service answered. Its feedback may have been faster: then the notice is read again. */
async function settle(begun: Notice, outcome: SendOutcome, act: ActionContext, now: Temporal.Instant): Promise<void> {
  let current: Notice | undefined = begun;
  for (let attempt = 1; current; attempt += 1) {
    const after = afterSending(current, outcome, now);
    if (!after) return;
    const transaction = new Transaction();
    if (outcome.how === 'refused') await endUnsent(transaction, current, after, outcome.why, act, now);
    else transaction.save(notices, after, current);
    if (outcome.how === 'taken') {
      const { noticeId } = after;
      transaction.record(notices, after, 'NoticeSent', { noticeId, messageId: outcome.messageId }, act);
    }
    try {
      return await transaction.commit();
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === 6) throw error;
    }
    await wait(Math.random() * 10 * 2 ** attempt);
    current = await get(notices, { noticeId: begun.noticeId });
  }
}
