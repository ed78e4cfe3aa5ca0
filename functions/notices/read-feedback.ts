import * as z from 'zod';
import type { Delay, Fact } from './notice-delivery.ts';

/* Reads the feedback of SES. What follows from it (status, address, call task) is in record-feedback.ts. */

/** A recipient of a mail that came back, with what the receiving system said. */
const recipientsSchema = z
  .array(
    z.looseObject({
      action: z.string().optional(),
      status: z.string().optional(),
      diagnosticCode: z.string().optional(),
    }),
  )
  .default([]);

/** Feedback of SES about a mail (event publishing, or the older notifications); unused fields are ignored. */
const feedbackSchema = z
  .looseObject({
    eventType: z.string().optional(),
    notificationType: z.string().optional(),
    mail: z.looseObject({
      messageId: z.string(),
      tags: z.record(z.string(), z.array(z.string())).default({}),
      headers: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
    }),
    bounce: z
      .looseObject({
        bounceType: z.string(),
        bounceSubType: z.string().optional(),
        bouncedRecipients: recipientsSchema,
      })
      .optional(),
    deliveryDelay: z.looseObject({ delayType: z.string(), delayedRecipients: recipientsSchema }).optional(),
    reject: z.looseObject({ reason: z.string().optional() }).optional(),
  })
  .meta({ id: 'Feedback' });

/** One piece of feedback about a notice. */
export interface Feedback {
  noticeId: string;
  /** Undefined for unused kinds of feedback. */
  fact: Fact | { what: 'automatic-answer'; why: string } | Delay | undefined;
}

/**
 * Reads a message of the mail service; undefined when it is not about a notice.
 * @throws ZodError when the message is malformed.
 */
export function readFeedback(body: unknown): Feedback | undefined {
  const recorded = feedbackSchema.parse(body);
  const { tags, headers, messageId } = recorded.mail;
  const noticeId = tags.notice?.[0] ?? headers.find(({ name }) => name.toLowerCase() === 'x-anju-notice')?.value;
  if (!noticeId) return undefined;
  return { noticeId, fact: factOf(recorded, messageId) };
}

/**
 * Returns true for an answer that a mailbox gives by itself, such as an absence note. SES reports it as a
 * general bounce without the status, action and code of a receiving system; that mail was delivered.
 */
function isAutomaticAnswer({ bounce }: z.output<typeof feedbackSchema>): boolean {
  const { bounceType, bounceSubType = 'General', bouncedRecipients = [] } = bounce ?? {};
  if (bounceType !== 'Transient' || bounceSubType !== 'General') return false;
  return bouncedRecipients.every(({ action, status, diagnosticCode }) => !action && !status && !diagnosticCode);
}

function factOf(recorded: z.output<typeof feedbackSchema>, messageId: string): Feedback['fact'] {
  switch (recorded.eventType ?? recorded.notificationType) {
    case 'Send':
      return { what: 'sent', messageId };
    case 'Delivery':
      return { what: 'delivered' };
    case 'Bounce': {
      const { bounceType = 'Undetermined', bounceSubType, bouncedRecipients = [] } = recorded.bounce ?? {};
      const code = bouncedRecipients[0]?.diagnosticCode;
      const why = [bounceType, bounceSubType, code].filter(Boolean).join(': ').slice(0, 500);
      if (bounceType === 'Permanent') return { what: 'bounced', why };
      return { what: isAutomaticAnswer(recorded) ? 'automatic-answer' : 'returned', why };
    }
    case 'DeliveryDelay': {
      const { delayType = 'Undetermined', delayedRecipients = [] } = recorded.deliveryDelay ?? {};
      const code = delayedRecipients[0]?.diagnosticCode;
      return { what: 'delayed', messageId, why: [delayType, code].filter(Boolean).join(': ').slice(0, 400) };
    }
    case 'Complaint':
      return { what: 'complained' };
    case 'Reject':
      return { what: 'rejected', why: recorded.reject?.reason ?? 'rejected' };
    default:
      return undefined;
  }
}
