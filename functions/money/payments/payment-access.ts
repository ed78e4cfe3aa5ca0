import * as z from 'zod';
import { enterEstate, visible } from '../../../shared/http/access.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { latestOrChanged, pageQuery } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import type { Entity } from '../../../shared/store/entity.ts';
import { get, list, type Page } from '../../../shared/store/table.ts';
import { seesMoneyOfOthers } from '../ledger/public.ts';
import type { Payment } from './payment.ts';
import { payments } from './payments.store.ts';

/** The path parameter of all routes of one payment. */
export const paymentPath = z.object({ paymentId: z.string().max(64) });

/** Rejects residents who ask for data of another person. @throws Problem not-found. */
export function mustBeOwn(payerId: string, caller: Caller): void {
  if (!seesMoneyOfOthers(caller) && payerId !== caller.personId) throw new Problem(problems.notFound);
}

/** Query of a list of an estate or of one payer. */
export const payerListQuery = z
  .strictObject({
    ...pageQuery,
    estateId: z.string().max(64),
    payerId: z.string().min(1).max(64).optional(),
    updatedSince: instantSchema.optional(),
  })
  .refine(({ payerId, updatedSince }) => payerId === undefined || updatedSince === undefined, {
    message: 'payerId and updatedSince exclude each other',
    path: ['updatedSince'],
  });

/** Lists the items of an estate, or of one payer. Residents get only their own. @throws Problem not-found. */
export async function listForPayer<T extends object, Id extends object>(
  kind: Entity<T, Id>,
  lists: { all: (estateId: string) => string; of: (estateId: string, payerId: string) => string },
  { caller, query }: { caller: Caller; query: z.output<typeof payerListQuery> },
): Promise<Page<T>> {
  const { estateId, limit, cursor } = query;
  enterEstate(caller, estateId);
  const payerId = query.payerId ?? (seesMoneyOfOthers(caller) ? undefined : caller.personId);
  if (payerId === undefined) return latestOrChanged(kind, lists.all(estateId), query);
  mustBeOwn(payerId, caller);
  return list(kind, { index: 'mine', partition: lists.of(estateId, payerId), descending: true, limit, cursor });
}

/** Returns the function that declares the decisions on a kind of request, `POST <path>/<name>`. */
export function decisionsOn<P extends z.ZodObject, T extends { estateId: string; version: number }>(
  kind: Entity<T, z.output<P>>,
  { path, params, response }: { path: `/${string}`; params: P; response: z.ZodType<T, T> },
) {
  return operationsOn({
    path,
    params,
    response,
    load: async (call) => {
      const before = visible(await get(kind, call.params), call.caller);
      return { before, caller: call.caller, act: call.act() };
    },
    change: (decided: Change<T>) => decided,
    view: (after) => after,
  });
}

/** Loads the payment of a request. Residents may access only their own. @throws Problem not-found. */
export async function paymentFor(call: { params: { paymentId: string }; caller: Caller }): Promise<Payment> {
  const payment = visible(await get(payments, { paymentId: call.params.paymentId }), call.caller);
  mustBeOwn(payment.payerId, call.caller);
  return payment;
}
