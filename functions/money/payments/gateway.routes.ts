import * as z from 'zod';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { setting } from '../../../shared/kernel/environment.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { referenceSchema } from '../ledger/public.ts';
import { accountIdSchema, someFenSchema } from './amounts.ts';
import { keyOfChannel, mustBeSigned, signatureHeader } from './gateway.ts';
import { type Taken, takeReported } from './take-reported.ts';

const callbackSchema = z.strictObject({
  estateId: accountIdSchema,
  payerId: accountIdSchema,
  fen: someFenSchema,
  /** The channel's own number of the payment: the same number is the same payment, however often it is sent. */
  reference: referenceSchema,
  paidAt: instantSchema,
  billIds: z.array(accountIdSchema).max(16).optional(),
  purpose: accountIdSchema.optional(),
  /** The prepaid meter that it tops up; money for a meter is for nothing else. */
  meterId: accountIdSchema.optional(),
});

const takenSchema = z.object({
  /** Of an unidentified receipt, its id. */
  paymentId: z.string(),
  reference: z.string(),
  fen: fenSchema,
  /** `unidentified`: the money is in the books, and nobody knows yet whose it is. */
  status: z.enum(['taken', 'reversed', 'moved', 'unidentified']),
  receiptNumber: z.string().optional(),
});

/** What a gateway is told, and no more: whoever signs for a channel is not staff. */
function answerOf(taken: Taken): z.infer<typeof takenSchema> {
  if ('receipt' in taken) {
    const { receiptId, reference, fen } = taken.receipt;
    return { paymentId: receiptId, reference, fen, status: 'unidentified' };
  }
  const { paymentId, reference, fen, status, receiptNumber } = taken.payment;
  return { paymentId, reference, fen, status, receiptNumber };
}

/** So often a payment is decided anew where many come at one moment; some ten seconds, which the API's gateway waits. */
export const attempts = 10;

/**
 * Payments that a channel reports (支付回调). The money has moved, so it is always booked: what cannot be paid with it is
 * prepaid, and money of somebody unknown is an unidentified receipt (R21.2). Refused are a wrong signature, a malformed
 * body, and a number under which other money is known.
 */
export const gatewayRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/callbacks/payments/{channel}',
    operationId: 'recordGatewayPayment',
    summary: 'A channel reports a payment, signed in X-Anju-Signature; the same reference is one payment',
    allow: 'public',
    params: z.object({ channel: accountIdSchema }),
    body: callbackSchema,
    admit: ({ params, headers, bodyText }) =>
      mustBeSigned(bodyText, headers[signatureHeader], keyOfChannel(setting('GATEWAY_SECRET'), params.channel ?? '')),
    status: 201,
    response: takenSchema,
    handle: async (call) => {
      const { channel } = call.params;
      const act = { ...call.act(), actor: { kind: 'system', id: channel } as const };
      return retryOnConflict(async () => {
        const taken = await takeReported(call.body, channel, act);
        const answer = answerOf(taken);
        const { transaction } = taken;
        return transaction ? call.commit(transaction, created(answer, `/v1/payments/${answer.paymentId}`)) : ok(answer);
      }, attempts);
    },
  }),
];
