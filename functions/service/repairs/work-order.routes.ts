import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { everybody, staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { namedTimeline } from '../../register/owners/public.ts';
import { freeSlots } from './appoint-visit.ts';
import { listWorkOrders, workOrderQuery } from './list-work-orders.ts';
import { orderFor, orderPath } from './order-access.ts';
import { repairsPolicy } from './repairs.policy.ts';
import { workOrders } from './repairs.store.ts';
import { viewOf, workOrderViewSchema } from './work-order-view.ts';

/** Routes that read work orders, their events and free slots, and routes of the repairs policy. */
export const workOrderRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/repairs/work-orders',
    operationId: 'listWorkOrders',
    summary: 'List the work orders of an estate or a technician',
    description:
      'Give `estateId`, or `assignee` (`me` for the caller) for the work orders that a technician has or had. Unfinished ones come first by the start of the visit, or by opening while none is agreed; then those completed and cancelled, each latest first. With `updatedSince` those of an estate are in the order of change.',
    allow: staffRoles,
    throws: ['estate-needed'],
    query: workOrderQuery,
    response: pageOf(workOrderViewSchema),
    handle: async ({ caller, query }) => ok(await listWorkOrders(query, caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/repairs/work-orders/{workOrderId}',
    operationId: 'getWorkOrder',
    summary: 'Get a work order',
    description:
      'Residents see only those of their own tickets: who comes, by name and trade, and when (`visit`), without ids and refusals.',
    allow: everybody,
    params: orderPath,
    response: workOrderViewSchema,
    handle: async (call) => ok(await viewOf(await orderFor(call), call.caller, call.language)),
  }),
  route({
    method: 'GET',
    path: '/v1/repairs/work-orders/{workOrderId}/events',
    operationId: 'listWorkOrderEvents',
    summary: 'List the events of a work order, oldest first',
    description: 'Events of its ticket are listed with the ticket.',
    allow: staffRoles,
    params: orderPath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => {
      const order = await orderFor(call);
      return ok(await namedTimeline('tickets', workOrders.key(order).pk, call.query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/repairs/work-orders/{workOrderId}/slots',
    operationId: 'listFreeSlots',
    summary: 'List the free slots of the technician of a work order',
    description: 'Seven days from `from` on. Answers 409 while no technician has the work order.',
    allow: everybody,
    throws: ['illegal-state', 'stale'],
    params: orderPath,
    query: z.strictObject({
      /** First day in the estate's time zone; default today. */
      from: dateSchema.optional(),
    }),
    response: z
      .object({ items: z.array(z.object({ from: z.string(), to: z.string() })) })
      .meta({ id: 'ListFreeSlotsResponse' }),
    handle: async (call) => {
      const order = await orderFor(call);
      const { from } = call.query;
      const first = from === undefined ? undefined : Temporal.PlainDate.from(from);
      return ok({ items: await freeSlots(order, call.now, first) });
    },
  }),
  ...repairsPolicy.routes,
];
