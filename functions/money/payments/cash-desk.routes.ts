import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import { meterRestProblems } from '../meters/public.ts';
import { cashierIdOf, moneyAccountOf } from './money-account.ts';
import { type Payment, paymentView, paymentViewSchema } from './payment.ts';
import { paymentFor, paymentPath } from './payment-access.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { payments, refunds } from './payments.store.ts';
import { moneyProblems, payingBackProblems } from './problem-codes.ts';
import { reallocatePayment, reallocateSchema } from './reallocate-payment.ts';
import { recordPayment, recordPaymentSchema } from './record-payment.ts';
import { refundSchema } from './refund.ts';
import { refundPayment, refundPaymentSchema } from './refund-payment.ts';
import { returnRefund, returnRefundSchema } from './return-refund.ts';
import { reversePayment, reverseSchema } from './reverse-payment.ts';
import { cashDesk } from './roles.ts';

/** Declares `POST /v1/payments/{paymentId}/<name>`: a change of one payment. */
const operation = operationsOn({
  path: '/v1/payments/{paymentId}',
  params: paymentPath,
  response: paymentViewSchema,
  load: async (call) => ({ before: await paymentFor(call), caller: call.caller, act: call.act() }),
  change: (decided: Change<Payment>) => decided,
  view: (after) => paymentView(after),
});

/** Routes of the cash desk (收费台): record, reallocate, reverse and refund payments. */
export const cashDeskRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/payments/estates/{estateId}/payments',
    operationId: 'recordPayment',
    summary: 'Record a payment',
    description:
      'Pays the named bills first, then the others in the order of the contract or the law; the rest becomes prepaid. The same reference at the same money account is the same payment and changes nothing. With `meterId` it tops up a prepaid meter.',
    allow: cashDesk,
    throws: [
      ...moneyProblems,
      'bill-is-full',
      'bill-not-payable',
      'meter-not-prepaid',
      'payment-differs',
      'unknown-meter',
      'unknown-payer',
    ],
    params: estatePath,
    body: recordPaymentSchema,
    status: 201,
    otherStatuses: [200],
    response: paymentViewSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      const moneyAccount = moneyAccountOf(call.body, call.caller, await paymentsPolicy.of(estateId));
      const taking = { ...call.body, estateId, moneyAccount, receiptsOf: cashierIdOf(call.caller) };
      const { after, transaction } = await recordPayment(taking, call.act());
      const view = paymentView(after);
      return transaction ? call.commit(transaction, created(view, `/v1/payments/${after.paymentId}`)) : ok(view);
    },
  }),
  operation({
    name: 'reallocate',
    operationId: 'reallocatePayment',
    summary: 'Reallocate a payment to other bills or to none',
    description:
      'No money moves and the receipt stays valid. The payment counts from its own day. What the bills do not take becomes prepaid.',
    allow: cashDesk,
    throws: [
      'bill-is-full',
      'bill-not-payable',
      'money-not-there',
      'money-on-meter',
      'move-too-far-back',
      'nothing-to-move',
      'payment-moved',
      'payment-reversed',
      'refund-is-due',
    ],
    body: reallocateSchema,
    run: ({ before, act }, input) => reallocatePayment(before, input, act),
  }),
  operation({
    name: 'reverse',
    operationId: 'reversePayment',
    summary: 'Reverse a payment, such as a bounced cheque',
    description:
      'Its bills are open again as if the money had never come. With `bounced`, the bank took it back on a line of its own, also on the same day, and the receipt is void. Cash leaves only the caller’s own drawer. Without `bounced` it needs a refund request (`reversal`) that another person approved: nobody voids a receipt alone. The receipt keeps its number.',
    allow: cashDesk,
    throws: [
      ...payingBackProblems,
      'bill-is-full',
      'in-the-future',
      'not-your-drawer',
      'payment-moved',
      'payment-refunded',
      'payment-reversed',
      'refund-is-due',
      'reversal-needs-request',
    ],
    body: reverseSchema,
    run: ({ before, caller, act }, input) => reversePayment(before, input, caller, act),
  }),
  route({
    method: 'POST',
    path: '/v1/payments/{paymentId}/refunds',
    operationId: 'refundPayment',
    summary: 'Refund money of a payment that pays no bill',
    description:
      'At most what was paid and not yet refunded. Of a top-up, what is left on the meter after a reading of the last seven days. The money goes back the way it came, within the limit of one person, or as an approved refund request says.',
    allow: cashDesk,
    throws: [
      ...moneyProblems,
      ...payingBackProblems,
      'balance-too-low',
      ...meterRestProblems,
      'money-on-bills',
      'payment-moved',
      'payment-reversed',
      'refund-above-paid',
    ],
    params: paymentPath,
    body: refundPaymentSchema,
    status: 201,
    otherStatuses: [200],
    response: refundSchema,
    handle: async (call) => {
      const payment = await paymentFor(call);
      unchangedSince(call.ifMatch, payment);
      const { after, transaction } = await refundPayment(payment, call.body, call.caller, call.act());
      const location = `/v1/payments/${payment.paymentId}/refunds`;
      return transaction ? call.commit(transaction, created(after, location)) : ok(after);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payments/refunds/{refundId}/return',
    operationId: 'returnRefund',
    summary: 'Record that the bank sent a refund back (退汇)',
    description: 'The money is the payer’s again and can be refunded anew. A bank line with the reference confirms it.',
    allow: cashDesk,
    throws: [
      'illegal-state',
      'in-the-future',
      'number-used',
      'payment-moved',
      'payment-reversed',
      'refund-not-returnable',
    ],
    params: z.object({ refundId: z.string().max(64) }),
    body: returnRefundSchema,
    response: refundSchema,
    handle: async (call) => {
      const refund = visible(await get(refunds, call.params), call.caller);
      unchangedSince(call.ifMatch, refund);
      const payment = await get(payments, { paymentId: refund.paymentId });
      if (!payment) throw new Problem(problems.notFound);
      const { after, transaction } = await returnRefund(refund, payment, call.body, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
];
