import * as z from 'zod';
import { id, milestones } from './parts.ts';

/**
 * Template, subject (such as a ticket, a bill or a dunning contact) and recipient of a notice, for contexts
 * that follow its outcome.
 */
const about = {
  template: z.string().optional(),
  aboutId: id.optional(),
  recipientId: id.optional(),
  /** The milestone of a complaint that this letter meets. */
  milestone: z.enum(milestones).optional(),
};

/**
 * The failure reason of a notice that was no longer due. For dunning the amount was paid, disputed or on hold
 * before sending (R12.4). For a low balance the balance had not fallen after all (D30).
 */
export const noLongerDue = 'not-due-any-more';

/** Events of notices. */
export const noticesEvents = {
  NoticeWritten: z.object({ noticeId: id, template: z.string(), recipientId: id.optional(), aboutId: id.optional() }),
  NoticeSent: z.object({ noticeId: id, ...about, messageId: z.string() }),
  NoticeDelivered: z.object({ noticeId: id, ...about }),
  NoticeBounced: z.object({ noticeId: id, ...about, why: z.string() }),
  NoticeComplained: z.object({ noticeId: id }),
  NoticeFailed: z.object({ noticeId: id, ...about, why: z.string() }),
  CallTaskOpened: z.object({ taskId: id, noticeId: id, ...about, why: z.string() }),
  /** `addressIsRight`: the household confirmed the address of the notice. */
  CallTaskDone: z.object({ taskId: id, noticeId: id, outcome: z.string(), addressIsRight: z.literal(true).optional() }),
} as const;
