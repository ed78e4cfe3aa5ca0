import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { timeline } from '../../../shared/events/timeline.ts';
import { enterEstate } from '../../../shared/http/access.ts';
import { everybody, staffRoles } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { type Call, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem } from '../../../shared/kernel/problem.ts';
import { dateSchema, instantSchema } from '../../../shared/kernel/time.ts';
import { list } from '../../../shared/store/table.ts';
import { estateNeeded } from '../../register/owners/public.ts';
import { freeSlots } from './appoint-visit.ts';
import { orderFor, orderPath } from './order-access.ts';
import { repairsPolicy } from './repairs.policy.ts';
import { workOrderLists, workOrders } from './repairs.store.ts';
import { type WorkOrder, workOrderStatuses } from './work-order.ts';
import { viewOf, workOrderViewSchema } from './work-order-view.ts';

const listQuery = z.strictObject({
  ...pageQuery,
  estateId: z.string().max(64).optional(),
  status: z.enum(workOrderStatuses).optional(),
  /** Only work orders that the caller has or had as technician. */
  assignee: z.literal('me').optional(),
  /** Only work orders changed after this instant, in the order of change. */
  updatedSince: instantSchema.optional(),
});

/** Lists work orders, latest first; with `updatedSince` in the order of change. */
async function listWorkOrders({ caller, query }: Call<unknown, z.output<typeof listQuery>, unknown>): Promise<Reply> {
  const { limit, cursor, status, assignee, updatedSince, estateId } = query;
  const pageWanted = { limit, cursor };
  if (estateId !== undefined) enterEstate(caller, estateId);
  if (assignee === 'me') {
    const found = await list(workOrders, {
      index: 'mine',
      partition: workOrderLists.ofTechnician(caller.personId),
      descending: true,
      ...pageWanted,
      where: { status, estateId },
    });
    const items = found.items.filter(
      (order) => caller.estates.includes(order.estateId) && isSince(order, updatedSince),
    );
    return ok({ ...found, items });
  }
  if (estateId === undefined) throw new Problem(estateNeeded);
  return ok(
    await latestOrChanged(workOrders, workOrderLists.ofEstate(estateId), { ...pageWanted, updatedSince }, { status }),
  );
}

function isSince(order: WorkOrder, since: string | undefined): boolean {
  return since === undefined || Temporal.Instant.compare(order.updatedAt, since) > 0;
}

/** Routes that read work orders, their events and free slots, and routes of the repairs policy. */
export const workOrderRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/repairs/work-orders',
    operationId: 'listWorkOrders',
    summary: "List the work orders of an estate, or the caller's own",
    description:
      'Give `estateId`, or `assignee=me` for the work orders that the caller has or had. Latest first; with `estateId` and `updatedSince` in the order of change.',
    allow: staffRoles,
    throws: ['estate-needed'],
    query: listQuery,
    response: pageOf(workOrderViewSchema),
    handle: listWorkOrders,
  }),
  route({
    method: 'GET',
    path: '/v1/repairs/work-orders/{workOrderId}',
    operationId: 'getWorkOrder',
    summary: 'Get a work order',
    description: 'Residents see only those of their own tickets, without technician and refusals.',
    allow: everybody,
    params: orderPath,
    response: workOrderViewSchema,
    handle: async (call) => ok(viewOf(await orderFor(call), call.caller)),
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
      return ok(await timeline('tickets', workOrders.key(order).pk, call.query));
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
