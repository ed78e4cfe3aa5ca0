import * as z from 'zod';
import { type Caller, isStaff, type Role } from '../../../shared/http/auth.ts';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { operationsOn } from '../../../shared/http/operations.ts';
import type { Route } from '../../../shared/http/route.ts';
import { billPath, deskAndCashier, ownBillFor } from './bill-access.ts';
import { type BillChange, type BillContext, beginChange, postBillChange } from './bill-change.ts';
import { loadBillContext } from './bill-context.ts';
import { addCosts, costsSchema } from './bill-costs.ts';
import { billViewSchema, viewOf } from './bill-view.ts';
import { deliverSchema, recordDelivery } from './deliver-bill.ts';
import {
  assertNotOwnObjection,
  disputeBill,
  disputeSchema,
  settleDispute,
  settleDisputeSchema,
} from './dispute-bill.ts';
import { approveEndSchema, endSchema, refuseEndSchema, requestWriteOffReversal, reverseWriteOff } from './end-bill.ts';
import type { FeesPolicy } from './fees.policy.ts';
import { approveBillEnd, refuseBillEnd, requestBillEnd } from './request-bill-end.ts';
import { countGivenUp } from './waivers.store.ts';

/** Roles that end a bill: one requests, another approves. */
const enders: readonly Role[] = ['manager', 'administrator'];
const cancelling = [
  'bill-has-payments',
  'bill-in-advance',
  'bill-invoiced',
  'bill-was-credited',
  'illegal-state',
  'money-not-there',
  'move-too-far-back',
  'too-much-to-reverse',
];

type BillDesk = BillContext & { readonly policy: FeesPolicy; readonly caller: Caller };
/** Declares `POST /v1/fees/bills/{billId}/<name>`: a named change of one bill and its entries. */
const operation = operationsOn({
  path: '/v1/fees/bills/{billId}',
  params: billPath,
  response: billViewSchema,
  load: async (call) => {
    const before = await ownBillFor(call);
    const context = await loadBillContext(before.estateId, call.act(), call.now);
    return { ...context, caller: call.caller, before, bill: beginChange(before) };
  },
  change: async (decided: BillChange, context) => {
    const posted = postBillChange(decided, context);
    const { estateId, payerId, billId } = posted.after;
    const counted = { estateId, payerId, personId: context.act.actor.id, day: context.today };
    await countGivenUp(posted.transaction, counted, [{ billId, fen: decided.givenUpFen ?? 0 }]);
    return posted;
  },
  view: (after, { caller, today, policy }) => viewOf(after, caller, today, policy),
});

/**
 * Rejects a past day of receipt from a resident. Only staff may enter an objection that was made on another
 * day.
 * @throws Problem 400 day-out-of-range.
 */
function mustBeToday({ caller, today }: BillDesk, receivedOn: string | undefined): void {
  if (!isStaff(caller) && receivedOn !== undefined) mustLieIn(receivedOn, { from: today, to: today }, 'receivedOn');
}

/** Changes of a published bill, apart from payments and waivers. */
export const billOperationRoutes: readonly Route[] = [
  operation({
    name: 'deliver',
    operationId: 'deliverBill',
    summary: 'Record that a bill was handed over or posted (送达)',
    description: 'Late charge may run from the day after the first delivery.',
    allow: deskAndCashier,
    throws: ['bill-is-full', 'day-out-of-range', 'illegal-state', 'money-not-there', 'move-too-far-back'],
    body: deliverSchema,
    run: (context, input) => recordDelivery(context.bill, input, context),
  }),
  operation({
    name: 'dispute',
    operationId: 'disputeBill',
    summary: 'Object to a bill (异议)',
    description:
      'Late charge rests and no reminder is sent until the objection is settled. Only staff may enter an earlier receipt, with proof.',
    allow: ['resident', ...deskAndCashier],
    throws: [
      'bill-is-full',
      'day-out-of-range',
      'disputed-already',
      'illegal-state',
      'money-not-there',
      'move-too-far-back',
      'receipt-unproven',
    ],
    body: disputeSchema,
    run: (context, input) => {
      mustBeToday(context, input.receivedOn);
      return disputeBill(context.bill, input, context);
    },
  }),
  operation({
    name: 'settle-dispute',
    operationId: 'settleDispute',
    summary: 'Settle the objection to a bill',
    description:
      'Unfounded: late charge runs as if nobody had objected, without days on which the answer was late. Founded or partly: the principal that is not owed bears none; cancel, credit or waive it afterwards. Only another person than who entered the objection finds it founded, and the late charge that this gives up counts to their limit of waivers.',
    allow: ['supervisor', 'manager'],
    throws: [
      'another-person-needed',
      'bill-is-full',
      'day-out-of-range',
      'money-not-there',
      'more-than-billed',
      'move-too-far-back',
      'not-in-dispute',
    ],
    body: settleDisputeSchema,
    run: (context, input) => {
      assertNotOwnObjection(context.before, input, context.act.actor.id);
      return settleDispute(context.bill, input, context);
    },
  }),
  operation({
    name: 'costs',
    operationId: 'addCosts',
    summary: 'Add costs of claiming a bill',
    description: 'Such as postage or court fees, in fen. Payments cover costs first.',
    allow: ['cashier', 'manager'],
    throws: ['bill-is-full', 'day-out-of-range', 'illegal-state', 'money-not-there', 'move-too-far-back'],
    body: costsSchema,
    run: (context, input) => addCosts(context.bill, input, context),
  }),
  operation({
    name: 'cancel',
    operationId: 'cancelBill',
    summary: 'Request to cancel a bill issued by mistake (作废)',
    description:
      'Waits in `end` until another person approves it; a draft is cancelled at once. 409 while something of it is paid or invoiced, or when a credit note lowered it.',
    allow: enders,
    throws: cancelling,
    body: endSchema,
    run: (context, input) => requestBillEnd(context.bill, 'cancelled', input, context),
  }),
  operation({
    name: 'write-off',
    operationId: 'writeOffBill',
    summary: 'Request to write off a bill as a bad debt (核销)',
    description:
      'Waits in `end` until another person approves it. Everything open becomes a bad debt. The claim lives: a payment that names the bill still pays it.',
    allow: enders,
    throws: ['illegal-state', 'money-not-there', 'move-too-far-back'],
    body: endSchema,
    run: (context, input) => requestBillEnd(context.bill, 'written-off', input, context),
  }),
  operation({
    name: 'approve-end',
    operationId: 'approveBillEnd',
    summary: 'Approve that a bill is cancelled or written off',
    description: 'Another person than the requester. `as` is what they requested. The payer gets a letter.',
    allow: enders,
    throws: [...cancelling, 'another-person-needed', 'bill-end-not-asked'],
    body: approveEndSchema,
    run: (context, { as }) => approveBillEnd(context.bill, as, context),
  }),
  operation({
    name: 'refuse-end',
    operationId: 'refuseBillEnd',
    summary: 'Refuse that a bill is cancelled or written off',
    description: 'The bill stays owed. The requester may withdraw the request in this way.',
    allow: enders,
    throws: ['bill-end-not-asked'],
    body: refuseEndSchema,
    run: (context, input) => refuseBillEnd(context.bill, input, context),
  }),
  operation({
    name: 'request-write-off-reversal',
    operationId: 'requestWriteOffReversal',
    summary: 'Request to reverse a write-off made by mistake',
    description: 'Another person approves it with `reverseWriteOff`.',
    allow: enders,
    throws: ['not-written-off'],
    body: endSchema,
    run: (context, input) => requestWriteOffReversal(context.bill, input, context),
  }),
  operation({
    name: 'reverse-write-off',
    operationId: 'reverseWriteOff',
    summary: 'Approve the reversal of a write-off',
    description:
      'Another person than the requester. The bill is owed again, with its late charge, and dunning resumes.',
    allow: enders,
    throws: [
      'another-person-needed',
      'money-not-there',
      'move-too-far-back',
      'not-written-off',
      'write-off-reversal-not-asked',
    ],
    body: z.strictObject({}),
    run: (context) => reverseWriteOff(context.bill, context),
  }),
];
