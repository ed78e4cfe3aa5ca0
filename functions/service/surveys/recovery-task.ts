import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';

export const recoveryTaskStatuses = ['open', 'done'] as const;

/** A task to contact a dissatisfied resident (R14.2). */
export const recoveryTaskSchema = z
  .object({
    taskId: z.string(),
    estateId: z.string(),
    ticketId: z.string(),
    /** The survey or return visit with the low score. */
    surveyId: z.string().optional(),
    visitId: z.string().optional(),
    number: z.string(),
    title: z.string(),
    personId: z.string().optional(),
    handlerId: z.string().optional(),
    satisfaction: z.number().int(),
    comment: z.string().optional(),
    status: z.enum(recoveryTaskStatuses),
    openedAt: z.string(),
    outcome: z.string().optional(),
    doneBy: z.string().optional(),
    doneAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'RecoveryTask' });
export type RecoveryTask = z.infer<typeof recoveryTaskSchema>;

/** Returns a new task. Each survey or return visit opens at most one. */
export function openRecoveryTask(
  about: Pick<
    RecoveryTask,
    | 'estateId'
    | 'ticketId'
    | 'surveyId'
    | 'visitId'
    | 'number'
    | 'title'
    | 'personId'
    | 'handlerId'
    | 'satisfaction'
    | 'comment'
  >,
  now: Temporal.Instant,
): RecoveryTask {
  const at = now.toString();
  const taskId = derivedId('rct', about.surveyId ?? about.visitId ?? about.ticketId);
  return { ...about, taskId, status: 'open', openedAt: at, updatedAt: at, version: 1 };
}

/** Returns the completed task. @throws Problem illegal-state when it is already done. */
export function completed(task: RecoveryTask, outcome: string, by: string, now: Temporal.Instant): RecoveryTask {
  if (task.status !== 'open') throw illegalState(task.status, ['open']);
  const at = now.toString();
  return { ...task, status: 'done', outcome, doneBy: by, doneAt: at, updatedAt: at, version: task.version + 1 };
}
