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

/** Attempts of an operation that is retried when the order or its slot changed meanwhile. */
const attempts = 4;

/** Returns the route `POST /v1/repairs/work-orders/{workOrderId}/<name>`; late entries give `occurredAt`. */
function operation<S extends z.ZodType<{ occurredAt?: string | undefined }>>(declaration: {
  name: string;
  operationId: string;
  summary: string;
  allow: readonly Role[];
  body: S;
  run: Operation<z.output<S>>;
  /** Allows every technician of the estate, not only the one who has the order. */
  forAnyTechnician?: boolean;
  /** Retries after a conflict, so that the answer gives the reason. */
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

/** Routes that change a work order. */
export const operationRoutes: readonly Route[] = [
  operation({
    name: 'claim',
    operationId: 'claimWorkOrder',
    summary: 'Claim an open work order (抢单); only one concurrent claim succeeds',
    allow: ['technician'],
    body: claimSchema,
    run: claimWorkOrder,
    forAnyTechnician: true,
    decidesAgain: true,
  }),
  operation({
    name: 'assign',
    operationId: 'assignWorkOrder',
    summary: 'Assign a work order to a technician (派单)',
    allow: deskRoles,
    body: assignSchema,
    run: assignWorkOrder,
    decidesAgain: true,
  }),
  operation({
    name: 'accept',
    operationId: 'acceptWorkOrder',
    summary: 'Accept a work order (接单)',
    allow: deskAndTechnician,
    body: acceptSchema,
    run: acceptWorkOrder,
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseWorkOrder',
    summary: 'Refuse a work order with a reason (拒单); another technician is assigned',
    allow: deskAndTechnician,
    body: refuseSchema,
    run: refuseWorkOrder,
  }),
  operation({
    name: 'transfer',
    operationId: 'transferWorkOrder',
    summary: 'Transfer a work order to another technician (转单); releases an appointment that they cannot keep',
    allow: deskAndTechnician,
    body: transferSchema,
    run: transferWorkOrder,
    decidesAgain: true,
  }),
  operation({
    name: 'book-appointment',
    operationId: 'bookAppointment',
    summary: 'Book or move the appointment of a work order (预约上门)',
    allow: deskTechnicianAndHousehold,
    body: bookSchema,
    run: bookAppointment,
  }),
  operation({
    name: 'release-appointment',
    operationId: 'releaseAppointment',
    summary: 'Release the appointment of a work order (取消预约)',
    allow: deskTechnicianAndHousehold,
    body: releaseSchema,
    run: releaseAppointment,
  }),
  operation({
    name: 'report-no-access',
    operationId: 'reportNoAccess',
    summary: 'Record that nobody was home; releases the appointment',
    allow: deskAndTechnician,
    body: notAtHomeSchema,
    run: reportNoAccess,
  }),
  operation({
    name: 'arrive',
    operationId: 'arriveOnSite',
    summary: 'Record that the technician arrived (到场)',
    allow: deskAndTechnician,
    body: arriveSchema,
    run: arriveOnSite,
  }),
  operation({
    name: 'verify',
    operationId: 'verifyFault',
    summary: 'Record whether the fault was confirmed on site (核实)',
    allow: deskAndTechnician,
    body: verifySchema,
    run: verifyFault,
  }),
  operation({
    name: 'materials',
    operationId: 'recordMaterials',
    summary: 'Add materials used for a work order (领料)',
    allow: deskAndTechnician,
    body: materialsSchema,
    run: useMaterials,
  }),
  operation({
    name: 'photos',
    operationId: 'addPhoto',
    summary: 'Mark a file of the ticket as a photo before or after the work',
    allow: deskAndTechnician,
    body: addPhotoSchema,
    run: addPhoto,
  }),
  operation({
    name: 'complete',
    operationId: 'completeWorkOrder',
    summary: 'Complete a work order (完工); resolves its ticket',
    allow: deskAndTechnician,
    body: completeSchema,
    run: completeWorkOrder,
  }),
  operation({
    name: 'cancel',
    operationId: 'cancelWorkOrder',
    summary: 'Cancel a work order; its ticket does not change',
    allow: deskRoles,
    body: cancelSchema,
    run: cancelWorkOrder,
  }),
];
