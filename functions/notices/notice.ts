import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../shared/kernel/ids.ts';
import { languageSchema } from '../../shared/kernel/language.ts';
import { toInstant } from '../../shared/kernel/time.ts';

/** What a notice may be about; `free` is what a manager writes himself. */
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
  'takeover-late',
  'title-opened',
  'title-document-rejected',
  'title-overdue',
  'title-fund-low',
  'free',
] as const;
export type TemplateName = (typeof templateNames)[number];

/** Notices about a contact of dunning: they go only while it is due, and dunning itself sees to what did not arrive. */
const ofDunning: readonly TemplateName[] = ['payment-reminder', 'written-demand', 'lawyers-letter'];

/** True of a reminder or a demand of dunning. */
export function isOfDunning({ template }: { template: TemplateName }): boolean {
  return ofDunning.includes(template);
}

/** Letters that bring a bill or a credit note: what does not arrive goes by hand, which fees see to. */
const ofBills: readonly TemplateName[] = ['bill-published', 'credit-note-issued'];

/** Returns true of a letter that brings a bill or a credit note. */
export function bringsBill({ template }: { template: TemplateName }): boolean {
  return ofBills.includes(template);
}

/** Service (服务通知) goes always; marketing (营销) needs consent (R15.5). */
export const noticeKinds = ['service', 'marketing'] as const;

/**
 * Where a notice stands: written; held until quiet hours end; handed to the mail service without its answer; sent;
 * delivered; and what else may become of it.
 */
const noticeStatuses = [
  ...(['written', 'held', 'sending', 'sent', 'delivered'] as const),
  ...(['bounced', 'complained', 'failed', 'no-address'] as const),
] as const;

const recipientSchema = z.object({
  kind: z.enum(['person', 'staff']),
  id: z.string(),
  name: z.string(),
  /** E-mail address as the register had it when the notice was written. */
  address: z.string().optional(),
});
export type Recipient = z.infer<typeof recipientSchema>;

/** A notice (通知): the written record of what was said to whom, and of its delivery (R11.2). */
export const noticeSchema = z.object({
  noticeId: z.string(),
  estateId: z.string(),
  kind: z.enum(noticeKinds),
  template: z.enum(templateNames),
  language: languageSchema,
  recipient: recipientSchema,
  /** Name that the mail comes from: the estate's. */
  sender: z.string(),
  /** The ticket, the bill, the handover, the contact of dunning, or the record of a low balance. */
  aboutId: z.string().optional(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** Address at which one stops marketing, for the mail program's own button. */
  unsubscribeUrl: z.string().optional(),
  status: z.enum(noticeStatuses),
  /** From when on quiet hours hold it back; absent when they never do. */
  quietFrom: z.string().optional(),
  sendAfter: z.string().optional(),
  sendingSince: z.string().optional(),
  /** How often it was handed to the mail service. */
  attempts: z.number().int(),
  /** How often the mail service neither answered nor told of it afterwards. */
  silences: z.number().int(),
  messageId: z.string().optional(),
  /** Why it was not sent, or what came back, in a word. */
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
});
export type Notice = z.infer<typeof noticeSchema>;

/** Id of the notice that an event, or what several events tell of together, makes for somebody; it cannot be made twice. */
export function noticeIdOf(cause: string, template: TemplateName, recipientId: string): string {
  return derivedId('ntc', cause, template, recipientId);
}

/** What is said, to whom, and when it may be. */
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

/** Minutes of silence after which a notice is taken up again, whoever lost it. */
const silenceMinutes = 15;
/** Sendings without answer or feedback: more of them would only be more copies in one mailbox. */
const mostSilences = 3;
/** What cannot be sent within a day has lost its meaning; somebody calls instead. */
const giveUpAfterHours = 24;
const longestWaitMinutes = 60;

/** A new notice: without an address, to be sent at once, or held until an instant. */
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

/** Kept back until quiet hours are over. */
export function held(notice: Notice, until: string, now: Temporal.Instant): Notice {
  return changed(notice, { status: 'held', sendAfter: until, nextDueAt: until }, now);
}

/** About to be handed to the mail service; from now on the mail may be out. */
export function sending(notice: Notice, now: Temporal.Instant): Notice {
  const silences = notice.status === 'sending' ? notice.silences + 1 : notice.silences;
  const nextDueAt = now.add({ minutes: silenceMinutes }).toString();
  const attempts = notice.attempts + 1;
  return changed(notice, { status: 'sending', sendingSince: now.toString(), attempts, silences, nextDueAt }, now);
}

/** Not to be sent, or not to be tried any more, and why. */
export function failed(notice: Notice, why: string, now: Temporal.Instant): Notice {
  const status = why === 'no-address' ? 'no-address' : 'failed';
  return changed(notice, { status, result: why, sendAfter: undefined, nextDueAt: undefined }, now);
}

/**
 * Whether to hand a notice to the mail service now. `mail-out` hears of a new one; the clock comes for what is due. One
 * that is `sending` is nobody's but the clock's, after its silence: the mail may be out already.
 */
export function nextStep(
  notice: Notice,
  now: Temporal.Instant,
  by: 'mail-out' | 'retry-job',
): 'send' | 'give-up' | 'wait' {
  const due = notice.nextDueAt !== undefined && Temporal.Instant.compare(toInstant(notice.nextDueAt), now) <= 0;
  switch (notice.status) {
    case 'written':
      // One that the mail service did not take waits for its time, and only the clock counts the day.
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
 * What the mail service said to a mail: taken; certainly not taken, this time; refused for good; or nothing, so that
 * nobody knows.
 */
export type SendOutcome =
  | { how: 'taken'; messageId: string }
  | { how: 'busy'; why: string }
  | { how: 'refused'; why: string }
  | { how: 'unknown'; why: string };

/** The notice after the mail service answered; undefined when the answer changes nothing (silence, or feedback came first). */
export function afterSending(notice: Notice, outcome: SendOutcome, now: Temporal.Instant): Notice | undefined {
  if (outcome.how === 'taken') return learned(notice, { what: 'sent', messageId: outcome.messageId }, now);
  if (notice.status !== 'sending') return undefined;
  switch (outcome.how) {
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

/** What is known of a mail, from the mail service's answer or from its feedback. */
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

/** Furthest first: a complaint means that it was read, and an address that bounces late did not keep it. */
const furthest = [
  { field: 'complainedAt', status: 'complained' },
  { field: 'bouncedAt', status: 'bounced' },
  { field: 'deliveredAt', status: 'delivered' },
  { field: 'rejectedAt', status: 'failed' },
  { field: 'sentAt', status: 'sent' },
] as const;

/**
 * The notice with one more fact; undefined when it is known already. Facts come in any order and more than once: each is
 * kept once, and the status is the furthest of them, so it never goes back.
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

/** The notice with a remark that changes nothing else (a full mailbox, an absence note); undefined when it says so already. */
export function noted(notice: Notice, what: string, now: Temporal.Instant): Notice | undefined {
  return notice.result === what ? undefined : changed(notice, { result: what }, now);
}
