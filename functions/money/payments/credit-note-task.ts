import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { opened, taskKind } from '../../../shared/tasks/task-kind.ts';
import type { Payment } from './payment.ts';

/**
 * Tasks to reverse the invoice of money that was paid back (D33), or of a line that was credited (R21.6),
 * by a red invoice (红字发票).
 */
export const creditNoteTasks = taskKind({
  table: 'ledger',
  type: 'credit-note-task',
  id: 'CreditNoteTask',
  fields: {
    /** The invoiced payment; absent when the invoice is of a bill. */
    paymentId: z.string().optional(),
    /** The invoiced bill. */
    billId: z.string().optional(),
    payerId: z.string(),
    /** The refund that caused the task; absent when the payment was reversed. */
    refundId: z.string().optional(),
    /** The credit note that caused the task (R21.6). */
    noteId: z.string().optional(),
    invoiceNumber: z.string(),
    fen: fenSchema,
    redInvoiceNumber: z.string().optional(),
  },
});
export type CreditNoteTask = z.output<typeof creditNoteTasks.schema>;

/**
 * The cause of a credit-note task: a refund, a credit note (R21.6), or with neither the reversal of the
 * payment. Fen.
 */
export interface CreditedInvoice {
  readonly fen: number;
  readonly refundId?: string;
  readonly noteId?: string;
}

/**
 * Returns the credit-note task of a refund, or of a credit note on a bill that the payment paid (R21.6).
 * Undefined when no invoice was issued, or when the task of a credit note already covers the money. Each
 * refund has one task.
 */
export function creditNoteTaskFor(
  payment: Payment,
  { fen: wholeFen, refundId, noteId }: CreditedInvoice,
  at: string,
): CreditNoteTask | undefined {
  const { paymentId, estateId, payerId, invoice, freed } = payment;
  const fen = noteId === undefined ? wholeFen - Math.min(wholeFen, freed?.redFen ?? 0) : wholeFen;
  if (!invoice || fen === 0) return undefined;
  const taskId = noteId === undefined ? derivedId('red', refundId ?? paymentId) : derivedId('red', noteId, paymentId);
  const { number: invoiceNumber } = invoice;
  return { ...opened(at), taskId, estateId, paymentId, payerId, refundId, noteId, invoiceNumber, fen };
}
