import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { noLongerDue } from '../../shared/events/catalogue/notices.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { illegalState } from '../../shared/kernel/problem.ts';
import { bringsBill, isOfDunning, type Notice, templateNames } from './notice.ts';

export const callTaskStatuses = ['open', 'done'] as const;

/** Somebody could not be written to: call instead (电话告知). */
export const callTaskSchema = z.object({
  taskId: z.string(),
  estateId: z.string(),
  noticeId: z.string(),
  aboutId: z.string().optional(),
  personId: z.string(),
  name: z.string(),
  template: z.enum(templateNames),
  /** What the notice was about; its whole text is in the notice. */
  subject: z.string(),
  /** Why it did not reach him: `no-address`, `bounced`, or what the mail service said. */
  why: z.string(),
  /** By phone; or at the door, where the household must know today (D30). */
  means: z.enum(['call', 'visit']).default('call'),
  status: z.enum(callTaskStatuses),
  openedAt: z.string(),
  outcome: z.string().optional(),
  doneBy: z.string().optional(),
  doneAt: z.string().optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type CallTask = z.infer<typeof callTaskSchema>;

/** Id of the one task that a notice can open. */
export function callTaskIdOf(noticeId: string): string {
  return derivedId('clt', noticeId);
}

/**
 * A new task; undefined where nobody is to be called: our own people see their work anyway, nobody is called for marketing
 * or for what is no longer so, a bill that did not arrive by mail goes by hand, and so does a letter of dunning, by a task of its own.
 */
export function openCallTask(notice: Notice, why: string, now: Temporal.Instant): CallTask | undefined {
  const { recipient, kind } = notice;
  if (recipient.kind === 'staff' || kind === 'marketing' || bringsBill(notice)) return undefined;
  if (isOfDunning(notice) || why === noLongerDue) return undefined;
  const at = now.toString();
  return {
    taskId: callTaskIdOf(notice.noticeId),
    estateId: notice.estateId,
    noticeId: notice.noticeId,
    aboutId: notice.aboutId,
    personId: notice.recipient.id,
    name: notice.recipient.name,
    template: notice.template,
    subject: notice.subject,
    why,
    means: notice.template === 'balance-low' ? 'visit' : 'call',
    status: 'open',
    openedAt: at,
    updatedAt: at,
    version: 1,
  };
}

/** The task when somebody has called. @throws Problem illegal-state when it is done already. */
export function completed(task: CallTask, outcome: string, by: string, now: Temporal.Instant): CallTask {
  if (task.status !== 'open') throw illegalState(task.status, ['open']);
  const at = now.toString();
  return { ...task, status: 'done', outcome, doneBy: by, doneAt: at, updatedAt: at, version: task.version + 1 };
}
