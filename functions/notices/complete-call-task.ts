import type { Temporal } from 'temporal-polyfill';
import type { ActionContext } from '../../shared/events/catalogue.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { get } from '../../shared/store/table.ts';
import { type CallTask, completed } from './call-task.ts';
import { callTasks, notices, trustAgain } from './notices.store.ts';

/**
 * Records the outcome of a call. When the household confirms its address, mail goes there again.
 * @throws Problem `illegal-state` when the task is already done.
 */
export async function completeCallTask(
  task: CallTask,
  { outcome, addressIsRight }: { outcome: string; addressIsRight: boolean },
  act: ActionContext,
  now: Temporal.Instant,
): Promise<{ after: CallTask; transaction: Transaction }> {
  const after = completed(task, outcome, act.actor.id, now);
  const { taskId, noticeId } = task;
  const transaction = new Transaction()
    .save(callTasks, after, task)
    .record(callTasks, after, 'CallTaskDone', { taskId, noticeId, outcome }, act);
  if (addressIsRight) {
    const notice = await get(notices, { noticeId });
    if (notice?.recipient.address) trustAgain(transaction, notice.recipient.address);
  }
  return { after, transaction };
}
