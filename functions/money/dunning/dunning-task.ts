import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { opened, taskKind } from '../../../shared/tasks/task-kind.ts';
import type { ContactRecord } from './dunning-contact.ts';

/** Kinds of task: call or visit, deliver an undelivered letter, prepare the legal file. */
const kinds = ['call-or-visit', 'deliver-letter', 'legal-file'] as const;

/** Dunning tasks (催缴任务): staff must carry out a step. */
export const dunningTasks = taskKind({
  table: 'ledger',
  type: 'dunning-task',
  id: 'DunningTask',
  fields: {
    accountId: z.string(),
    contactId: z.string(),
    payerId: z.string(),
    payerName: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    kind: z.enum(kinds),
    /** Why the letter did not arrive, for a task to deliver it. */
    why: z.string().optional(),
    billIds: z.array(z.string()),
    fen: fenSchema,
    /** Whether the debtor was reached; for a legal file, whether it is complete. */
    outcome: z.enum(['reached', 'not-reached']).optional(),
    proof: z.string().optional(),
    note: z.string().optional(),
  },
});
export type DunningTask = z.infer<typeof dunningTasks.schema>;

/** Returns the one task of a contact: for its own step, or for its undelivered letter. */
export function openTask(contact: ContactRecord, kind: DunningTask['kind'], at: string, why?: string): DunningTask {
  const { contactId, accountId, estateId, payerId, unitId, billIds, said } = contact;
  const { payerName, unitLabel, fen } = said;
  return {
    ...opened(at),
    taskId: derivedId('dtk', contactId),
    accountId,
    contactId,
    estateId,
    payerId,
    payerName,
    unitId,
    unitLabel,
    kind,
    why,
    billIds,
    fen,
  };
}

/** Returns the cancelled task, which is no longer needed. */
export function cancelTask(task: DunningTask, why: string, at: string): DunningTask {
  return { ...task, status: 'cancelled', why, updatedAt: at, version: task.version + 1 };
}
