import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { deskRoles, type Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { get } from '../../../shared/store/table.ts';
import { dunningReaders } from './account-access.ts';
import { completeSchema, completeTask } from './complete-task.ts';
import { dunningLists, tasks } from './dunning.store.ts';
import { taskSchema, taskStatuses } from './dunning-task.ts';
import { mustNameLawfulMeans } from './forbidden-means.ts';

const taskPath = z.object({ taskId: z.string().max(64) });
const doneBy: readonly Role[] = [...deskRoles, 'cashier'];

/** Operations on dunning tasks: calls and visits, letters to deliver, legal files. */
export const taskRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/dunning/tasks',
    operationId: 'listDunningTasks',
    summary: 'List dunning tasks of an estate: of a status oldest first, or all with the latest change first',
    allow: dunningReaders,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      status: z.enum(taskStatuses).optional(),
    }),
    response: pageOf(taskSchema),
    handle: async ({ caller, query }) => {
      const { estateId } = query;
      enterEstate(caller, estateId);
      const inStatus = (status: NonNullable<typeof query.status>) => dunningLists.tasksIn(estateId, status);
      return ok(await workList(tasks, { all: dunningLists.tasks(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/dunning/tasks/{taskId}',
    operationId: 'getDunningTask',
    summary: 'Get a dunning task',
    allow: dunningReaders,
    params: taskPath,
    response: taskSchema,
    handle: async ({ caller, params }) => ok(visible(await get(tasks, params), caller)),
  }),
  route({
    method: 'POST',
    path: '/v1/dunning/tasks/{taskId}/complete',
    operationId: 'completeDunningTask',
    summary: 'Complete a dunning task with its result and proof',
    allow: doneBy,
    params: taskPath,
    guard: mustNameLawfulMeans,
    body: completeSchema,
    response: taskSchema,
    handle: async (call) => {
      const task = visible(await get(tasks, call.params), call.caller);
      unchangedSince(call.ifMatch, task);
      const { after, transaction } = await completeTask(task, call.body, call.act(), call.now);
      return call.commit(transaction, ok(after));
    },
  }),
];
