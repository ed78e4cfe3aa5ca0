import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { noLongerDue } from '../../shared/events/catalogue/notices.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { illegalState } from '../../shared/kernel/problem.ts';
import { bringsBill, isOfDunning, type Notice, templateNames } from './notice.ts';

export const callTaskStatuses = ['open', 'done'] as const;

/** A task to call a household that a notice could not reach (电话告知). */
export const callTaskSchema = z
  .object({
    taskId: z.string(),
    estateId: z.string(),
    noticeId: z.string(),
    aboutId: z.string().optional(),
    personId: z.string(),
    name: z.string(),
    template: z.enum(templateNames),
    /** The subject of the notice; the notice holds the whole text. */
    subject: z.string(),
    /** Why it did not arrive: `no-address`, `bounced`, or the mail service's reason. */
    why: z.string(),
    /** By phone, or in person where the household must know today (D30). */
    means: z.enum(['call', 'visit']).default('call'),
    status: z.enum(callTaskStatuses),
    openedAt: z.string(),
    outcome: z.string().optional(),
    doneBy: z.string().optional(),
    doneAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CallTask' });
export type CallTask = z.infer<typeof callTaskSchema>;

/** Returns the id of the one task that a notice can open. */
export function callTaskIdOf(noticeId: string): string {
  return derivedId('clt', noticeId);
}

/**
 * Returns a new task; undefined where no call is needed. Staff see their work anyway, and marketing or
 * outdated notices need no call. Bills and dunning letters that did not arrive are delivered by hand, by
 * tasks of their own.
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

/** Returns the completed task. @throws Problem `illegal-state` when it is already done. */
export function completed(task: CallTask, outcome: string, by: string, now: Temporal.Instant): CallTask {
  if (task.status !== 'open') throw illegalState(task.status, ['open']);
  const at = now.toString();
  return { ...task, status: 'done', outcome, doneBy: by, doneAt: at, updatedAt: at, version: task.version + 1 };
}
