import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { completed, opened, type TaskFields, taskKind } from '../../../shared/tasks/task-kind.ts';

/** Tasks to contact a dissatisfied resident (R14.2). */
export const recoveryTasks = taskKind({
  table: 'tickets',
  type: 'recovery-task',
  id: 'RecoveryTask',
  fields: {
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
    outcome: z.string().optional(),
  },
});
export type RecoveryTask = z.output<typeof recoveryTasks.schema>;

/** Adds a new task and its event to a transaction. Each survey or return visit opens at most one. */
export function openRecoveryTask(
  transaction: Transaction,
  about: Omit<RecoveryTask, 'outcome' | Exclude<keyof TaskFields, 'estateId'>>,
  act: ActionContext,
  now: Temporal.Instant,
): Transaction {
  const { ticketId, surveyId, visitId, satisfaction } = about;
  const taskId = derivedId('rct', surveyId ?? visitId ?? ticketId);
  const task: RecoveryTask = { ...about, ...opened(now.toString()), taskId };
  const data = { ticketId, surveyId, visitId, taskId, satisfaction };
  return transaction
    .save(recoveryTasks.entity, task)
    .record(recoveryTasks.entity, task, 'RecoveryTaskOpened', data, act);
}

/** Completes a task with its outcome. @throws Problem `illegal-state` when it is not open. */
export function completeRecoveryTask(
  task: RecoveryTask,
  { outcome }: { outcome: string },
  act: ActionContext,
  now: Temporal.Instant,
): { after: RecoveryTask; transaction: Transaction } {
  const after = completed(task, { outcome, doneBy: act.actor.id }, now);
  const { ticketId, surveyId, visitId, taskId } = task;
  const transaction = new Transaction()
    .save(recoveryTasks.entity, after, task)
    .record(recoveryTasks.entity, after, 'RecoveryTaskDone', { ticketId, surveyId, visitId, taskId }, act);
  return { after, transaction };
}
