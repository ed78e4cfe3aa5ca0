import * as z from 'zod';
import { visible } from '../../../shared/http/access.ts';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { get } from '../../../shared/store/table.ts';
import type { Payment } from './payment.ts';
import { payments } from './payments.store.ts';

export const estatePath = z.object({ estateId: z.string().max(64) });
/** The path parameter of all routes of one payment. */
export const paymentPath = z.object({ paymentId: z.string().max(64) });

/** Rejects residents who ask for data of another person. @throws Problem not-found. */
export function mustBeHis(payerId: string, caller: Caller): void {
  if (!isStaff(caller) && payerId !== caller.personId) throw new Problem(problems.notFound);
}

/** Loads the payment of a request. Residents may access only their own. @throws Problem not-found. */
export async function paymentFor(call: { params: { paymentId: string }; caller: Caller }): Promise<Payment> {
  const payment = visible(await get(payments, { paymentId: call.params.paymentId }), call.caller);
  mustBeHis(payment.payerId, call.caller);
  return payment;
}
