import { deskRoles } from '../../../shared/http/auth.ts';
import { taskRoutes } from '../../../shared/tasks/task-routes.ts';
import { dunningReaders } from './account-access.ts';
import { completeSchema, completeTask } from './complete-task.ts';
import { dunningTasks } from './dunning-task.ts';
import { mustNameLawfulMeans } from './forbidden-means.ts';

/** Operations on dunning tasks: calls and visits, letters to deliver, legal files. */
export const dunningTaskRoutes = taskRoutes(dunningTasks, {
  path: '/v1/dunning/tasks',
  name: 'DunningTask',
  words: 'dunning task',
  readers: dunningReaders,
  doneBy: [...deskRoles, 'cashier'],
  completing: 'its result and proof',
  guard: mustNameLawfulMeans,
  throws: ['in-the-future', 'means-forbidden-by-law', 'out-of-order'],
  body: completeSchema,
  complete: (task, input, { act, now }) => completeTask(task, input, act(), now),
});
