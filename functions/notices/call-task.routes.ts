import { deskRoles } from '../../shared/http/auth.ts';
import { taskRoutes } from '../../shared/tasks/task-routes.ts';
import { callTasks } from './call-task.ts';
import { completeCallTask, completeCallTaskSchema } from './complete-call-task.ts';

/** Operations on call tasks for households that a notice could not reach. */
export const callTaskRoutes = taskRoutes(callTasks, {
  path: '/v1/notices/call-tasks',
  name: 'CallTask',
  words: 'call task',
  readers: [...deskRoles, 'auditor'],
  doneBy: deskRoles,
  completing: 'its outcome, and state whether the address is right',
  body: completeCallTaskSchema,
  complete: (task, input, { act, now }) => completeCallTask(task, input, act(), now),
});
