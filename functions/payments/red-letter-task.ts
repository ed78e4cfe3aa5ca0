import * as z from 'zod';
import type { Act } from '../../shared/events/catalogue.ts';
import { illegalState } from '../../shared/http/problem.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { fenSchema } from '../../shared/kernel/money.ts';
import type { Payment } from './payment.ts';

export const redLetterStatuses = ['open', 'done'] as const;

/** An invoice stands for money that was given back: it has to be reversed in red (红字发票, D33). */
export const redLetterTaskSchema = z.object({
  taskId: z.string(),
  estateId: z.string(),
  paymentId: z.string(),
  payerId: z.string(),
  /** The refund that made it necessary; none when the payment was reversed. */
  refundId: z.string().optional(),
  invoiceNumber: z.string(),
  fen: fenSchema,
  status: z.enum(redLetterStatuses),
  openedAt: z.string(),
  redInvoiceNumber: z.string().optional(),
  doneAt: z.string().optional(),
  doneBy: z.string().optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type RedLetterTask = z.infer<typeof redLetterTaskSchema>;

/** The task that follows from giving back money of a payment; undefined where no invoice was issued. One refund makes one. */
export function redLetterFor(
  payment: Payment,
  { fen, refundId }: { fen: number; refundId?: string },
  at: string,
): RedLetterTask | undefined {
  const { paymentId, estateId, payerId, invoice } = payment;
  if (!invoice) return undefined;
  const taskId = derivedId('red', refundId ?? paymentId);
  const about = { taskId, estateId, paymentId, payerId, refundId, invoiceNumber: invoice.number, fen };
  return { ...about, status: 'open', openedAt: at, updatedAt: at, version: 1 };
}

/** The task when the red invoice is issued. @throws Problem illegal-state when it is done already. */
export function issuedInRed(task: RedLetterTask, redInvoiceNumber: string, { actor, recordedAt }: Act): RedLetterTask {
  if (task.status !== 'open') throw illegalState(task.status, ['open']);
  const done = { redInvoiceNumber, doneAt: recordedAt, doneBy: actor.id };
  return { ...task, ...done, status: 'done', updatedAt: recordedAt, version: task.version + 1 };
}
