import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { completed } from '../../../shared/tasks/task-kind.ts';
import { referenceSchema } from '../ledger/public.ts';
import { type CreditedInvoice, type CreditNoteTask, creditNoteTaskFor, creditNoteTasks } from './credit-note-task.ts';
import type { Payment } from './payment.ts';

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
  if (task) saveNewCreditNoteTask(transaction, task, act);
}

/** Saves a new credit-note task with its event. */
export function saveNewCreditNoteTask(transaction: Transaction, task: CreditNoteTask, act: ActionContext): void {
  const { taskId, paymentId, billId, fen } = task;
  transaction
    .save(creditNoteTasks.entity, task)
    .record(creditNoteTasks.entity, task, 'CreditNoteTaskOpened', { taskId, paymentId, billId, fen }, act);
}

export const completeCreditNoteSchema = z
  .strictObject({ redInvoiceNumber: referenceSchema })
  .meta({ id: 'CompleteCreditNoteTaskBody' });

/** Completes a task with the number of the red invoice. @throws Problem illegal-state when it is not open. */
export function completeCreditNote(
  task: CreditNoteTask,
  { redInvoiceNumber }: z.output<typeof completeCreditNoteSchema>,
  act: ActionContext,
  now: Temporal.Instant,
): { after: CreditNoteTask; transaction: Transaction } {
  const after = completed(task, { redInvoiceNumber, doneBy: act.actor.id }, now);
  const { taskId, paymentId, billId } = task;
  const transaction = new Transaction()
    .save(creditNoteTasks.entity, after, task)
    .record(creditNoteTasks.entity, after, 'CreditNoteTaskDone', { taskId, paymentId, billId }, act);
  return { after, transaction };
}
