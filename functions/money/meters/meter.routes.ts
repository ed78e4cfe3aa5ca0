import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { enterEstate, estatePath, unchangedSince } from '../../../shared/http/access.ts';
import { everybody, isStaff, type Role, staffRoles } from '../../../shared/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import { list } from '../../../shared/store/table.ts';
import { namedTimeline, requireEstate } from '../../register/owners/public.ts';
import { createMeter } from './create-meter.ts';
import { type Meter, meterChangeSchema, meterSchema, newMeterSchema } from './meter.ts';
import { meterFor, meterPath, mustHold } from './meter-access.ts';
import { accounts, meterLists, meters } from './meters.store.ts';

const setBy: readonly Role[] = ['supervisor', 'manager', 'administrator'];
const id = z.string().max(64);

/** Query parameters of a list of meters. */
const meterQuery = z
  .strictObject({ ...pageQuery, estateId: id, unitId: id.optional(), updatedSince: instantSchema.optional() })
  .refine(({ unitId, updatedSince }) => unitId === undefined || updatedSince === undefined, {
    message: 'unitId and updatedSince exclude each other',
    path: ['updatedSince'],
  });

/** Operations on meters (表计) of units. */
export const meterRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/meters/estates/{estateId}/meters',
    operationId: 'createMeter',
    summary: 'Register a meter of a unit',
    description:
      'The fee item must charge the same utility by usage and already have a price. Whether a meter is prepaid cannot change later.',
    allow: setBy,
    throws: ['fee-item-without-price', 'meter-id-taken', 'tiers-not-prepaid', 'unknown-unit'],
    params: estatePath,
    body: newMeterSchema,
    status: 201,
    response: meterSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      const { after, transaction } = await createMeter(estateId, call.body, call.act());
      return call.commit(transaction, created(after, `/v1/meters/${after.meterId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/meters',
    operationId: 'listMeters',
    summary: 'List meters of an estate',
    description: 'By unit, or in the order of change with `updatedSince`. Residents must name a unit that they hold.',
    allow: everybody,
    query: meterQuery,
    response: pageOf(meterSchema),
    handle: async ({ caller, query, now }) => {
      const { estateId, unitId, limit, cursor } = query;
      enterEstate(caller, estateId);
      if (unitId === undefined) {
        if (!isStaff(caller)) throw new Problem(problems.notFound);
        return ok(await latestOrChanged(meters, meterLists.meters(estateId), query));
      }
      const { zone } = (await requireEstate(estateId)).calendar;
      if (!isStaff(caller)) await mustHold(caller, unitId, dayIn(zone, now.toString()));
      const partition = meterLists.ofUnit(unitId);
      return ok(await list(meters, { index: 'mine', partition, limit, cursor, where: { estateId } }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/meters/{meterId}',
    operationId: 'getMeter',
    summary: 'Get a meter',
    description: 'Residents see the meters of units that they hold today.',
    allow: everybody,
    params: meterPath,
    response: meterSchema,
    handle: async (call) => ok((await meterFor(call)).meter),
  }),
  route({
    method: 'PUT',
    path: '/v1/meters/{meterId}',
    operationId: 'changeMeter',
    summary: 'Change plate, levels or removal date of a meter',
    description: 'Replaces all three. New levels apply to later entries only.',
    allow: setBy,
    params: meterPath,
    body: meterChangeSchema,
    response: meterSchema,
    handle: async (call) => {
      const { meter: before } = await meterFor(call);
      unchangedSince(call.ifMatch, before);
      const { levels, removedOn, ...change } = call.body;
      const at = call.now.toString();
      const after: Meter = { ...before, ...change, levels, removedOn, updatedAt: at, version: before.version + 1 };
      const changed = (['plate', 'levels', 'removedOn'] as const).filter(
        (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
      );
      const { meterId, unitId } = after;
      const transaction = new Transaction()
        .save(meters, after, before)
        .record(meters, after, 'MeterChanged', { meterId, unitId, changed }, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/meters/{meterId}/events',
    operationId: 'listMeterEvents',
    summary: 'List the events of a meter, oldest first',
    description: 'With readings confirmed and reversed, settlements and low balances.',
    allow: staffRoles,
    params: meterPath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => {
      const { meter } = await meterFor(call);
      return ok(await namedTimeline('ledger', accounts.key(meter).pk, call.query));
    },
  }),
];
