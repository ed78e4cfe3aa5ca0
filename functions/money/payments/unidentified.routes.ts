import * as z from 'zod';
import { enterEstate, estatePath, visible } from '../../../shared/http/access.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { moneyAccountOf } from './money-account.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { paymentLists, unidentified } from './payments.store.ts';
import { moneyProblems } from './problem-codes.ts';
import { recordUnidentified, recordUnidentifiedSchema, zoneAndLanguageOf } from './record-unidentified.ts';
import { cashDesk, moneyReaders } from './roles.ts';
import {
  listedAfterDays,
  type UnidentifiedReceipt,
  unidentifiedStatuses,
  unidentifiedView,
  unidentifiedViewSchema,
} from './unidentified.ts';

/** The path parameter of all routes of one unidentified receipt. */
export const receiptPath = z.object({ receiptId: z.string().max(64) });

async function today(estateId: string, now: { toString: () => string }): Promise<string> {
  const { zone } = await zoneAndLanguageOf(estateId);
  return dayIn(zone, now.toString());
}

/** Routes of money whose payer is unknown (待查收款, R21.2). */
export const unidentifiedRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/payments/estates/{estateId}/unidentified-receipts',
    operationId: 'recordUnidentifiedReceipt',
    summary: 'Record money from an unknown payer',
    description:
      'The money waits in suspense and is never income. The same reference at the same money account changes nothing.',
    allow: cashDesk,
    throws: [...moneyProblems, 'receipt-differs'],
    params: estatePath,
    body: recordUnidentifiedSchema,
    status: 201,
    otherStatuses: [200],
    response: unidentifiedViewSchema,
    handle: async (call) => {
      const { estateId } = call.params;
      enterEstate(call.caller, estateId);
      await requireEstate(estateId);
      const { sender, remark, ...said } = call.body;
      const moneyAccount = moneyAccountOf(said, call.caller, await paymentsPolicy.of(estateId));
      const on = await today(estateId, call.now);
      const taking = { ...said, estateId, moneyAccount, said: { sender, remark } };
      const { after, transaction } = await recordUnidentified(taking, call.act());
      const view = unidentifiedView(after, on);
      const location = `/v1/payments/unidentified-receipts/${after.receiptId}`;
      return transaction ? call.commit(transaction, created(view, location)) : ok(view);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/unidentified-receipts',
    operationId: 'listUnidentifiedReceipts',
    summary: 'List the unidentified receipts of an estate',
    description:
      'Of a status oldest first, or all with the latest change first. `overdue=true` lists those open for more than 30 days.',
    allow: moneyReaders,
    query: z
      .strictObject({
        ...pageQuery,
        estateId: z.string().max(64),
        status: z.enum(unidentifiedStatuses).optional(),
        /** Only those that are open for more than 30 days (R21.2). */
        overdue: z.literal('true').optional(),
      })
      .refine(({ status, overdue }) => overdue === undefined || status === undefined || status === 'open', {
        message: 'only open receipts are overdue',
        path: ['overdue'],
      }),
    response: pageOf(unidentifiedViewSchema),
    handle: async ({ caller, query, now }) => {
      const { estateId, overdue, limit, cursor } = query;
      enterEstate(caller, estateId);
      const day = await today(estateId, now);
      const inStatus = (status: UnidentifiedReceipt['status']) => paymentLists.unidentifiedIn(estateId, status);
      const found = overdue
        ? await list(unidentified, {
            index: 'lists',
            partition: inStatus('open'),
            limit,
            cursor,
            sort: { from: '0', to: addDays(day, -listedAfterDays) },
          })
        : await workList(unidentified, { all: paymentLists.unidentified(estateId), inStatus }, query);
      return ok({ ...found, items: found.items.map((one) => unidentifiedView(one, day)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payments/unidentified-receipts/{receiptId}',
    operationId: 'getUnidentifiedReceipt',
    summary: 'Get an unidentified receipt with its age',
    description: 'With its age in days since the value day.',
    allow: moneyReaders,
    params: receiptPath,
    response: unidentifiedViewSchema,
    handle: async ({ caller, params, now }) => {
      const receipt = visible(await get(unidentified, params), caller);
      return ok(unidentifiedView(receipt, await today(receipt.estateId, now)));
    },
  }),
];
