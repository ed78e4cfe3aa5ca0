import type { EventOf } from '../../../shared/events/catalogue.ts';
import type { Handling } from '../../../shared/events/consumer.ts';
import { AlreadyHandled, Transaction } from '../../../shared/events/transaction.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { refundPurpose } from '../fees/public.ts';
import { openCreditNoteTask } from './ask-credit-note.ts';
import { withFreed } from './payment.ts';
import { payments } from './payments.store.ts';

/**
 * Records on each payment the amount that a credit note took off its bills, so that it can be refunded, and
 * opens a task for its invoice (R21.6).
 * Automatically used prepaid money is on no payment's bills: it is already part of its payment's rest.
 */
export async function noteFreed(event: EventOf<'BillCredited'>, { consumer: name, act }: Handling): Promise<void> {
  const isDue = event.data.freed.some(({ purpose }) => purpose === refundPurpose);
  for (const { paymentId, fen } of event.data.freedFrom ?? []) {
    try {
      await retryOnConflict(async () => {
        const payment = await get(payments, { paymentId });
        if (payment?.status !== 'taken') return;
        const transaction = new Transaction()
          .once('ledger', `${name} ${paymentId}`, event)
          .save(payments, withFreed(payment, fen, act.recordedAt, isDue), payment);
        openCreditNoteTask(transaction, payment, { fen, noteId: event.data.noteId }, act);
        await transaction.commit();
      });
    } catch (error) {
      // This payment was handled by an earlier delivery of the event; another payment may not have been.
      if (!(error instanceof AlreadyHandled)) throw error;
    }
  }
}
