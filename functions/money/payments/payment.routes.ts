import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { timeline } from '../../../shared/events/timeline.ts';
import { enterEstate } from '../../../shared/http/access.ts';
import { isStaff, type Role } from '../../../shared/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../shared/http/route.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { list } from '../../../shared/store/table.ts';
import { moneyReaders } from './limits.ts';
import { paymentView, paymentViewSchema } from './payment.ts';
import { mustBeHis, paymentFor, paymentPath } from './payment-access.ts';
import { paymentLists, payments, refunds } from './payments.store.ts';
import { refundSchema } from './refund.ts';

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
    query: z
      .strictObject({
        ...pageQuery,
        estateId: z.string().max(64),
        payerId: z.string().min(1).max(64).optional(),
        updatedSince: instantSchema.optional(),
      })
      .refine(({ payerId, updatedSince }) => payerId === undefined || updatedSince === undefined, {
        message: 'payerId and updatedSince exclude each other',
        path: ['updatedSince'],
      }),
    response: pageOf(paymentViewSchema),
    handle: async ({ caller, query }) => {
      const { estateId, limit, cursor } = query;
      enterEstate(caller, estateId);
      // Residents who name no payer get their own payments.
      const payerId = query.payerId ?? (isStaff(caller) ? undefined : caller.personId);
      if (payerId !== undefined) mustBeHis(payerId, caller);
      const found =
        payerId === undefined
          ? await latestOrChanged(payments, paymentLists.payments(estateId), query)
          : await list(payments, {
              index: 'mine',
              partition: paymentLists.paymentsOf(estateId, payerId),
              descending: true,
              limit,
              cursor,
            });
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
      return ok(await timeline('ledger', payments.key({ paymentId }).pk, call.query));
    },
  }),
];
