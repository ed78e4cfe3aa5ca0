import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../shared/events/catalogue.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { get } from '../../shared/store/table.ts';
import { completed } from '../../shared/tasks/task-kind.ts';
import { type CallTask, callTasks } from './call-task.ts';
import { notices, trustAgain } from './notices.store.ts';

export const completeCallTaskSchema = z.strictObject({
  outcome: z.string().min(1).max(2_000),
  /** True when the household confirms its address: mail goes there again. */
  addressIsRight: z.boolean().default(false),
});

/**
 * Records the outcome of a call. When the household confirms its address, mail goes there again.
 * @throws Problem `illegal-state` when the task is already done.
 */
export async function completeCallTask(
  task: CallTask,
  { outcome, addressIsRight }: z.output<typeof completeCallTaskSchema>,
  act: ActionContext,
  now: Temporal.Instant,
): Promise<{ after: CallTask; transaction: Transaction }> {
  const after = completed(task, { outcome, doneBy: act.actor.id }, now);
  const { taskId, noticeId } = task;
  const transaction = new Transaction()
    .save(callTasks.entity, after, task)
    .record(
      callTasks.entity,
      after,
      'CallTaskDone',
      { taskId, noticeId, outcome, ...(addressIsRight && { addressIsRight }) },
      act,
    );
  if (addressIsRight) {
    const notice = await get(notices, { noticeId });
    if (notice?.recipient.address) trustAgain(transaction, notice.recipient.address);
  }
  return { after, transaction };
}
