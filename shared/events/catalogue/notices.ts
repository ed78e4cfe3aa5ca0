import * as z from 'zod';
import { id } from './parts.ts';

/** Events of notices. */
export const noticesEvents = {
  NoticeWritten: z.object({ noticeId: id, template: z.string(), recipientId: id.optional(), aboutId: id.optional() }),
  NoticeSent: z.object({ noticeId: id, messageId: z.string() }),
  NoticeDelivered: z.object({ noticeId: id }),
  NoticeBounced: z.object({ noticeId: id, why: z.string() }),
  NoticeComplained: z.object({ noticeId: id }),
  NoticeFailed: z.object({ noticeId: id, why: z.string() }),
  CallTaskOpened: z.object({ taskId: id, noticeId: id, why: z.string() }),
  CallTaskDone: z.object({ taskId: id, noticeId: id, outcome: z.string() }),
} as const;
