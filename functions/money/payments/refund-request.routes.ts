import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import { hasRole, type Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get } from '../../../shared/store/table.ts';
import { decisionsOn } from './payment-access.ts';
import { paymentLists, refundRequests } from './payments.store.ts';
import { refundRequestSchema, refundRequestStatuses, requestRefundSchema } from './refund-request.ts';
import { decideRefund, requestRefund } from './request-refund.ts';
import { approvers, cashDesk, moneyReaders } from './roles.ts';

const requestPath = z.object({ requestId: z.string().max(64) });
const readers: readonly Role[] = [...moneyReaders, 'administrator'];

const decision = decisionsOn(refundRequests, {
  path: '/v1/payments/refund-requests/{requestId}',
  params: requestPath,
  response: refundRequestSchema,
});

/**
 * Routes of refund requests (退款申请): what one person may not pay back alone. One person requests, another
 * approves.
 */
export const refundRequestRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/payments/estates/{estateId}/refund-requests',
    operationId: 'requestRefund',
    summary: 'Request a refund that one person may not pay alone',
    description:
      'Above the limit of one person, or by another way than the money came; then it needs a payee with proof. What is kept of a deposit is requested with its `deductions`. The amount counts against the limits at once.',
    allow: cashDesk,
    throws: [
      'above-deposit',
      'cash-limit',
      'deposit-not-whole',
      'illegal-state',
      'money-account-missing',
      'no-cash-for-other-money',
      'not-your-cash',
      'payee-missing',
      'payment-moved',
      'payment-reversed',
      'refund-above-paid',
      'unknown-money-account',
    ],
    params: estatePath,
    body: requestRefundSchema,
    bodyLimits: { bytes: 128 * 1024 },
    status: 201,
    otherStatuses: [200],
    response: refundRequestSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      const { after, transaction } = await requestRefund(estateId, call.body, call.caller, call.act());
      return call.commit(transaction, created(after, `/v1/payments/refund-requests/${after.requestId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/refund-requests',
    operationId: 'listRefundRequests',
    summary: 'List the refund requests of an estate',
    description: 'Of a status oldest first, or all with the latest change first.',
    allow: readers,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      status: z.enum(refundRequestStatuses).optional(),
    }),
    response: pageOf(refundRequestSchema),
    handle: async ({ caller, query }) => {
      const { estateId } = query;
      enterEstate(caller, estateId);
      const inStatus = (status: NonNullable<typeof query.status>) => paymentLists.refundRequestsIn(estateId, status);
      return ok(await workList(refundRequests, { all: paymentLists.refundRequests(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/refund-requests/{requestId}',
    operationId: 'getRefundRequest',
    summary: 'Get a refund request',
    description: 'With who requested it, who decided and who paid.',
    allow: readers,
    params: requestPath,
    response: refundRequestSchema,
    handle: async ({ caller, params }) => ok(visible(await get(refundRequests, params), caller)),
  }),
  decision({
    name: 'approve',
    operationId: 'approveRefund',
    summary: 'Approve a refund request',
    description:
      'Another person than the requester approves. A cashier then pays it with `requestId`; the approver does not pay.',
    allow: approvers,
    throws: ['another-person-needed', 'illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500).optional() }),
    run: ({ before, act }, { reason }) => decideRefund(before, 'approved', { reason, act }),
  }),
  decision({
    name: 'refuse',
    operationId: 'refuseRefund',
    summary: 'Refuse a refund request',
    description:
      'For managers and administrators; the requester may withdraw it this way. Also ends an approved one that was not paid.',
    allow: [...cashDesk, 'administrator'],
    throws: ['another-person-needed', 'illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500) }),
    run: ({ before, caller, act }, { reason }) => {
      if (!hasRole(caller, ...approvers) && before.asked.by !== caller.personId) throw new Problem(problems.forbidden);
      return decideRefund(before, 'refused', { reason, act });
    },
  }),
];
