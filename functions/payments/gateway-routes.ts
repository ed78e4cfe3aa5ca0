import * as z from 'zod';
import { created, ok, type Route, route } from '../../shared/http/route.ts';
import { setting } from '../../shared/kernel/environment.ts';
import { fenSchema } from '../../shared/kernel/money.ts';
import { instantSchema } from '../../shared/kernel/time.ts';
import { decideAgain } from '../../shared/store/again.ts';
import { referenceSchema } from '../ledger/public.ts';
import { keyOfChannel, mustBeSigned, signatureHeader } from './gateway.ts';
import type { Payment } from './payment.ts';
import { policyOf } from './payments-store.ts';
import { accountIdSchema, placeOf, someFenSchema } from './place.ts';
import { meterAlone, meterAloneSaid, takePayment } from './take-payment.ts';

const callbackSchema = z
  .strictObject({
    estateId: accountIdSchema,
    payerId: accountIdSchema,
    fen: someFenSchema,
    /** The channel's own number of the payment: the same number is the same payment, however often it is sent. */
    reference: referenceSchema,
    paidAt: instantSchema,
    billIds: z.array(accountIdSchema).max(16).optional(),
    purpose: accountIdSchema.optional(),
    /** The prepaid meter that it tops up. */
    meterId: accountIdSchema.optional(),
  })
  .refine(meterAlone, meterAloneSaid);

const takenSchema = z.object({
  paymentId: z.string(),
  reference: z.string(),
  fen: fenSchema,
  status: z.enum(['taken', 'reversed']),
  receiptNumber: z.string(),
});

/** What a gateway is told, and no more: who signs for a channel is not a member of the house. */
function answerOf({ paymentId, reference, fen, status, receiptNumber }: Payment): z.infer<typeof takenSchema> {
  return { paymentId, reference, fen, status, receiptNumber };
}

/** So often a payment is decided anew where many come at one moment; some ten seconds, which the gateway of the house waits. */
export const attempts = 10;

/**
 * Payments that a channel reports (支付回调). Late and repeated ones are taken as they are meant; what cannot be taken is
 * refused with 4xx, so that the gateway sends it again and shows it to its people: no money is booked on a guess.
 */
export const gatewayRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/gateways/{channel}/payments',
    operationId: 'takeGatewayPayment',
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
      const { paidAt, ...said } = call.body;
      const place = placeOf({ how: 'channel', place: channel }, { personId: channel }, await policyOf(said.estateId));
      const act = { ...call.act(), actor: { kind: 'system', id: channel } as const };
      const taking = { ...said, occurredAt: paidAt, how: 'channel' as const, place, receiptsOf: channel };
      return decideAgain(async () => {
        const { after, transaction } = await takePayment(taking, act);
        const answer = answerOf(after);
        return transaction ? call.commit(transaction, created(answer, `/v1/payments/${after.paymentId}`)) : ok(answer);
      }, attempts);
    },
  }),
];
