import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../shared/kernel/ids.ts';
import { languageSchema } from '../../shared/kernel/language.ts';
import { toInstant } from '../../shared/kernel/time.ts';

/** Templates of notices; `free` is a text that a manager writes. */
export const templateNames = [
  'ticket-received',
  'ticket-raised',
  'ticket-lowered',
  'ticket-replied',
  'ticket-question',
  'appointment-booked',
  'technician-assigned',
  'work-order-given',
  'sla-warning',
  'escalation',
  'ticket-offered',
  'survey-invitation',
  'survey-reminder',
  'bill-published',
  'credit-note-issued',
  'payment-moved',
  'payment-credited',
  'payment-reminder',
  'written-demand',
  'lawyers-letter',
  'balance-low',
  'handover-notice',
  'handover-booked',
  'handover-missed',
  'handover-cancelled',
  'handover-incident',
  'defects-late',
  'defects-rejected',
  'defects-closed',
  'inspection-review',
  'acceptance-late',
  'title-opened',
  'title-document-rejected',
  'title-overdue',
  'title-fund-low',
  'free',
] as const;
export type TemplateName = (typeof templateNames)[number];

/** Notices of dunning contacts: sent only while due; dunning handles those that did not arrive. */
const ofDunning: readonly TemplateName[] = ['payment-reminder', 'written-demand', 'lawyers-letter'];

/** Returns true for a reminder or a demand of dunning. */
export function isOfDunning({ template }: { template: TemplateName }): boolean {
  return ofDunning.includes(template);
}

/** Notices that carry a bill or a credit note; fees handles those that did not arrive. */
const ofBills: readonly TemplateName[] = ['bill-published', 'credit-note-issued'];

/** Returns true for a notice that carries a bill or a credit note. */
export function bringsBill({ template }: { template: TemplateName }): boolean {
  return ofBills.includes(template);
}

/** Service notices (服务通知) are always sent; marketing (营销) needs consent (R15.5). */
export const noticeKinds = ['service', 'marketing'] as const;

/**
 * Statuses of a notice: written; held until quiet hours end; handed to the mail service without an answer
 * yet; sent; delivered; and the failures.
 */
const noticeStatuses = [
  ...(['written', 'held', 'sending', 'sent', 'delivered'] as const),
  ...(['bounced', 'complained', 'failed', 'no-address'] as const),
] as const;

const recipientSchema = z
  .object({
    kind: z.enum(['person', 'staff']),
    /** Id of the person or staff member. */
    id: z.string(),
    name: z.string(),
    /** E-mail address in the register when the notice was written. */
    address: z.string().optional(),
  })
  .meta({ id: 'Recipient' });
export type Recipient = z.infer<typeof recipientSchema>;

/** A notice (通知): the written record of its text, its recipient and its delivery (R11.2). */
export const noticeSchema = z
  .object({
    noticeId: z.string(),
    estateId: z.string(),
    kind: z.enum(noticeKinds),
    template: z.enum(templateNames),
    language: languageSchema,
    recipient: recipientSchema,
    /** Sender name of the mail: the estate's. */
    sender: z.string(),
    /** The subject: a ticket, bill, handover, dunning contact or low balance record. */
    aboutId: z.string().optional(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    /** Unsubscribe address for the mail program's own button. */
    unsubscribeUrl: z.string().optional(),
    status: z.enum(noticeStatuses),
    /** The time from which quiet hours hold it back; absent when they never do. */
    quietFrom: z.string().optional(),
    sendAfter: z.string().optional(),
    sendingSince: z.string().optional(),
    /** How often the notice was handed to the mail service. */
    attempts: z.number().int(),
    /** How often the mail service gave neither an answer nor feedback. */
    silences: z.number().int(),
    messageId: z.string().optional(),
    /** Why the notice was not sent or came back, in a word. */
    result: z.string().optional(),
    writtenAt: z.string(),
    sentAt: z.string().optional(),
    deliveredAt: z.string().optional(),
    bouncedAt: z.string().optional(),
    complainedAt: z.string().optional(),
    rejectedAt: z.string().optional(),
    updatedAt: z.string(),
    nextDueAt: z.string().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'NoticeNotice' });
export type Notice = z.infer<typeof noticeSchema>;

/**
 * Returns the id of the notice that a cause makes for a recipient. A cause is an event, or several events
 * gathered. The id prevents a second notice.
 */
export function noticeIdOf(cause: string, template: TemplateName, recipientId: string): string {
  return derivedId('ntc', cause, template, recipientId);
}

/** The content of a notice, its recipient, and when it may be sent. */
export type Draft = Pick<
  Notice,
  | 'noticeId'
  | 'estateId'
  | 'kind'
  | 'template'
  | 'language'
  | 'recipient'
  | 'sender'
  | 'aboutId'
  | 'subject'
  | 'text'
  | 'html'
  | 'unsubscribeUrl'
  | 'quietFrom'
>;

/** Minutes without feedback after which a notice is processed again. */
const silenceMinutes = 15;
/** The most attempts without answer or feedback: further ones would only add copies to the mailbox. */
const mostSilences = 3;
/** A notice that cannot be sent within a day is outdated; staff call instead. */
const giveUpAfterHours = 24;
const longestWaitMinutes = 60;

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
): 'send' | 'give-up' | 'wait' {
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
  | { what: 'complained' }
  | { what: 'rejected'; why: string };

const factFields = {
  sent: 'sentAt',
  delivered: 'deliveredAt',
  bounced: 'bouncedAt',
  complained: 'complainedAt',
  rejected: 'rejectedAt',
} as const;

/**
 * In order of priority. A complaint proves that the mail was read; a mail may bounce after its delivery was
 * reported.
 */
const furthest = [
  { field: 'complainedAt', status: 'complained' },
  { field: 'bouncedAt', status: 'bounced' },
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
      result: 'why' in fact ? fact.why : (notice.bouncedAt ?? notice.rejectedAt) ? notice.result : undefined,
      messageId: fact.what === 'sent' ? fact.messageId : notice.messageId,
      sendingSince: undefined,
      sendAfter: undefined,
      nextDueAt: undefined,
    },
    now,
  );
}

/**
 * Adds a remark that changes nothing else (a full mailbox, an absence note). Returns undefined when it is
 * already noted.
 */
export function noted(notice: Notice, what: string, now: Temporal.Instant): Notice | undefined {
  return notice.result === what ? undefined : changed(notice, { result: what }, now);
}
