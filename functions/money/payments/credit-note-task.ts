import * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import type { Payment } from './payment.ts';

export const creditNoteTaskStatuses = ['open', 'done'] as const;

/**
 * A credit-note task: the invoice of money that was paid back must be reversed by a red invoice (红字发票, D33).
 */
export const creditNoteTaskSchema = z
  .object({
    taskId: z.string(),
    estateId: z.string(),
    paymentId: z.string(),
    payerId: z.string(),
    /** The refund that caused the task; undefined when the payment was reversed. */
    refundId: z.string().optional(),
    /** The credit note that caused the task (R21.6). */
    noteId: z.string().optional(),
    invoiceNumber: z.string(),
    fen: fenSchema,
    status: z.enum(creditNoteTaskStatuses),
    openedAt: z.string(),
    redInvoiceNumber: z.string().optional(),
    doneAt: z.string().optional(),
    doneBy: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CreditNoteTask' });
export type CreditNoteTask = z.infer<typeof creditNoteTaskSchema>;

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
  const about = { taskId, estateId, paymentId, payerId, refundId, noteId, invoiceNumber: invoice.number, fen };
  return { ...about, status: 'open', openedAt: at, updatedAt: at, version: 1 };
}

/** Returns the task as done, with the red invoice. @throws Problem illegal-state when it is already done. */
export function creditNoteIssuedFor(
  task: CreditNoteTask,
  redInvoiceNumber: string,
  { actor, recordedAt }: ActionContext,
): CreditNoteTask {
  if (task.status !== 'open') throw illegalState(task.status, ['open']);
  const done = { redInvoiceNumber, doneAt: recordedAt, doneBy: actor.id };
  return { ...task, ...done, status: 'done', updatedAt: recordedAt, version: task.version + 1 };
}
