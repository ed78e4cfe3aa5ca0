import type * as z from 'zod';
import { unchangedSince } from '../../../shared/http/access.ts';
import { deskRoles, type Role } from '../../../shared/http/auth.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { type Call, ok, type Route, route } from '../../../shared/http/route.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import {
  bookAppointment,
  bookSchema,
  notAtHomeSchema,
  releaseAppointment,
  releaseSchema,
  reportNoAccess,
  slotTakenProblem,
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
import { type Operation, SlotTaken } from './change-work-order.ts';
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
import { mustHaveIt, viewOf, workOrderViewSchema } from './work-order-view.ts';

const deskAndTechnician: readonly Role[] = ['technician', ...deskRoles];

/** Attempts at an operation that decides again when the order, or the slot it would move to, changed at that moment. */
const attempts = 4;

/** `POST /v1/repairs/work-orders/{workOrderId}/<name>`: a named change, now or (entered late) at `occurredAt`. */
function operation<S extends z.ZodType<{ occurredAt?: string | undefined }>>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: Operation<z.output<S>>;
  /** Open to every technician of the estate and not only to him who has the order. */
  forAnyTechnician?: boolean;
  /** Is decided again when somebody else was quicker, so that the answer tells why it is too late. */
  decidesAgain?: boolean;
}): Route {
  const { name, run, forAnyTechnician = false, decidesAgain = false, ...rest } = declaration;
  const perform = async (call: Call<{ workOrderId: string }, unknown, z.output<S>>): Promise<Reply> => {
    const order = await orderFor(call);
    if (!forAnyTechnician) mustHaveIt(order, call.caller);
    unchangedSince(call.ifMatch, order);
    try {
      const change = await run(order, call.body, call.act({ occurredAt: call.body.occurredAt }));
      return await call.commit(change.transaction, ok(viewOf(change.after, call.caller)));
    } catch (error) {
      if (error instanceof SlotTaken && !decidesAgain) throw await slotTakenProblem(order, call.now);
      throw error;
    }
  };
  return route({
    ...rest,
    method: 'POST',
    path: `/v1/repairs/work-orders/{workOrderId}/${name}`,
    params: orderPath,
    response: workOrderViewSchema,
    handle: (call) => (decidesAgain ? retryOnConflict(() => perform(call), attempts) : perform(call)),
  });
}

/** What is done to a work order: the named changes of its state. */
export const operationRoutes: readonly Route[] = [
  operation({
    name: 'claim',
    operationId: 'claimWorkOrder',
    summary: 'Take an open work order for oneself (抢单); of many at once one wins',
    allow: ['technician'],
    body: claimSchema,
    run: claimWorkOrder,
    forAnyTechnician: true,
    decidesAgain: true,
  }),
  operation({
    name: 'assign',
    operationId: 'assignWorkOrder',
    summary: 'Give it to a technician by word of the desk (派单)',
    allow: deskRoles,
    body: assignSchema,
    run: assignWorkOrder,
    decidesAgain: true,
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
    decidesAgain: true,
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
    name: 'report-no-access',
    operationId: 'reportNoAccess',
    summary: 'Nobody opened: counted, and the slot is given up',
    allow: deskAndTechnician,
    body: notAtHomeSchema,
    run: reportNoAccess,
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
];
