import * as z from 'zod';
import { id } from './parts.ts';

/** What a notice says, to whom and what about (a ticket, a bill, a contact of dunning), for those who wait for what became of it. */
const about = { template: z.string().optional(), aboutId: id.optional(), recipientId: id.optional() };

/**
 * Why a notice of dunning, or of a low balance, failed: what it asks for was paid, disputed or held before it was sent (R12.4);
 * the balance had not fallen after all (D30).
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
