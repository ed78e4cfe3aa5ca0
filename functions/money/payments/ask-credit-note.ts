import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import {
  type CreditedInvoice,
  type CreditNoteTask,
  creditNoteIssuedFor,
  creditNoteTaskFor,
} from './credit-note-task.ts';
import type { Payment } from './payment.ts';
import { creditNoteTasks } from './payments.store.ts';

/**
 * Opens the credit-note task for the invoice of a payment, in the transaction that pays the money back. Does
 * nothing when no invoice was issued.
 */
export function openCreditNoteTask(
  transaction: Transaction,
  payment: Payment,
  what: CreditedInvoice,
  act: ActionContext,
): void {
  const task = creditNoteTaskFor(payment, what, act.recordedAt);
  if (!task) return;
  const { taskId, paymentId, fen } = task;
  transaction
    .save(creditNoteTasks, task)
    .record(creditNoteTasks, task, 'CreditNoteTaskOpened', { taskId, paymentId, fen }, act);
}

/**
 * Completes a credit-note task with the number of the red invoice.
 * @throws Problem illegal-state when it is already done.
 */
export function completeCreditNote(
  task: CreditNoteTask,
  redInvoiceNumber: string,
  act: ActionContext,
): { after: CreditNoteTask; transaction: Transaction } {
  const after = creditNoteIssuedFor(task, redInvoiceNumber, act);
  const { taskId, paymentId } = task;
  const transaction = new Transaction()
    .save(creditNoteTasks, after, task)
    .record(creditNoteTasks, after, 'CreditNoteTaskDone', { taskId, paymentId }, act);
  return { after, transaction };
}
