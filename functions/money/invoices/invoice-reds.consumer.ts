import type { EventOf } from '../../../shared/events/catalogue.ts';
import { consumer, type Handling } from '../../../shared/events/consumer.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { opened } from '../../../shared/tasks/task-kind.ts';
import { billsNow, overInvoicedBy } from '../fees/public.ts';
import { type CreditNoteTask, saveNewCreditNoteTask } from '../payments/public.ts';

/**
 * Opens a credit-note task for each invoice that has more of a bill than is left after a credit note
 * (R21.6).
 */
export const invoiceReds = consumer({
  name: 'invoice-reds',
  on: { BillCredited: openTasks },
});

async function openTasks(event: EventOf<'BillCredited'>, { consumer: name, act }: Handling): Promise<void> {
  const { billId, payerId, noteId } = event.data;
  const [bill] = await billsNow([billId]);
  const over = bill ? overInvoicedBy(bill, noteId) : [];
  if (over.length === 0) return;
  const { estateId } = event;
  const transaction = new Transaction().once('ledger', name, event);
  for (const [invoiceNumber, amounts] of Map.groupBy(over, ({ number }) => number)) {
    const task: CreditNoteTask = {
      ...opened(act.recordedAt),
      taskId: derivedId('red', noteId, billId, invoiceNumber),
      estateId,
      billId,
      payerId,
      noteId,
      invoiceNumber,
      fen: amounts.reduce((sum, { fen }) => sum + fen, 0),
    };
    saveNewCreditNoteTask(transaction, task, act);
  }
  await transaction.commit();
}
