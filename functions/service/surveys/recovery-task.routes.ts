import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { deskRoles, type Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { get } from '../../../shared/store/table.ts';
import { completeRecoveryTask } from './complete-recovery-task.ts';
import { recoveryTaskSchema, recoveryTaskStatuses } from './recovery-task.ts';
import { recoveryTasks, surveyLists } from './surveys.store.ts';

const readers: readonly Role[] = [...deskRoles, 'auditor'];
const taskPath = z.object({ taskId: z.string().max(64) });

/** Routes of recovery tasks. */
export const recoveryTaskRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/surveys/recovery-tasks',
    operationId: 'listRecoveryTasks',
    summary: 'List the recovery tasks of an estate: by status oldest first, or all by latest change',
    allow: readers,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      status: z.enum(recoveryTaskStatuses).optional(),
    }),
    response: pageOf(recoveryTaskSchema),
    handle: async ({ caller, query }) => {
      const { estateId } = query;
      enterEstate(caller, estateId);
      const inStatus = (status: NonNullable<typeof query.status>) => surveyLists.tasksIn(estateId, status);
      return ok(await workList(recoveryTasks, { all: surveyLists.tasks(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/surveys/recovery-tasks/{taskId}',
    operationId: 'getRecoveryTask',
    summary: 'Get a recovery task',
    allow: readers,
    params: taskPath,
    response: recoveryTaskSchema,
    handle: async ({ caller, params }) => ok(visible(await get(recoveryTasks, params), caller)),
  }),
  route({
    method: 'POST',
    path: '/v1/surveys/recovery-tasks/{taskId}/complete',
    operationId: 'completeRecoveryTask',
    summary: 'Complete a recovery task with its outcome',
    allow: deskRoles,
    params: taskPath,
    body: z.strictObject({ outcome: z.string().min(1).max(2_000) }),
    response: recoveryTaskSchema,
    handle: async (call) => {
      const task = visible(await get(recoveryTasks, call.params), call.caller);
      unchangedSince(call.ifMatch, task);
      const { after, transaction } = completeRecoveryTask(task, call.body.outcome, call.act(), call.now);
      return call.commit(transaction, ok(after));
    },
  }),
];
