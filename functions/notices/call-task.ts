import * as z from 'zod';
import { noLongerDue } from '../../shared/events/catalogue/notices.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { opened, taskKind } from '../../shared/tasks/task-kind.ts';
import { bringsBill, isOfCampaign, isOfDunning, type Notice, templateNames } from './notice.ts';

/** Tasks to call a household that a notice could not reach (电话告知). */
export const callTasks = taskKind({
  table: 'tickets',
  type: 'call-task',
  id: 'CallTask',
  fields: {
    noticeId: z.string(),
    aboutId: z.string().optional(),
    personId: z.string(),
    name: z.string(),
    template: z.enum(templateNames),
    /** The subject of the notice; the notice holds the whole text. */
    subject: z.string(),
    /** Why the notice did not arrive: `no-address`, `bounced`, or the mail service's reason. */
    why: z.string(),
    /** By phone, or in person where the household must know today (D30). */
    means: z.enum(['call', 'visit']).default('call'),
    outcome: z.string().optional(),
  },
});
export type CallTask = z.output<typeof callTasks.schema>;

/** Returns the id of the one task that a notice can open. */
export function callTaskIdOf(noticeId: string): string {
  return derivedId('clt', noticeId);
}

/**
 * Returns a new task; undefined where no call is needed. Staff see their work anyway, and marketing or
 * outdated notices need no call. Bills and dunning letters that did not arrive are delivered by hand, by
 * tasks of their own. A survey of households lists itself whom it did not reach.
 */
export function openCallTask(notice: Notice, why: string, at: string): CallTask | undefined {
  const { recipient, kind, noticeId, estateId, aboutId, template, subject } = notice;
  if (recipient.kind === 'staff' || kind === 'marketing' || bringsBill(notice)) return undefined;
  if (isOfDunning(notice) || isOfCampaign(notice) || why === noLongerDue) return undefined;
  return {
    ...opened(at),
    taskId: callTaskIdOf(noticeId),
    estateId,
    noticeId,
    aboutId,
    personId: recipient.id,
    name: recipient.name,
    template,
    subject,
    why,
    means: template === 'balance-low' ? 'visit' : 'call',
  };
}
