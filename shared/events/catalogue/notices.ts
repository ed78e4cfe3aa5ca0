import * as z from 'zod';
import { id } from './parts.ts';

/**
 * Template, subject (a ticket, a bill, a dunning contact) and recipient of a notice, for consumers of its
 * outcome.
 */
const about = { template: z.string().optional(), aboutId: id.optional(), recipientId: id.optional() };

/**
 * Reason of a notice that was not sent because it was no longer due. A dunning notice: the bills were paid,
 * disputed or held (R12.4). A low-balance notice: the balance had not fallen after all (D30).
 */
export const noLongerDue = 'not-due-any-more';

/** Events of notices. */
export const noticesEvents = {
  NoticeWritten: z.object({ noticeId: id, template: z.string(), recipientId: id.optional(), aboutId: id.optional() }),
  NoticeSent: z.object({ noticeId: id, messageId: z.string() }),
  NoticeDelivered: z.object({ noticeId: id, ...about }),
  NoticeBounced: z.object({ noticeId: id, ...about, why: z.string() }),
  NoticeComplained: z.object({ noticeId: id }),
  NoticeFailed: z.object({ noticeId: id, ...about, why: z.string() }),
  CallTaskOpened: z.object({ taskId: id, noticeId: id, ...about, why: z.string() }),
  CallTaskDone: z.object({ taskId: id, noticeId: id, outcome: z.string() }),
} as const;
