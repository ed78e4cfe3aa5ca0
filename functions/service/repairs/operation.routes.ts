import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { type Caller, deskRoles, type Role } from '../../../shared/http/auth.ts';
import { operationsOn } from '../../../shared/http/operations.ts';
import type { Route } from '../../../shared/http/route.ts';
import {
  bookAppointment,
  bookSchema,
  notAtHomeSchema,
  releaseAppointment,
  releaseSchema,
  reportNoAccess,
} from './appoint-visit.ts';
import {
  acceptSchema,
  acceptWorkOrder,
  assignSchema,
  assignWorkOrder,
  claimSchema,
  claimWorkOrder,
  refuseSchema,
  refuseWorkOrder,
  transferSchema,
  transferWorkOrder,
} from './assign-work-order.ts';
import type { Change, Operation } from './change-work-order.ts';
import { cancelSchema, cancelWorkOrder, completeSchema, completeWorkOrder } from './finish-work-order.ts';
import { deskTechnicianAndHousehold, orderFor, orderPath } from './order-access.ts';
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
import type { WorkOrder } from './work-order.ts';
import { mustHaveIt, viewOf, workOrderViewSchema } from './work-order-view.ts';

const deskAndTechnician: readonly Role[] = ['technician', ...deskRoles];

interface OrderContext {
  readonly before: WorkOrder;
  readonly act: ActionContext;
  readonly caller: Caller;
}

/** Declares `POST /v1/repairs/work-orders/{workOrderId}/<name>`; late entries give `occurredAt`. */
const operation = operationsOn({
  path: '/v1/repairs/work-orders/{workOrderId}',
  params: orderPath,
  response: workOrderViewSchema,
  load: async (call): Promise<OrderContext> => {
    const { occurredAt } = call.body;
    return { before: await orderFor(call), act: call.act({ occurredAt }), caller: call.caller };
  },
  change: (change: Change) => change,
  view: (after, { caller }) => viewOf(after, caller),
});

/** Returns the decision of an operation, for the technician who has the order and for the front desk. */
function decideBy<Input>(decide: Operation<Input>) {
  return ({ before, act, caller }: OrderContext, input: Input) => {
    mustHaveIt(before, caller);
    return decide(before, input, act);
  };
}

/** Routes that change a work order. */
export const operationRoutes: readonly Route[] = [
  operation({
    name: 'claim',
    operationId: 'claimWorkOrder',
    summary: 'Claim an open work order (抢单); only one concurrent claim succeeds',
    allow: ['technician'],
    body: claimSchema,
    run: ({ before, act }, input) => claimWorkOrder(before, input, act),
  }),
  operation({
    name: 'assign',
    operationId: 'assignWorkOrder',
    summary: 'Assign a work order to a technician (派单)',
    allow: deskRoles,
    body: assignSchema,
    run: decideBy(assignWorkOrder),
  }),
  operation({
    name: 'accept',
    operationId: 'acceptWorkOrder',
    summary: 'Accept a work order (接单)',
    allow: deskAndTechnician,
    body: acceptSchema,
    run: decideBy(acceptWorkOrder),
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseWorkOrder',
    summary: 'Refuse a work order with a reason (拒单); another technician is assigned',
    allow: deskAndTechnician,
    body: refuseSchema,
    run: decideBy(refuseWorkOrder),
  }),
  operation({
    name: 'transfer',
    operationId: 'transferWorkOrder',
    summary: 'Transfer a work order to another technician (转单); releases an appointment that they cannot keep',
    allow: deskAndTechnician,
    body: transferSchema,
    run: decideBy(transferWorkOrder),
  }),
  operation({
    name: 'book-appointment',
    operationId: 'bookAppointment',
    summary: 'Book or move the appointment of a work order (预约上门)',
    allow: deskTechnicianAndHousehold,
    body: bookSchema,
    run: decideBy(bookAppointment),
  }),
  operation({
    name: 'release-appointment',
    operationId: 'releaseAppointment',
    summary: 'Release the appointment of a work order (取消预约)',
    allow: deskTechnicianAndHousehold,
    body: releaseSchema,
    run: decideBy(releaseAppointment),
  }),
  operation({
    name: 'report-no-access',
    operationId: 'reportNoAccess',
    summary: 'Record that nobody was home; releases the appointment',
    allow: deskAndTechnician,
    body: notAtHomeSchema,
    run: decideBy(reportNoAccess),
  }),
  operation({
    name: 'arrive',
    operationId: 'arriveOnSite',
    summary: 'Record that the technician arrived (到场)',
    allow: deskAndTechnician,
    body: arriveSchema,
    run: decideBy(arriveOnSite),
  }),
  operation({
    name: 'verify',
    operationId: 'verifyFault',
    summary: 'Record whether the fault was confirmed on site (核实)',
    allow: deskAndTechnician,
    body: verifySchema,
    run: decideBy(verifyFault),
  }),
  operation({
    name: 'materials',
    operationId: 'recordMaterials',
    summary: 'Add materials used for a work order (领料)',
    allow: deskAndTechnician,
    body: materialsSchema,
    run: decideBy(useMaterials),
  }),
  operation({
    name: 'photos',
    operationId: 'addPhoto',
    summary: 'Mark a file of the ticket as a photo before or after the work',
    allow: deskAndTechnician,
    body: addPhotoSchema,
    run: decideBy(addPhoto),
  }),
  operation({
    name: 'complete',
    operationId: 'completeWorkOrder',
    summary: 'Complete a work order (完工); resolves its ticket',
    allow: deskAndTechnician,
    body: completeSchema,
    run: decideBy(completeWorkOrder),
  }),
  operation({
    name: 'cancel',
    operationId: 'cancelWorkOrder',
    summary: 'Cancel a work order; its ticket does not change',
    allow: deskRoles,
    body: cancelSchema,
    run: decideBy(cancelWorkOrder),
  }),
];
