import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { requireEstate } from '../register/owners/public.ts';
import { notify } from './notify.ts';
import { paymentCredited, paymentMoved } from './templates/payment.letters.ts';
import { personAsReader } from './write-notice.ts';

/**
 * Notifies both payers that a payment was recorded for the wrong one and was moved (R21.3). Neither learns
 * who the other is.
 */
export async function notifyMovedPayment(event: EventOf<'PaymentMoved'>, handling: Handling): Promise<void> {
  const { paymentId, payerId, fen, on: day, reopenedFen, toPayerId, toPaymentId, toReceiptNumber } = event.data;
  const [estate, from, to] = await Promise.all([
    requireEstate(event.estateId),
    personAsReader(payerId),
    toPayerId === undefined ? undefined : personAsReader(toPayerId),
  ]);
  const receiptNumber = toReceiptNumber ?? '';
  await notify(event, handling, estate, [
    {
      template: 'payment-moved',
      aboutId: paymentId,
      reader: from,
      letter: ({ language }) => paymentMoved({ fen, day, reopenedFen }, language),
    },
    {
      template: 'payment-credited',
      aboutId: toPaymentId ?? paymentId,
      reader: to,
      letter: ({ language }) => paymentCredited({ fen, day, receiptNumber }, language),
    },
  ]);
}
