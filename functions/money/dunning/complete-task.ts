import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { lateEntry, occurrence } from '../../../shared/events/occurrence.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { atDesk } from './account-access.ts';
import { done, refOf } from './account-change.ts';
import { knowing, toldOutcome, withOutcome } from './contact-outcome.ts';
import { accounts, contacts, tasks } from './dunning.store.ts';
import { completed, type DunningTask } from './dunning-task.ts';

/** What came of a task. */
export const completeSchema = z.strictObject({
  /** Whether the debtor was reached; of a legal file: whether it is complete. */
  outcome: z.enum(['reached', 'not-reached']),
  /** Where the proof lies: the signed receipt, the recording, the file's number (R0.3). */
  proof: z.string().regex(/\S/).max(200),
  note: z.string().regex(/\S/).max(2_000).optional(),
  ...lateEntry,
});

/**
 * Somebody has called, visited, handed over the letter, or put the file together, and says what came of it. A letter that was
 * handed over gives its days from then on. @throws Problem illegal-state when it is not open, 400 for a time in the future.
 */
export async function completeTask(
  task: DunningTask,
  { outcome, proof, note, occurredAt }: z.output<typeof completeSchema>,
  act: ActionContext,
  now: Temporal.Instant,
) {
  const at = occurrence({ ...act, occurredAt }, task.openedAt);
  const by = act.actor.id;
  const after = completed(task, { outcome, proof, note, doneBy: by, doneAt: at }, now.toString());
  const { contactId, accountId, taskId } = task;
  const [contact, stored] = await Promise.all([get(contacts, { contactId }), get(accounts, { accountId })]);
  if (!contact || !stored) throw new Problem(problems.notFound);
  const { account, desk } = await atDesk(stored, act, now);
  const reached = outcome === 'reached';
  const result = { reached, proof, at };
  const told = toldOutcome(contact, reached, desk);
  const known = knowing(account, contactId, result, desk.calendar.zone);
  const { transaction } = await done({ before: stored, account: known, told }, desk);
  transaction
    .save(contacts, withOutcome(contact, result, now.toString(), { by, note }), contact)
    .save(tasks, after, task)
    .record(tasks, after, 'DunningTaskDone', { ...refOf(stored), taskId, reached }, act);
  return { after, transaction };
}
