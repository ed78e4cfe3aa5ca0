import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { type CreditNoteTask, type InRed, issuedInRed, redLetterFor } from './credit-note-task.ts';
import type { Payment } from './payment.ts';
import { redLetterTasks } from './payments.store.ts';

/** Opens the task to reverse the invoice, in the transaction that gives or notes the money back; nothing where none was issued. */
export function openRedLetter(transaction: Transaction, payment: Payment, what: InRed, act: ActionContext): void {
  const task = redLetterFor(payment, what, act.recordedAt);
  if (!task) return;
  const { taskId, paymentId, fen } = task;
  transaction
    .save(redLetterTasks, task)
    .record(redLetterTasks, task, 'RedLetterTaskOpened', { taskId, paymentId, fen }, act);
}

/** The red invoice is issued. @throws Problem illegal-state when it is done already. */
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
