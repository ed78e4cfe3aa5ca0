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

/** Problems of every change of a work order that its technician or the front desk makes. */
const changeProblems = ['illegal-state', 'in-the-future', 'not-your-work-order', 'out-of-order'];

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
  view: (after, { caller }, { language }) => viewOf(after, caller, language),
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
    summary: 'Claim an open work order (抢单)',
    description:
      'Only one of several concurrent claims succeeds; the others answer 409 `already-taken`. The caller must know the trade of the work order.',
    allow: ['technician'],
    throws: ['already-taken', 'illegal-state', 'in-the-future', 'not-a-technician', 'not-your-trade', 'out-of-order'],
    body: claimSchema,
    run: ({ before, act }, input) => claimWorkOrder(before, input, act),
  }),
  operation({
    name: 'assign',
    operationId: 'assignWorkOrder',
    summary: 'Assign a work order to a technician (派单)',
    description:
      'The technician must work in the estate. An appointment moves to them if they are on duty and free at that time; otherwise it is released.',
    allow: deskRoles,
    throws: ['already-with-technician', 'not-a-technician', ...changeProblems],
    body: assignSchema,
    run: decideBy(assignWorkOrder),
  }),
  operation({
    name: 'accept',
    operationId: 'acceptWorkOrder',
    summary: 'Accept a work order (接单)',
    description: 'Only for the technician who has the work order. The front desk may do it for them.',
    allow: deskAndTechnician,
    throws: changeProblems,
    body: acceptSchema,
    run: decideBy(acceptWorkOrder),
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseWorkOrder',
    summary: 'Refuse a work order with a reason (拒单)',
    description: 'Another technician is looked for at once; this one is not chosen again. An appointment is released.',
    allow: deskAndTechnician,
    throws: changeProblems,
    body: refuseSchema,
    run: decideBy(refuseWorkOrder),
  }),
  operation({
    name: 'transfer',
    operationId: 'transferWorkOrder',
    summary: 'Transfer a work order to another technician (转单)',
    description: 'An appointment moves to them if they are on duty and free at that time; otherwise it is released.',
    allow: deskAndTechnician,
    throws: ['already-with-technician', 'not-a-technician', ...changeProblems],
    body: transferSchema,
    run: decideBy(transferWorkOrder),
  }),
  operation({
    name: 'book-appointment',
    operationId: 'bookAppointment',
    summary: 'Book or move the appointment of a work order (预约上门)',
    description:
      'A slot that is not free answers 409 `slot-taken`, with the next free slots in `free`. A second booking moves the appointment. If the technician is on site already, they must come again.',
    allow: deskTechnicianAndHousehold,
    throws: ['illegal-state', 'in-the-future', 'not-a-slot', 'not-your-work-order', 'out-of-order', 'slot-taken'],
    body: bookSchema,
    run: decideBy(bookAppointment),
  }),
  operation({
    name: 'release-appointment',
    operationId: 'releaseAppointment',
    summary: 'Release the appointment of a work order (取消预约)',
    description: 'The slot is free for others at once. Answers 409 `no-appointment` when there is none.',
    allow: deskTechnicianAndHousehold,
    throws: ['illegal-state', 'in-the-future', 'no-appointment', 'not-your-work-order', 'out-of-order'],
    body: releaseSchema,
    run: decideBy(releaseAppointment),
  }),
  operation({
    name: 'report-no-access',
    operationId: 'reportNoAccess',
    summary: 'Record that nobody was home',
    description: 'Counts the visit and releases the appointment. The work order is `accepted` again.',
    allow: deskAndTechnician,
    throws: changeProblems,
    body: notAtHomeSchema,
    run: decideBy(reportNoAccess),
  }),
  operation({
    name: 'arrive',
    operationId: 'arriveOnSite',
    summary: 'Record that the technician arrived (到场)',
    description:
      'Afterwards the fault can be verified and the work order completed. The ticket shows the arrival at once and counts it in its SLA timers, unless the ticket has ended.',
    allow: deskAndTechnician,
    throws: changeProblems,
    body: arriveSchema,
    run: decideBy(arriveOnSite),
  }),
  operation({
    name: 'verify',
    operationId: 'verifyFault',
    summary: 'Record whether the fault was confirmed on site (核实)',
    description: 'Only after the arrival. A later record replaces the earlier one.',
    allow: deskAndTechnician,
    throws: changeProblems,
    body: verifySchema,
    run: decideBy(verifyFault),
  }),
  operation({
    name: 'materials',
    operationId: 'recordMaterials',
    summary: 'Add materials used for a work order (领料)',
    description: 'Adds to those already recorded, at most 200 in all. Allowed after completion, too.',
    allow: deskAndTechnician,
    throws: ['illegal-state', 'in-the-future', 'not-your-work-order', 'out-of-order', 'too-many-entries'],
    body: materialsSchema,
    run: decideBy(useMaterials),
  }),
  operation({
    name: 'photos',
    operationId: 'addPhoto',
    summary: 'Mark a file of the ticket as a photo before or after the work',
    description:
      'The file must be attached to the ticket. At most 50 photos; marking a file again replaces its mark. Allowed after completion, too.',
    allow: deskAndTechnician,
    throws: ['too-many-entries', 'unknown-attachment', ...changeProblems],
    body: addPhotoSchema,
    run: decideBy(addPhoto),
  }),
  operation({
    name: 'complete',
    operationId: 'completeWorkOrder',
    summary: 'Complete a work order (完工)',
    description:
      'Only after the arrival. Resolves the ticket at once, unless it has ended, or is a gas emergency that the gas company has not called safe. Where the policy of the estate requires it, a photo of the finished work must be there; otherwise 409 `after-photo-needed`.',
    allow: deskAndTechnician,
    throws: ['after-photo-needed', 'illegal-state', 'in-the-future', 'not-your-work-order', 'out-of-order'],
    body: completeSchema,
    run: decideBy(completeWorkOrder),
  }),
  operation({
    name: 'cancel',
    operationId: 'cancelWorkOrder',
    summary: 'Cancel a work order',
    description: 'Releases its appointment. Its ticket does not change.',
    allow: deskRoles,
    throws: changeProblems,
    body: cancelSchema,
    run: decideBy(cancelWorkOrder),
  }),
];
