import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../shared/http/access.ts';
import { deskRoles, type Role } from '../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../shared/http/listing.ts';
import { ok, type Route, route } from '../../shared/http/route.ts';
import { get } from '../../shared/store/table.ts';
import { callTaskSchema, callTaskStatuses } from './call-task.ts';
import { completeCallTask } from './complete-call-task.ts';
import { callTasks, noticeLists } from './notices.store.ts';

const readers: readonly Role[] = [...deskRoles, 'auditor'];
const taskPath = z.object({ taskId: z.string().max(64) });

/** Operations on call tasks for households that a notice could not reach. */
export const callTaskRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/notices/call-tasks',
    operationId: 'listCallTasks',
    summary: 'List call tasks of an estate: of a status oldest first, or all with the latest change first',
    allow: readers,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      status: z.enum(callTaskStatuses).optional(),
    }),
    response: pageOf(callTaskSchema),
    handle: async ({ caller, query }) => {
      const { estateId } = query;
      enterEstate(caller, estateId);
      const inStatus = (status: NonNullable<typeof query.status>) => noticeLists.tasksIn(estateId, status);
      return ok(await workList(callTasks, { all: noticeLists.tasks(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/notices/call-tasks/{taskId}',
    operationId: 'getCallTask',
    summary: 'Get a call task',
    allow: readers,
    params: taskPath,
    response: callTaskSchema,
    handle: async ({ caller, params }) => ok(visible(await get(callTasks, params), caller)),
  }),
  route({
    method: 'POST',
    path: '/v1/notices/call-tasks/{taskId}/complete',
    operationId: 'completeCallTask',
    summary: 'Complete a call task with its outcome, and state whether the address is right',
    allow: deskRoles,
    params: taskPath,
    body: z.strictObject({
      outcome: z.string().min(1).max(2_000),
      /** True when the household confirms its address: mail goes there again. */
      addressIsRight: z.boolean().default(false),
    }),
    response: callTaskSchema,
    handle: async (call) => {
      const task = visible(await get(callTasks, call.params), call.caller);
      unchangedSince(call.ifMatch, task);
      const { after, transaction } = await completeCallTask(task, call.body, call.act(), call.now);
      return call.commit(transaction, ok(after));
    },
  }),
];
