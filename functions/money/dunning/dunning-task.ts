import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import type { ContactRecord } from './dunning-contact.ts';

export const taskStatuses = ['open', 'done', 'cancelled'] as const;

/** Kinds of task: call or visit, deliver an undelivered letter, prepare the legal file. */
const taskKinds = ['call-or-visit', 'deliver-letter', 'legal-file'] as const;
type TaskKind = (typeof taskKinds)[number];

/** A dunning task (催缴任务): staff must carry out a step. */
export const taskSchema = z
  .object({
    taskId: z.string(),
    accountId: z.string(),
    contactId: z.string(),
    estateId: z.string(),
    payerId: z.string(),
    payerName: z.string(),
    unitId: z.string(),
    unitLabel: z.string(),
    kind: z.enum(taskKinds),
    /** Why the letter did not arrive, for a task to deliver it. */
    why: z.string().optional(),
    billIds: z.array(z.string()),
    fen: fenSchema,
    status: z.enum(taskStatuses),
    openedAt: z.string(),
    /** Whether the debtor was reached; for a legal file, whether it is complete. */
    outcome: z.enum(['reached', 'not-reached']).optional(),
    proof: z.string().optional(),
    note: z.string().optional(),
    doneBy: z.string().optional(),
    doneAt: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Task' });
export type DunningTask = z.infer<typeof taskSchema>;

/** Returns the id of the one task that a contact can open. */
function taskIdOf(contactId: string): string {
  return derivedId('dtk', contactId);
}

/** Returns the task of a contact: for its own step, or for its undelivered letter. */
export function openTask(contact: ContactRecord, kind: TaskKind, at: string, why?: string): DunningTask {
  const { contactId, accountId, estateId, payerId, unitId, billIds, said } = contact;
  const { payerName, unitLabel, fen } = said;
  return {
    taskId: taskIdOf(contactId),
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
    status: 'open',
    openedAt: at,
    updatedAt: at,
    version: 1,
  };
}

type Done = Pick<DunningTask, 'outcome' | 'proof' | 'note' | 'doneBy' | 'doneAt'>;

/** Returns the completed task. @throws Problem `illegal-state` when it is not open. */
export function completed(task: DunningTask, done: Done, at: string): DunningTask {
  if (task.status !== 'open') throw illegalState(task.status, ['open']);
  return { ...task, ...done, status: 'done', updatedAt: at, version: task.version + 1 };
}

/** Returns the cancelled task, which is no longer needed. */
export function calledOff(task: DunningTask, why: string, at: string): DunningTask {
  return { ...task, status: 'cancelled', why, updatedAt: at, version: task.version + 1 };
}
