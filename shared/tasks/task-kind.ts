import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { illegalState } from '../kernel/problem.ts';
import { type Entity, entity, indexKeys, type TableName } from '../store/entity.ts';

/** States of a task. A task that is no longer needed is cancelled. */
export const taskStatuses = ['open', 'done', 'cancelled'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** Fields of each task for a person of the staff. */
const taskFields = {
  taskId: z.string(),
  estateId: z.string(),
  status: z.enum(taskStatuses),
  openedAt: z.string(),
  doneBy: z.string().optional(),
  doneAt: z.string().optional(),
  updatedAt: z.string(),
  version: z.int(),
};
export type TaskFields = z.output<z.ZodObject<typeof taskFields>>;

interface Declaration<S extends z.ZodRawShape> {
  table: TableName;
  /** Name of the kind on items and events, such as `call-task`. */
  type: string;
  /** Component id in the API description, such as `CallTask`. */
  id: string;
  /** What the task is about, and the fields that its completion sets. */
  fields: S;
}

/** A kind of task: its schema, its items and the lists of an estate. */
export interface TaskKind<T extends TaskFields> {
  readonly schema: z.ZodType<T>;
  readonly entity: Entity<T, { taskId: string }>;
  /** Partitions of the lists: all by latest change, or one status in order of opening. */
  readonly lists: { all: (estateId: string) => string; inStatus: (estateId: string, status: TaskStatus) => string };
}

/** Declares a kind of task. */
export function taskKind<S extends z.ZodRawShape>(
  declaration: Declaration<S>,
): TaskKind<z.output<z.ZodObject<S>> & TaskFields>;
export function taskKind({ table, type, id, fields }: Declaration<z.ZodRawShape>): TaskKind<TaskFields> {
  const schema = z.object({ ...fields, ...taskFields }).meta({ id });
  const word = type.replaceAll('-', '').toUpperCase();
  const lists: TaskKind<TaskFields>['lists'] = {
    all: (estateId) => `ESTATE#${estateId}#${word}S`,
    inStatus: (estateId, status) => `ESTATE#${estateId}#${word}S#${status}`,
  };
  const tasks = entity<TaskFields, { taskId: string }>({
    table,
    type,
    schema,
    key: ({ taskId }) => ({ pk: `${word}#${taskId}`, sk: word }),
    indexes: ({ taskId, estateId, status, openedAt, updatedAt }) => ({
      ...indexKeys('lists', lists.inStatus(estateId, status), openedAt, taskId),
      ...indexKeys('updates', lists.all(estateId), updatedAt, taskId),
    }),
  });
  return { schema, entity: tasks, lists };
}

/** Returns the common fields of a task that is opened now. */
export function opened(at: string): Pick<TaskFields, 'status' | 'openedAt' | 'updatedAt' | 'version'> {
  return { status: 'open', openedAt: at, updatedAt: at, version: 1 };
}

/**
 * Returns the completed task with its result. `doneAt` is when the work was done; by default now.
 * @throws Problem `illegal-state` when the task is not open.
 */
export function completed<T extends TaskFields>(
  task: T,
  result: Partial<Omit<T, keyof TaskFields>> & { doneBy: string; doneAt?: string },
  now: Temporal.Instant,
): T {
  if (task.status !== 'open') throw illegalState(task.status, ['open']);
  const at = now.toString();
  return { ...task, doneAt: at, ...result, status: 'done', updatedAt: at, version: task.version + 1 };
}
