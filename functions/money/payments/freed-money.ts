import type { EventOf } from '../../../shared/events/catalogue.ts';
import type { Handling } from '../../../shared/events/consumer.ts';
import { AlreadyHandled, Transaction } from '../../../shared/events/transaction.ts';
import { retryOnConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import { openRedLetter } from './ask-credit-note.ts';
import { withFreed } from './payment.ts';
import { payments } from './payments.store.ts';

/**
 * Notes on each payment what a credit note took off the bills that it had paid, so that it can be paid back, and opens a task
 * for its invoice (R21.6). Prepaid money that was used by itself lies on no payment's bills: its payment has it as rest.
 */
export async function noteFreed(event: EventOf<'BillCredited'>, { consumer: name, act }: Handling): Promise<void> {
  for (const { paymentId, fen } of event.data.freedFrom ?? []) {
    try {
      await retryOnConflict(async () => {
        const payment = await get(payments, { paymentId });
        if (payment?.status !== 'taken') return;
        const transaction = new Transaction()
          .once('ledger', `${name} ${paymentId}`, event)
          .save(payments, withFreed(payment, fen, act.recordedAt), payment);
        openRedLetter(transaction, payment, { fen, noteId: event.data.noteId }, act);
        await transaction.commit();
      });
    } catch (error) {
      // It was noted before the delivery broke off; another payment may not have been.
      if (!(error instanceof AlreadyHandled)) throw error;
    }
  }
}
