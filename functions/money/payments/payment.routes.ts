import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import type { Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { list } from '../../../shared/store/table.ts';
import { namedTimeline } from '../../register/owners/public.ts';
import { paymentView, paymentViewSchema } from './payment.ts';
import { listForPayer, payerListQuery, paymentFor, paymentPath } from './payment-access.ts';
import { paymentLists, payments, refunds } from './payments.store.ts';
import { refundSchema } from './refund.ts';
import { moneyReaders } from './roles.ts';

/** Staff who handle money, and residents for their own payments. */
export const readersAndPayer: readonly Role[] = [...moneyReaders, 'resident'];

/** Routes that read payments. */
export const paymentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/payments',
    operationId: 'listPayments',
    summary: 'List the payments of an estate or a payer',
    description: 'Latest first; with `updatedSince` in the order of change. Residents get only their own.',
    allow: readersAndPayer,
    query: payerListQuery,
    response: pageOf(paymentViewSchema),
    handle: async (call) => {
      const lists = { all: paymentLists.payments, of: paymentLists.paymentsOf };
      const found = await listForPayer(payments, lists, call);
      return ok({ ...found, items: found.items.map(paymentView) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/{paymentId}',
    operationId: 'getPayment',
    summary: 'Get a payment with the bills it pays',
    description: 'Also with its rest in fen and the number of its receipt. Residents see only their own.',
    allow: readersAndPayer,
    params: paymentPath,
    response: paymentViewSchema,
    handle: async (call) => ok(paymentView(await paymentFor(call))),
  }),
  route({
    method: 'GET',
    path: '/v1/payments/{paymentId}/refunds',
    operationId: 'listRefunds',
    summary: 'List the refunds of a payment, latest first',
    description: 'Residents see only refunds of their own payments.',
    allow: readersAndPayer,
    params: paymentPath,
    query: z.strictObject(pageQuery),
    response: pageOf(refundSchema),
    handle: async (call) => {
      const { paymentId } = await paymentFor(call);
      const partition = paymentLists.refundsOf(paymentId);
      return ok(await list(refunds, { index: 'mine', partition, descending: true, ...call.query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/{paymentId}/events',
    operationId: 'listPaymentEvents',
    summary: 'List the events of a payment, oldest first',
    description: 'Corrections, refunds and reallocations, with who did it.',
    allow: moneyReaders,
    params: paymentPath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => {
      const { paymentId } = await paymentFor(call);
      return ok(await namedTimeline('ledger', payments.key({ paymentId }).pk, call.query));
    },
  }),
];
