import * as z from 'zod';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { setting } from '../../../shared/kernel/environment.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { referenceSchema } from '../ledger/public.ts';
import { accountIdSchema, someFenSchema } from './amounts.ts';
import { keyOfChannel, mustBeSigned, signatureHeader } from './gateway.ts';
import { type Taken, takeReported } from './take-reported.ts';

const callbackSchema = z
  .strictObject({
    estateId: accountIdSchema,
    payerId: accountIdSchema,
    fen: someFenSchema,
    /** The channel's own number of the payment. A repeated number is the same payment. */
    reference: referenceSchema,
    paidAt: instantSchema,
    billIds: z.array(accountIdSchema).max(16).optional(),
    purpose: accountIdSchema.optional(),
    /** The prepaid meter that it tops up. The money can be used for nothing else. */
    meterId: accountIdSchema.optional(),
  })
  .meta({ id: 'RecordGatewayPaymentBody' });

const takenSchema = z
  .object({
    /** The payment id, or the id of an unidentified receipt. */
    paymentId: z.string(),
    reference: z.string(),
    fen: fenSchema,
    /** `unidentified`: the money is in the ledger, and its payer is unknown. */
    status: z.enum(['taken', 'reversed', 'moved', 'unidentified']),
    receiptNumber: z.string().optional(),
  })
  .meta({ id: 'PaymentTaken' });

/** Returns the answer for a gateway. It has few fields, because the signer of a channel is not staff. */
function answerOf(taken: Taken): z.infer<typeof takenSchema> {
  if ('receipt' in taken) {
    const { receiptId, reference, fen } = taken.receipt;
    return { paymentId: receiptId, reference, fen, status: 'unidentified' };
  }
  const { paymentId, reference, fen, status, receiptNumber } = taken.payment;
  return { paymentId, reference, fen, status, receiptNumber };
}

/**
 * Routes for payments that a channel reports (支付回调). The money has moved, so it is always posted.
 * What it cannot pay becomes prepaid, and money of an unknown payer becomes an unidentified receipt (R21.2).
 * Rejected are a wrong signature, a malformed body, and a number already used for other money.
 */
export const gatewayRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/callbacks/payments/{channel}',
    operationId: 'recordGatewayPayment',
    summary: 'Record a payment reported by a channel',
    description:
      '`X-Anju-Signature` is the HMAC-SHA256 of the raw body with the key of the channel, in hex. The money is always posted: what pays no bill becomes prepaid, money of an unknown payer an unidentified receipt. A repeated reference changes nothing.',
    allow: 'public',
    throws: [
      'bill-is-full',
      'bill-not-payable',
      'in-the-future',
      'meter-not-prepaid',
      'money-not-there',
      'move-too-far-back',
      'not-found',
      'number-used',
      'out-of-order',
      'payment-differs',
      'receipt-differs',
      'signature-wrong',
      'unknown-meter',
      'unknown-payer',
    ],
    params: z.object({ channel: accountIdSchema }),
    body: callbackSchema,
    admit: ({ params, headers, bodyText }) =>
      mustBeSigned(bodyText, headers[signatureHeader], keyOfChannel(setting('GATEWAY_SECRET'), params.channel ?? '')),
    status: 201,
    otherStatuses: [200],
    response: takenSchema,
    handle: async (call) => {
      const { channel } = call.params;
      const act = { ...call.act(), actor: { kind: 'system', id: channel } as const };
      const taken = await takeReported(call.body, channel, act);
      const answer = answerOf(taken);
      const { transaction } = taken;
      return transaction ? call.commit(transaction, created(answer, `/v1/payments/${answer.paymentId}`)) : ok(answer);
    },
  }),
];
