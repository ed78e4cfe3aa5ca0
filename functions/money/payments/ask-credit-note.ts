import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type CreditNoteTask, type InRed, issuedInRed, redLetterFor } from './credit-note-task.ts';
import type { Payment } from './payment.ts';
import { redLetterTasks } from './payments.store.ts';

/**
 * Opens the credit-note task for the invoice of a payment, in the transaction that pays the money back. Does
 * nothing when no invoice was issued.
 */
export function openRedLetter(transaction: Transaction, payment: Payment, what: InRed, act: ActionContext): void {
  const task = redLetterFor(payment, what, act.recordedAt);
  if (!task) return;
  const { taskId, paymentId, fen } = task;
  transaction
    .save(redLetterTasks, task)
    .record(redLetterTasks, task, 'RedLetterTaskOpened', { taskId, paymentId, fen }, act);
}

/**
 * Completes a credit-note task with the number of the red invoice.
 * @throws Problem illegal-state when it is already done.
 */
export function completeRedLetter(
  task: CreditNoteTask,
  redInvoiceNumber: string,
  act: ActionContext,
): { after: CreditNoteTask; transaction: Transaction } {
  const after = issuedInRed(task, redInvoiceNumber, act);
  const { taskId, paymentId } = task;
  const transaction = new Transaction()
    .save(redLetterTasks, after, task)
    .record(redLetterTasks, after, 'RedLetterTaskDone', { taskId, paymentId }, act);
  return { after, transaction };
}
