import * as z from 'zod';
import { milestones } from '../../shared/events/catalogue/parts.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { languageSchema } from '../../shared/kernel/language.ts';

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
  'calendar-ends',
  'others-money-short',
  'money-held-too-long',
  'drawer-above-maximum',
  'drawer-overdue',
  'drawer-difference-old',
  'survey-invitation',
  'survey-reminder',
  'campaign-invitation',
  'campaign-reminder',
  'bill-published',
  'credit-note-issued',
  'payment-moved',
  'payment-credited',
  'account-changed',
  'address-changed',
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

/** Notices of surveys of households. Nobody is called because one did not arrive. */
const ofCampaigns: readonly TemplateName[] = ['campaign-invitation', 'campaign-reminder'];

/** Returns true for a notice of a survey of households. */
export function isOfCampaign({ template }: { template: TemplateName }): boolean {
  return ofCampaigns.includes(template);
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
    /**
     * The subject: a ticket, bill, handover, dunning contact, low balance record or invitation to a survey.
     */
    aboutId: z.string().optional(),
    /** The milestone of a complaint that this letter meets when it is sent (D1). */
    milestone: z.enum(milestones).optional(),
    /** The survey of households that the notice belongs to. */
    campaignId: z.string().optional(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    /** Unsubscribe address for the mail program's own button. */
    unsubscribeUrl: z.string().optional(),
    status: z.enum(noticeStatuses),
    /** The time from which quiet hours hold the notice back; absent when they never do. */
    quietFrom: z.string().optional(),
    sendAfter: z.string().optional(),
    /** From then on it is of no use and is not sent, such as an invitation to a survey that has ended. */
    uselessFrom: z.string().optional(),
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
    /** When the mail service gave the mail up after trying. */
    returnedAt: z.string().optional(),
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
  | 'milestone'
  | 'campaignId'
  | 'uselessFrom'
  | 'subject'
  | 'text'
  | 'html'
  | 'unsubscribeUrl'
  | 'quietFrom'
>;

/** Returns what the events of a notice say about it, for contexts that follow its outcome. */
export function aboutOf({ noticeId, template, aboutId, recipient, milestone }: Notice) {
  return { noticeId, template, aboutId, recipientId: recipient.id, ...(milestone && { milestone }) };
}
