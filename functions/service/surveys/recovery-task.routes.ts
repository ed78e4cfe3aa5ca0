import * as z from 'zod';
import { deskRoles } from '../../../shared/http/auth.ts';
import { taskRoutes } from '../../../shared/tasks/task-routes.ts';
import { completeRecoveryTask, recoveryTasks } from './recovery-task.ts';

/** Routes of recovery tasks. */
export const recoveryTaskRoutes = taskRoutes(recoveryTasks, {
  path: '/v1/surveys/recovery-tasks',
  name: 'RecoveryTask',
  words: 'recovery task',
  readers: [...deskRoles, 'auditor'],
  doneBy: deskRoles,
  completing: 'its outcome',
  body: z.strictObject({ outcome: z.string().min(1).max(2_000) }),
  complete: (task, input, { act, now }) => completeRecoveryTask(task, input, act(), now),
});
