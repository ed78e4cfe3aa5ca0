import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { derivedId } from '../../../../shared/kernel/ids.ts';
import { completed, opened, taskKind } from '../../../../shared/tasks/task-kind.ts';

/** Tasks to survey the households of an estate in a year (R14.4). */
export const yearlySurveyTasks = taskKind({
  table: 'tickets',
  type: 'yearly-survey-task',
  id: 'YearlySurveyTask',
  fields: {
    /** The year in which the survey is owed. */
    year: z.int(),
    /** The last day on which it may open. */
    dueOn: z.string(),
    /** The campaign that settled it. */
    campaignId: z.string().optional(),
    /** How it was settled without a campaign, such as on paper. */
    outcome: z.string().optional(),
  },
});
export type YearlySurveyTask = z.output<typeof yearlySurveyTasks.schema>;

/** Returns the id of the task of an estate and year; there is one. */
export function yearlySurveyIdOf(estateId: string, year: number): string {
  return derivedId('ysv', estateId, year);
}

/** Returns the year of a day (`YYYY-MM-DD`). */
export const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Returns the task of the survey of a year. */
function taskOf(estateId: string, year: number, at: string): YearlySurveyTask {
  return { ...opened(at), taskId: yearlySurveyIdOf(estateId, year), estateId, year, dueOn: `${year}-12-31` };
}

/** Adds the task of the survey of a year. */
export function openYearlySurvey(estateId: string, year: number, act: ActionContext): Transaction {
  const task = taskOf(estateId, year, act.recordedAt);
  const { taskId } = task;
  return new Transaction()
    .save(yearlySurveyTasks.entity, task)
    .record(yearlySurveyTasks.entity, task, 'YearlySurveyTaskOpened', { taskId, year }, act);
}

/**
 * Adds the end of the task by a campaign. Where no task was open yet, it is written as done, so that none
 * opens in this year.
 */
export function settleYearlySurvey(
  transaction: Transaction,
  of: { estateId: string; year: number; campaignId: string; before: YearlySurveyTask | undefined },
  act: ActionContext,
): void {
  const { estateId, year, campaignId, before } = of;
  if (before && before.status !== 'open') return;
  const task = before ?? { ...taskOf(estateId, year, act.recordedAt), version: 0 };
  const at = act.recordedAt;
  const done = { doneBy: act.actor.id, doneAt: at, updatedAt: at };
  const after: YearlySurveyTask = { ...task, ...done, campaignId, status: 'done', version: task.version + 1 };
  transaction
    .save(yearlySurveyTasks.entity, after, before)
    .record(yearlySurveyTasks.entity, after, 'YearlySurveyTaskDone', { taskId: task.taskId, year, campaignId }, act);
}

/** Completes a task of a survey that was held without a campaign. @throws Problem `illegal-state`. */
export function completeYearlySurvey(
  task: YearlySurveyTask,
  { outcome }: { outcome: string },
  act: ActionContext,
  now: Temporal.Instant,
): { after: YearlySurveyTask; transaction: Transaction } {
  const after = completed(task, { outcome, doneBy: act.actor.id }, now);
  const { taskId, year } = after;
  const transaction = new Transaction()
    .save(yearlySurveyTasks.entity, after, task)
    .record(yearlySurveyTasks.entity, after, 'YearlySurveyTaskDone', { taskId, year }, act);
  return { after, transaction };
}
