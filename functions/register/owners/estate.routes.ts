import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import { everybody, everyEstate, type Role, reaches } from '../../../shared/http/auth.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get, getMany, list } from '../../../shared/store/table.ts';
import { changeEstate, createEstate, registerEstateSchema } from './create-estate.ts';
import { estateDetailsSchema, estateSchema } from './estate.ts';
import { estates, everyEstateList } from './owners.store.ts';

/** Roles that may change the register. */
export const keepers = ['administrator'] as const satisfies readonly Role[];

export const estateRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/estates',
    operationId: 'createEstate',
    summary: 'Create an estate (小区)',
    description: 'Only for who administers the whole company. Then create its staff, beginning with an administrator.',
    allow: keepers,
    throws: ['code-taken', 'id-taken'],
    body: registerEstateSchema,
    bodyLimits: { values: 4_000 },
    status: 201,
    response: estateSchema,
    handle: async (call) => {
      if (!reaches(call.caller, everyEstate)) throw new Problem(problems.forbidden);
      const { after, transaction } = createEstate(call.body, call.act());
      return call.commit(transaction, created(after, `/v1/estates/${after.estateId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/estates',
    operationId: 'listEstates',
    summary: "List the caller's estates",
    description: 'The estates in which the caller lives or works, on one page; for the whole company the first 200.',
    allow: everybody,
    response: z.object({ items: z.array(estateSchema) }),
    handle: async ({ caller }) => {
      if (reaches(caller, everyEstate)) {
        const { items } = await list(estates, { index: 'lists', partition: everyEstateList, limit: 200 });
        return ok({ items });
      }
      const own = caller.estates.map((estateId) => ({ estateId }));
      return ok({ items: await getMany(estates, own) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}',
    operationId: 'getEstate',
    summary: 'Get an estate',
    description: 'Its working calendar says which days and hours the SLA timers count.',
    allow: everybody,
    params: estatePath,
    response: estateSchema,
    handle: async ({ caller, params }) => {
      enterEstate(caller, params.estateId);
      return ok(visible(await get(estates, params), caller));
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/estates/{estateId}',
    operationId: 'changeEstate',
    summary: 'Change an estate',
    description: 'Running SLA timers use the new calendar from their next event.',
    allow: keepers,
    throws: ['code-taken'],
    params: estatePath,
    body: estateDetailsSchema,
    bodyLimits: { values: 4_000 },
    response: estateSchema,
    handle: async (call) => {
      const before = visible(await get(estates, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const change = changeEstate(before, call.body, call.act());
      return change ? call.commit(change.transaction, ok(change.after)) : ok(before);
    },
  }),
];
