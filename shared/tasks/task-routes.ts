import * as z from 'zod';
import type { Transaction } from '../events/transaction.ts';
import { enterEstate, unchangedSince, visible } from '../http/access.ts';
import type { Role } from '../http/auth.ts';
import { pageOf, pageQuery, workList } from '../http/listing.ts';
import { type Call, ok, type Route, route } from '../http/route.ts';
import { get } from '../store/table.ts';
import { type TaskFields, type TaskKind, taskStatuses } from './task-kind.ts';

const taskPath = z.object({ taskId: z.string().max(64) });
const listQuery = z.strictObject({
  ...pageQuery,
  estateId: z.string().max(64),
  status: z.enum(taskStatuses).optional(),
});

/** Returns the routes of a kind of task: list, get and complete. */
export function taskRoutes<T extends TaskFields, B extends z.ZodType<object>>(
  kind: TaskKind<T>,
  declaration: {
    /** Path of the list, such as `/v1/notices/call-tasks`. */
    path: `/${string}`;
    /** Name in operation ids, such as `CallTask`. */
    name: string;
    /** Name in summaries, such as `call task`. */
    words: string;
    readers: readonly Role[];
    doneBy: readonly Role[];
    /** What its completion records, for the summary. */
    completing: string;
    body: B;
    /** Codes of the problems that a completion can answer beside those of the pipeline. */
    throws?: readonly string[];
    /** Rejects forbidden content before the body is validated. */
    guard?: (body: unknown) => void;
    complete: (
      task: T,
      input: z.output<B>,
      call: Call<{ taskId: string }, unknown, z.output<B>>,
    ) => { after: T; transaction: Transaction } | Promise<{ after: T; transaction: Transaction }>;
  },
): readonly Route[] {
  const { path, name, words, readers, doneBy, completing, body, throws, guard, complete } = declaration;
  return [
    route({
      method: 'GET',
      path,
      operationId: `list${name}s`,
      summary: `List ${words}s of an estate: of a status oldest first, or all with the latest change first`,
      allow: readers,
      query: listQuery,
      response: pageOf(kind.schema),
      handle: async ({ caller, query }) => {
        const { estateId } = query;
        enterEstate(caller, estateId);
        const inStatus = (status: TaskFields['status']) => kind.lists.inStatus(estateId, status);
        return ok(await workList(kind.entity, { all: kind.lists.all(estateId), inStatus }, query));
      },
    }),
    route({
      method: 'GET',
      path: `${path}/{taskId}`,
      operationId: `get${name}`,
      summary: `Get a ${words}`,
      allow: readers,
      params: taskPath,
      response: kind.schema,
      handle: async ({ caller, params }) => ok(visible(await get(kind.entity, params), caller)),
    }),
    route({
      method: 'POST',
      path: `${path}/{taskId}/complete`,
      operationId: `complete${name}`,
      summary: `Complete a ${words} with ${completing}`,
      allow: doneBy,
      params: taskPath,
      body,
      throws: ['illegal-state', ...(throws ?? [])],
      ...(guard && { guard }),
      response: kind.schema,
      handle: async (call) => {
        const task = visible(await get(kind.entity, call.params), call.caller);
        unchangedSince(call.ifMatch, task);
        const { after, transaction } = await complete(task, call.body, call);
        return call.commit(transaction, ok(after));
      },
    }),
  ];
}
