import { Temporal } from 'temporal-polyfill';
import { toInstant } from '../../shared/kernel/time.ts';
import type { Draft, Notice } from './notice.ts';

/*
 * The delivery of a notice: the steps from its writing until it has arrived or has failed. Pure.
 */

/** Minutes without feedback after which a notice is processed again. */
const silenceMinutes = 15;
/** The most attempts without answer or feedback: further ones would only add copies to the mailbox. */
const mostSilences = 3;
/** A notice that cannot be sent within a day is outdated; staff call instead. */
const giveUpAfterHours = 24;
const longestWaitMinutes = 60;
/** Hours after which a sent notice without feedback is looked at. The mail service tries for at most 14. */
const unheardHours = 24;

/** Returns a new notice: without an address, to be sent at once, or held until an instant. */
export function write(draft: Draft, hold: 'no-address' | string | undefined, now: Temporal.Instant): Notice {
  const at = now.toString();
  const fresh = { ...draft, attempts: 0, silences: 0, writtenAt: at, updatedAt: at, version: 1 };
  if (hold === 'no-address') return { ...fresh, status: 'no-address', result: 'no-address' };
  if (hold !== undefined) return { ...fresh, status: 'held', sendAfter: hold, nextDueAt: hold };
  return { ...fresh, status: 'written', nextDueAt: now.add({ minutes: silenceMinutes }).toString() };
}

function changed(notice: Notice, changes: Partial<Notice>, now: Temporal.Instant): Notice {
  return { ...notice, ...changes, updatedAt: now.toString(), version: notice.version + 1 };
}

/** Returns the notice held until quiet hours are over. */
export function held(notice: Notice, until: string, now: Temporal.Instant): Notice {
  return changed(notice, { status: 'held', sendAfter: until, nextDueAt: until }, now);
}

/** Returns the notice about to be handed to the mail service; from now on the mail may have been sent. */
export function sending(notice: Notice, now: Temporal.Instant): Notice {
  const silences = notice.status === 'sending' ? notice.silences + 1 : notice.silences;
  const nextDueAt = now.add({ minutes: silenceMinutes }).toString();
  const attempts = notice.attempts + 1;
  return changed(notice, { status: 'sending', sendingSince: now.toString(), attempts, silences, nextDueAt }, now);
}

/** Returns the notice as failed, with the reason. It is not retried. */
export function failed(notice: Notice, why: string, now: Temporal.Instant): Notice {
  const status = why === 'no-address' ? 'no-address' : 'failed';
  return changed(notice, { status, result: why, sendAfter: undefined, nextDueAt: undefined }, now);
}

/**
 * Returns whether to hand a notice to the mail service now. `mail-out` handles new notices; the retry job
 * handles due ones. Only the retry job takes a notice in `sending`, after its time without feedback, because
 * the mail may have been sent.
 */
export function nextStep(
  notice: Notice,
  now: Temporal.Instant,
  by: 'mail-out' | 'retry-job',
): 'send' | 'give-up' | 'look' | 'wait' {
  const due = notice.nextDueAt !== undefined && Temporal.Instant.compare(toInstant(notice.nextDueAt), now) <= 0;
  switch (notice.status) {
    case 'written':
      // A notice that the mail service did not take waits for its time. Only the retry job gives up after a
      // day.
      if (by === 'mail-out') return notice.attempts === 0 ? 'send' : 'wait';
      if (!due) return 'wait';
      return tooOld(notice, now) ? 'give-up' : 'send';
    case 'held':
      return due && by === 'retry-job' ? 'send' : 'wait';
    case 'sending':
      if (!due || by === 'mail-out') return 'wait';
      return notice.silences + 1 >= mostSilences ? 'give-up' : 'send';
    case 'sent':
      return due && by === 'retry-job' ? 'look' : 'wait';
    case 'delivered':
    case 'bounced':
    case 'complained':
    case 'failed':
    case 'no-address':
      return 'wait';
  }
}

function tooOld(notice: Notice, now: Temporal.Instant): boolean {
  const since = toInstant(notice.sendAfter ?? notice.writtenAt);
  return now.epochMilliseconds - since.epochMilliseconds > giveUpAfterHours * 3_600_000;
}

/**
 * The mail service's answer: taken; not taken this time; refused for good; or no answer, so that the result
 * is unknown.
 */
export type SendOutcome =
  | { result: 'taken'; messageId: string }
  | { result: 'busy'; why: string }
  | { result: 'refused'; why: string }
  | { result: 'unknown'; why: string };

/**
 * Returns the notice after the mail service's answer. Returns undefined when nothing changes: no answer, or
 * feedback came first.
 */
export function afterSending(notice: Notice, outcome: SendOutcome, now: Temporal.Instant): Notice | undefined {
  if (outcome.result === 'taken') return learned(notice, { what: 'sent', messageId: outcome.messageId }, now);
  if (notice.status !== 'sending') return undefined;
  switch (outcome.result) {
    case 'busy': {
      const wait = Math.min(longestWaitMinutes, 2 ** (notice.attempts - 1));
      const nextDueAt = now.add({ minutes: wait }).toString();
      return changed(notice, { status: 'written', result: outcome.why, sendingSince: undefined, nextDueAt }, now);
    }
    case 'refused':
      return failed(notice, outcome.why, now);
    case 'unknown':
      return undefined;
  }
}

/** A fact about a mail, from the mail service's answer or its feedback. */
export type Fact =
  | { what: 'sent'; messageId: string }
  | { what: 'delivered' }
  | { what: 'bounced'; why: string }
  /** The mail service gave the mail up after trying, such as for a full mailbox. */
  | { what: 'returned'; why: string }
  | { what: 'complained' }
  | { what: 'rejected'; why: string };

const factFields = {
  sent: 'sentAt',
  delivered: 'deliveredAt',
  bounced: 'bouncedAt',
  returned: 'returnedAt',
  complained: 'complainedAt',
  rejected: 'rejectedAt',
} as const;

/**
 * The facts that decide the status of a notice, in order of priority. A complaint proves that the mail was
 * read; a mail may bounce after its delivery was reported.
 */
const furthest = [
  { field: 'complainedAt', status: 'complained' },
  { field: 'bouncedAt', status: 'bounced' },
  { field: 'returnedAt', status: 'failed' },
  { field: 'deliveredAt', status: 'delivered' },
  { field: 'rejectedAt', status: 'failed' },
  { field: 'sentAt', status: 'sent' },
] as const;

/**
 * Adds a fact to a notice; returns undefined when it is already known. Facts arrive in any order and
 * repeatedly. Each is kept once, and the status is the one of highest priority, so it never goes back.
 */
export function learned(notice: Notice, fact: Fact, now: Temporal.Instant): Notice | undefined {
  const field = factFields[fact.what];
  if (notice[field] !== undefined) return undefined;
  const known: Notice = { ...notice, [field]: now.toString() };
  const status = furthest.find((one) => known[one.field] !== undefined)?.status ?? notice.status;
  return changed(
    known,
    {
      status,
      result:
        'why' in fact
          ? fact.why
          : (notice.bouncedAt ?? notice.returnedAt ?? notice.rejectedAt)
            ? notice.result
            : undefined,
      messageId: fact.what === 'sent' ? fact.messageId : notice.messageId,
      sendingSince: undefined,
      sendAfter: undefined,
      // Without further feedback somebody looks at it.
      nextDueAt: status === 'sent' ? now.add({ hours: unheardHours }).toString() : undefined,
    },
    now,
  );
}

/** The mail service has a mail, could not deliver it yet, and tries again for some hours. */
export interface Delay {
  what: 'delayed';
  messageId: string;
  why: string;
}

const delayWord = 'Delayed: ';

/**
 * Notes a delay. It proves that the mail service has the mail, so a notice without an answer counts as sent.
 * Returns undefined when the mail has arrived or failed, or the delay is already noted.
 */
export function delayed(notice: Notice, { messageId, why }: Delay, now: Temporal.Instant): Notice | undefined {
  if (notice.status !== 'sending' && notice.status !== 'sent') return undefined;
  const result = delayWord + why;
  const sent = learned(notice, { what: 'sent', messageId }, now);
  return sent ? { ...sent, result } : noted(notice, result, now);
}

/** The reason of a notice of which nothing was heard after it was sent. */
export const noFeedback = 'no-feedback';

/** Returns the notice as looked at: sent a day ago, and neither delivered nor returned. */
export function unheard(notice: Notice, now: Temporal.Instant): Notice {
  return changed(notice, { result: noFeedback, nextDueAt: undefined }, now);
}

/**
 * Adds a remark that changes nothing else (a full mailbox, an absence note). Returns undefined when it is
 * already noted.
 */
export function noted(notice: Notice, what: string, now: Temporal.Instant): Notice | undefined {
  return notice.result === what ? undefined : changed(notice, { result: what }, now);
}
