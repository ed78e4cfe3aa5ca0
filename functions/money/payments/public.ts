import { get } from '../../../shared/store/table.ts';
import type { Payment } from './payment.ts';
import { payments } from './payments.store.ts';

export { completeCreditNote, completeCreditNoteSchema, saveNewCreditNoteTask } from './ask-credit-note.ts';
export { type CreditNoteTask, creditNoteTasks } from './credit-note-task.ts';
export { issueInvoice, withdrawInvoice } from './issue-invoice.ts';
export type { Payment } from './payment.ts';
export { cashDesk, moneyReaders } from './roles.ts';
export { verifyUnidentified } from './verify-unidentified.ts';

/** Returns a payment. */
export function paymentOf(paymentId: string): Promise<Payment | undefined> {
  return get(payments, { paymentId });
}
