import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import type { Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { cashDesk, ledgerReaders } from './ledger-access.ts';
import { payOutLists, payOuts } from './pay-out.store.ts';
import { type PayOut, payOutSchema, payOutStatuses, payPayOutSchema, requestPayOutSchema } from './pay-out.ts';
import { openLedger } from './post-entries.ts';
import { approvePayOut, payPayOut, refusePayOut, requestPayOut, returnPayOut } from './post-pay-out.ts';

const payOutPath = z.object({ payOutId: z.string().max(64) });
const approvers: readonly Role[] = ['manager', 'administrator'];
const postingProblems = [
  'bank-number-used',
  'day-in-the-future',
  'illegal-state',
  'money-not-there',
  'move-too-far-back',
];
const payeeProblems = ['payee-account-changed', 'payee-not-approved'];

const operation = operationsOn({
  path: '/v1/ledger/pay-outs/{payOutId}',
  params: payOutPath,
  response: payOutSchema,
  load: async (call) => {
    const before = visible(await get(payOuts, call.params), call.caller);
    const act = call.act();
    const { calendar } = await requireEstate(before.estateId);
    const today = dayIn(calendar.zone, act.recordedAt);
    return { before, on: { ledger: await openLedger(before.estateId, today, act.recordedAt), today, act } };
  },
  change: (decided: Change<PayOut>) => decided,
  view: (after) => after,
});

/**
 * Routes of pay-outs (R21.11): one person requests, another approves, a third pays, and a bank line confirms.
 */
export const payOutRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/ledger/estates/{estateId}/pay-outs',
    operationId: 'requestPayOut',
    summary: 'Request a pay-out of the company (付款申请)',
    description:
      'To an approved payee: a utility, the maintenance fund, a supplier, compensation. Also a bank fee, interest, or a provision for bad debts, which are posted when approved.',
    allow: cashDesk,
    throws: ['day-in-the-future', 'payee-not-approved'],
    params: estatePath,
    body: requestPayOutSchema,
    status: 201,
    response: payOutSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      const act = call.act();
      const { calendar } = await requireEstate(estateId);
      const today = dayIn(calendar.zone, act.recordedAt);
      const ids = { payOutId: newId('out', call.now), estateId };
      const { after, transaction } = await requestPayOut(ids, call.body, { today, act });
      return call.commit(transaction, created(after, `/v1/ledger/pay-outs/${after.payOutId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/estates/{estateId}/pay-outs',
    operationId: 'listPayOuts',
    summary: 'List the pay-outs of an estate',
    description: 'Of a status oldest first, or all with the latest change first.',
    allow: ledgerReaders,
    params: estatePath,
    query: z.strictObject({ ...pageQuery, status: z.enum(payOutStatuses).optional() }),
    response: pageOf(payOutSchema),
    handle: async ({ caller, params: { estateId }, query }) => {
      enterEstate(caller, estateId);
      const inStatus = (status: PayOut['status']) => payOutLists.payOutsIn(estateId, status);
      return ok(await workList(payOuts, { all: payOutLists.payOuts(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/ledger/pay-outs/{payOutId}',
    operationId: 'getPayOut',
    summary: 'Get a pay-out',
    description: 'With who requested, approved and paid it, and its entries.',
    allow: ledgerReaders,
    params: payOutPath,
    response: payOutSchema,
    handle: async ({ caller, params }) => ok(visible(await get(payOuts, params), caller)),
  }),
  operation({
    name: 'approve',
    operationId: 'approvePayOut',
    summary: 'Approve a pay-out',
    description: 'Another person than the requester. A bank fee, interest and a provision are posted now.',
    allow: approvers,
    throws: [...postingProblems, ...payeeProblems, 'another-person-needed'],
    body: z.strictObject({}),
    run: ({ before, on }) => approvePayOut(before, on),
  }),
  operation({
    name: 'refuse',
    operationId: 'refusePayOut',
    summary: 'Refuse a pay-out',
    description: 'Also ends an approved one that was not paid.',
    allow: approvers,
    throws: ['illegal-state'],
    body: z.strictObject({ reason: reasonSchema(500) }),
    run: ({ before, on }, { reason }) => refusePayOut(before, reason, on),
  }),
  operation({
    name: 'pay',
    operationId: 'payPayOut',
    summary: 'Record that an approved pay-out was paid',
    description:
      'By another person than the approver, to the approved account, never more than there is. The day closes when a bank line confirms it.',
    allow: cashDesk,
    throws: [...postingProblems, ...payeeProblems, 'approver-does-not-pay-out', 'pay-out-above-balance'],
    body: payPayOutSchema,
    run: ({ before, on }, input) => payPayOut(before, input, on),
  }),
  operation({
    name: 'return',
    operationId: 'returnPayOut',
    summary: 'Record that the bank sent a pay-out back (退汇)',
    description: 'The payment is reversed under the number of the bank. Paying again is a new pay-out.',
    allow: cashDesk,
    throws: postingProblems,
    body: payPayOutSchema,
    run: ({ before, on }, input) => returnPayOut(before, input, on),
  }),
];
