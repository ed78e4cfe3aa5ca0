import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { eventSchema } from '../../shared/events/catalogue.ts';
import { timeline } from '../../shared/events/timeline.ts';
import { enterEstate, unchangedSince, visible } from '../../shared/http/access.ts';
import { type Caller, deskRoles, type Role, staffRoles } from '../../shared/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../shared/http/listing.ts';
import { policyRoutes } from '../../shared/http/policy.ts';
import { Problem, problemKind } from '../../shared/http/problem.ts';
import { type Call, ok, type Reply, type Route, route } from '../../shared/http/route.ts';
import { dateSchema, instantSchema } from '../../shared/kernel/time.ts';
import { get, list } from '../../shared/store/table.ts';
import { Outdated } from '../../shared/store/transaction.ts';
import {
  bookAppointment,
  bookSchema,
  customerNotAtHome,
  freeSlots,
  notAtHomeSchema,
  releaseAppointment,
  releaseSchema,
  slotTakenProblem,
} from './appoint-visit.ts';
import {
  acceptSchema,
  acceptWorkOrder,
  assignSchema,
  assignWorkOrder,
  grabSchema,
  grabWorkOrder,
  refuseSchema,
  refuseWorkOrder,
  transferSchema,
  transferWorkOrder,
} from './assign-work-order.ts';
import { type Operation, SlotTaken } from './change-work-order.ts';
import { cancelSchema, cancelWorkOrder, completeSchema, completeWorkOrder } from './finish-work-order.ts';
import { defaultRepairsPolicy, repairsPolicyDetailsSchema } from './repairs-policy.ts';
import { policies, workOrderLists, workOrders } from './repairs-store.ts';
import {
  addPhoto,
  addPhotoSchema,
  arriveOnSite,
  arriveSchema,
  materialsSchema,
  useMaterials,
  verifyFault,
  verifySchema,
} from './work-on-site.ts';
import { type WorkOrder, workOrderStatuses } from './work-order.ts';
import { mustBeMine, mustHaveIt, viewOf, workOrderViewSchema } from './work-order-view.ts';

const estateNeeded = problemKind('estate-needed', 400, {
  'zh-CN': '请用 estateId 指明小区，或用 assignee=me 查看自己的派工单。',
  'zh-TW': '請用 estateId 指明社區，或用 assignee=me 查看自己的派工單。',
  en: 'Say which estate with estateId, or ask for your own with assignee=me.',
});

const orderPath = z.object({ workOrderId: z.string().max(64) });
const everybody: readonly Role[] = ['resident', ...staffRoles];
const deskAndTechnician: readonly Role[] = ['technician', ...deskRoles];
const deskTechnicianAndHousehold: readonly Role[] = ['resident', 'technician', ...deskRoles];

/** The order that a request is about. @throws Problem not-found when it is not there or not for the caller. */
async function orderFor(call: { params: { workOrderId: string }; caller: Caller }): Promise<WorkOrder> {
  const order = visible(await get(workOrders, { workOrderId: call.params.workOrderId }), call.caller);
  mustBeMine(order, call.caller);
  return order;
}

/** Attempts at an operation that decides again when the order, or the slot it would move to, changed at that moment. */
const attempts = 4;

/** `POST /v1/work-orders/{workOrderId}/<name>`: a named change, now or (entered late) at `occurredAt`. */
function operation<S extends z.ZodType<{ occurredAt?: string | undefined }>>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: Operation<z.output<S>>;
  /** Open to every technician of the estate and not only to him who has the order. */
  forAnyTechnician?: boolean;
  /** Decides again when somebody else was quicker, so that the answer tells why it is too late. */
  decideAgain?: boolean;
}): Route {
  const { name, run, forAnyTechnician = false, decideAgain = false, ...rest } = declaration;
  const perform = async (call: Call<{ workOrderId: string }, unknown, z.output<S>>): Promise<Reply> => {
    const order = await orderFor(call);
    if (!forAnyTechnician) mustHaveIt(order, call.caller);
    unchangedSince(call.ifMatch, order);
    try {
      const change = await run(order, call.body, call.act({ occurredAt: call.body.occurredAt }));
      return await call.commit(change.transaction, ok(viewOf(change.after, call.caller)));
    } catch (error) {
      if (error instanceof SlotTaken && !decideAgain) throw await slotTakenProblem(order, call.now);
      throw error;
    }
  };
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/work-orders/{workOrderId}/${name}`,
    params: orderPath,
    response: workOrderViewSchema,
    handle: async (call) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await perform(call);
        } catch (error) {
          if (!decideAgain || !(error instanceof Outdated) || attempt === attempts) throw error;
        }
      }
    },
  });
}

const operations = [
  operation({
    name: 'grab',
    operationId: 'grabWorkOrder',
    summary: 'Take an open work order for oneself (抢单); of many at once one wins',
    allow: ['technician'],
    body: grabSchema,
    run: grabWorkOrder,
    forAnyTechnician: true,
    decideAgain: true,
  }),
  operation({
    name: 'assign',
    operationId: 'assignWorkOrder',
    summary: 'Give it to a technician by word of the desk (派单)',
    allow: deskRoles,
    body: assignSchema,
    run: assignWorkOrder,
    decideAgain: true,
  }),
  operation({
    name: 'accept',
    operationId: 'acceptWorkOrder',
    summary: 'The technician takes it on (接单)',
    allow: deskAndTechnician,
    body: acceptSchema,
    run: acceptWorkOrder,
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseWorkOrder',
    summary: 'The technician gives it back with a reason (拒单); somebody else is sent for',
    allow: deskAndTechnician,
    body: refuseSchema,
    run: refuseWorkOrder,
  }),
  operation({
    name: 'transfer',
    operationId: 'transferWorkOrder',
    summary: 'Hand it to another technician with a reason (转单); the appointment goes along when he is free then',
    allow: deskAndTechnician,
    body: transferSchema,
    run: transferWorkOrder,
    decideAgain: true,
  }),
  operation({
    name: 'book-appointment',
    operationId: 'bookAppointment',
    summary: 'Book a slot of the technician, or move the appointment to another one (预约上门)',
    allow: deskTechnicianAndHousehold,
    body: bookSchema,
    run: bookAppointment,
  }),
  operation({
    name: 'release-appointment',
    operationId: 'releaseAppointment',
    summary: 'Give the appointment up (取消预约)',
    allow: deskTechnicianAndHousehold,
    body: releaseSchema,
    run: releaseAppointment,
  }),
  operation({
    name: 'not-at-home',
    operationId: 'customerNotAtHome',
    summary: 'Nobody opened: counted, and the slot is given up',
    allow: deskAndTechnician,
    body: notAtHomeSchema,
    run: customerNotAtHome,
  }),
  operation({
    name: 'arrive',
    operationId: 'arriveOnSite',
    summary: 'The technician is there (到场)',
    allow: deskAndTechnician,
    body: arriveSchema,
    run: arriveOnSite,
  }),
  operation({
    name: 'verify',
    operationId: 'verifyFault',
    summary: 'What was found on the spot: confirmed, not confirmed, or another cause (核实)',
    allow: deskAndTechnician,
    body: verifySchema,
    run: verifyFault,
  }),
  operation({
    name: 'materials',
    operationId: 'recordMaterials',
    summary: 'What was used, added to what is written down already (领料)',
    allow: deskAndTechnician,
    body: materialsSchema,
    run: useMaterials,
  }),
  operation({
    name: 'photos',
    operationId: 'addPhoto',
    summary: 'Name a file of the ticket as a photo of before or after the work',
    allow: deskAndTechnician,
    body: addPhotoSchema,
    run: addPhoto,
  }),
  operation({
    name: 'complete',
    operationId: 'completeWorkOrder',
    summary: 'The work is done (完工); the ticket is resolved',
    allow: deskAndTechnician,
    body: completeSchema,
    run: completeWorkOrder,
  }),
  operation({
    name: 'cancel',
    operationId: 'cancelWorkOrder',
    summary: 'Nobody needs to come any more; the ticket stays as it is',
    allow: deskRoles,
    body: cancelSchema,
    run: cancelWorkOrder,
  }),
] as const;

const listQuery = z.strictObject({
  ...pageQuery,
  estateId: z.string().max(64).optional(),
  status: z.enum(workOrderStatuses).optional(),
  /** The caller's own, as the technician who has or had them. */
  assignee: z.literal('me').optional(),
  /** Only what changed after this instant, in the order of change. */
  updatedSince: instantSchema.optional(),
});

/** Latest first; with `updatedSince` in the order of change. */
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

/** All HTTP operations of repairs. */
export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/work-orders',
    operationId: 'listWorkOrders',
    summary: 'Work orders of an estate, or those of the technician who asks',
    allow: staffRoles,
    query: listQuery,
    response: pageOf(workOrderViewSchema),
    handle: listWorkOrders,
  }),
  route({
    method: 'GET',
    path: '/v1/work-orders/{workOrderId}',
    operationId: 'getWorkOrder',
    summary: 'One work order; a household reads that of its own ticket',
    allow: everybody,
    params: orderPath,
    response: workOrderViewSchema,
    handle: async (call) => ok(viewOf(await orderFor(call), call.caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/work-orders/{workOrderId}/events',
    operationId: 'listWorkOrderEvents',
    summary: 'The written record, oldest first',
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
    path: '/v1/work-orders/{workOrderId}/slots',
    operationId: 'listFreeSlots',
    summary: 'Free slots of the technician who has the order, of seven days',
    allow: everybody,
    params: orderPath,
    query: z.strictObject({
      /** First day, in the estate's zone; today when not said. */
      from: dateSchema.optional(),
    }),
    response: z.object({ items: z.array(z.object({ from: z.string(), to: z.string() })) }),
    handle: async (call) => {
      const order = await orderFor(call);
      const { from } = call.query;
      const first = from === undefined ? undefined : Temporal.PlainDate.from(from);
      return ok({ items: await freeSlots(order, call.now, first) });
    },
  }),
  ...operations,
  ...policyRoutes({
    context: 'repairs',
    operation: 'RepairsPolicy',
    entity: policies,
    details: repairsPolicyDetailsSchema,
    defaultOf: defaultRepairsPolicy,
  }),
];
