import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { completed, type RecoveryTask } from './recovery-task.ts';
import { recoveryTasks } from './surveys.store.ts';

/** Completes a recovery task with its outcome. @throws Problem illegal-state when it is already done. */
export function completeRecoveryTask(
  task: RecoveryTask,
  outcome: string,
  act: ActionContext,
  now: Temporal.Instant,
): { after: RecoveryTask; transaction: Transaction } {
  const after = completed(task, outcome, act.actor.id, now);
  const { ticketId, surveyId, visitId, taskId } = task;
  const transaction = new Transaction()
    .save(recoveryTasks, after, task)
    .record(recoveryTasks, after, 'RecoveryTaskDone', { ticketId, surveyId, visitId, taskId }, act);
  return { after, transaction };
}
