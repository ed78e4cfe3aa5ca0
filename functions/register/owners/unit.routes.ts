import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Caller, everybody, isStaff, staffRoles } from '../../../shared/http/auth.ts';
import { changedSince, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { placeSchema } from '../../../shared/kernel/plain-text.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { endTenure, endTenureSchema, startTenure } from './change-tenure.ts';
import { changeUnit, createUnit } from './create-unit.ts';
import { keepers } from './estate.routes.ts';
import { estateLists, estates, listingOfTenures, persons, tenures, tenuresOf, units } from './owners.store.ts';
import { holdsUnit } from './public.ts';
import { unknownPerson } from './register-problems.ts';
import { tenureDetailsSchema, tenureSchema } from './tenure.ts';
import { type Unit, unitChangeSchema, unitDetailsSchema, unitSchema } from './unit.ts';

const unitPath = z.object({ unitId: z.string().max(64) });

/**
 * Returns the unit of a request. Residents see only units that they hold today.
 * @throws Problem not-found.
 */
async function unitFor(call: { params: { unitId: string }; caller: Caller; now: Temporal.Instant }): Promise<Unit> {
  const unit = visible(await get(units, { unitId: call.params.unitId }), call.caller);
  if (isStaff(call.caller)) return unit;
  const estate = await get(estates, unit);
  const today = dayIn(estate?.calendar.zone ?? 'UTC', call.now.toString());
  if (!(await holdsUnit(call.caller.personId, unit.unitId, today))) throw new Problem(problems.notFound);
  return unit;
}

export const unitRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/estates/{estateId}/units',
    operationId: 'createUnit',
    summary: 'Create a unit (房屋)',
    description: 'Its `label` is unique in the estate; one that is in use answers 409 `label-taken`.',
    allow: keepers,
    throws: ['label-taken'],
    params: estatePath,
    body: unitDetailsSchema,
    status: 201,
    response: unitSchema,
    handle: async (call) => {
      const { estateId } = visible(await get(estates, call.params), call.caller);
      const unitId = newId('unit', call.now);
      const { after, transaction } = createUnit({ unitId, estateId }, call.body, call.act());
      return call.commit(transaction, created(after, `/v1/units/${unitId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/estates/{estateId}/units',
    operationId: 'listUnits',
    summary: 'List the units of an estate',
    description: 'By `label`; with `updatedSince` in the order of change.',
    allow: staffRoles,
    params: estatePath,
    query: z.strictObject({
      ...pageQuery,
      updatedSince: instantSchema.optional(),
      building: placeSchema(60).optional(),
    }),
    response: pageOf(unitSchema),
    handle: async ({ caller, params: { estateId }, query: { updatedSince, building, ...page } }) => {
      enterEstate(caller, estateId);
      return ok(
        await list(units, {
          index: updatedSince ? 'updates' : 'lists',
          partition: estateLists.units(estateId),
          ...(updatedSince && { sort: changedSince(updatedSince) }),
          where: { building },
          ...page,
        }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/v1/units/{unitId}',
    operationId: 'getUnit',
    summary: 'Get a unit',
    description: 'Residents see only units that they hold today.',
    allow: everybody,
    params: unitPath,
    response: unitSchema,
    handle: async (call) => ok(await unitFor(call)),
  }),
  route({
    method: 'PUT',
    path: '/v1/units/{unitId}',
    operationId: 'changeUnit',
    summary: 'Change a unit',
    description:
      'Replaces all details. Areas with `areaFrom` apply from that day on; without it they correct the whole past.',
    allow: keepers,
    throws: ['label-taken'],
    params: unitPath,
    body: unitChangeSchema,
    response: unitSchema,
    handle: async (call) => {
      const before = await unitFor(call);
      unchangedSince(call.ifMatch, before);
      const change = changeUnit(before, call.body, call.act());
      return change ? call.commit(change.transaction, ok(change.after)) : ok(before);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/units/{unitId}/tenures',
    operationId: 'startTenure',
    summary: 'Start a tenure as owner, co-owner, tenant, family or agent (业主、共有人、租户、家属、代理人)',
    description:
      'A unit has one owner at a time; an overlap answers 409 `unit-has-owner`. Further owners are co-owners.',
    allow: keepers,
    throws: ['tenure-exists', 'unit-has-owner', 'unknown-person'],
    params: unitPath,
    body: tenureDetailsSchema,
    status: 201,
    response: tenureSchema,
    handle: async (call) => {
      const unit = await unitFor(call);
      unchangedSince(call.ifMatch, unit);
      const { personId } = call.body;
      const person = await get(persons, { personId });
      if (person?.estateId !== unit.estateId) throw new Problem(unknownPerson, { personId });
      const { tenure, transaction } = startTenure(unit, await tenuresOf(unit.unitId), call.body, call.act());
      return call.commit(transaction, created(tenure, `/v1/units/${unit.unitId}/tenures`));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/units/{unitId}/tenures/{tenureId}/end',
    operationId: 'endTenure',
    summary: 'End a tenure',
    description: '`to` is its last day, included. The day cannot be changed afterwards.',
    allow: keepers,
    throws: ['ends-before-it-starts', 'tenure-ended'],
    params: unitPath.extend({ tenureId: z.string().max(64) }),
    body: endTenureSchema,
    response: tenureSchema,
    handle: async (call) => {
      const unit = await unitFor(call);
      const before = visible(await get(tenures, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const change = endTenure(unit, before, call.body, call.act());
      return change ? call.commit(change.transaction, ok(change.tenure)) : ok(before);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/units/{unitId}/tenures',
    operationId: 'listTenuresOfUnit',
    summary: 'List the tenures of a unit, oldest first',
    description: 'Past tenures are included.',
    allow: staffRoles,
    params: unitPath,
    query: z.strictObject(pageQuery),
    response: pageOf(tenureSchema),
    handle: async (call) => {
      const { unitId } = await unitFor(call);
      return ok(await list(tenures, { ...listingOfTenures(unitId), ...call.query }));
    },
  }),
];
