import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../shared/events/occurrence.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { completed } from '../../../shared/tasks/task-kind.ts';
import { withAccount } from './account-access.ts';
import { refOf, saveAccount } from './account-change.ts';
import { outcomeEvent, recordOutcome, withOutcome } from './contact-outcome.ts';
import { accounts, contacts } from './dunning.store.ts';
import { type DunningTask, dunningTasks } from './dunning-task.ts';

/** Input that completes a task. */
export const completeSchema = z
  .strictObject({
    /** Whether the debtor was reached; for a legal file, whether it is complete. */
    outcome: z.enum(['reached', 'not-reached']),
    /** Reference of the proof: the signed receipt, the recording or the file number (R0.3). */
    proof: z.string().regex(/\S/).max(200),
    note: z.string().regex(/\S/).max(2_000).optional(),
    ...lateEntry,
  })
  .meta({ id: 'CompleteDunningTaskBody' });

/**
 * Records the result of a call, a visit, a letter delivered by hand or a legal file. The days to answer such
 * a letter run from its delivery.
 * @throws Problem not-found, `illegal-state` when the task is not open, in-the-future, out-of-order.
 */
export async function completeTask(
  task: DunningTask,
  { outcome, proof, note, occurredAt }: z.output<typeof completeSchema>,
  act: ActionContext,
  now: Temporal.Instant,
) {
  const at = occurrence({ ...act, occurredAt }, task.openedAt);
  const by = act.actor.id;
  const after = completed(task, { outcome, proof, note, doneBy: by, doneAt: at }, now);
  const { contactId, accountId, taskId } = task;
  const [contact, stored] = await Promise.all([get(contacts, { contactId }), get(accounts, { accountId })]);
  if (!contact || !stored) throw new Problem(problems.notFound);
  const { account, context } = await withAccount(stored, act, now);
  const reached = outcome === 'reached';
  const result = { reached, proof, at };
  const told = outcomeEvent(contact, reached, context);
  const known = recordOutcome(account, contactId, result, context.calendar.zone);
  const { transaction } = await saveAccount({ before: stored, account: known, told }, context);
  transaction
    .save(contacts, withOutcome(contact, result, now.toString(), { by, note }), contact)
    .save(dunningTasks.entity, after, task)
    .record(dunningTasks.entity, after, 'DunningTaskDone', { ...refOf(stored), taskId, reached }, act);
  return { after, transaction };
}
