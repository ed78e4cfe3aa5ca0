import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { changePayment, mustStand, type Payment } from './payment.ts';
import { payments } from './payments.store.ts';

const invoicedAlready = problemKind('invoiced-already', 409, {
  'zh-CN': '该笔收款已开发票 {number}。请核对发票号。',
  'zh-TW': '該筆收款已開發票 {number}。請核對發票號碼。',
  en: 'Invoice {number} was already issued for this payment. Check invoiceNumber.',
});

/**
 * Records the tax invoice (发票) of a payment. The same number again changes nothing.
 * @throws Problem payment-reversed, payment-moved, invoiced-already.
 */
export function issueInvoice(
  payment: Payment,
  number: string,
  act: ActionContext,
): { after: Payment; transaction?: Transaction } {
  if (payment.invoice?.number === number) return { after: payment };
  if (payment.invoice) throw new Problem(invoicedAlready, { number: payment.invoice.number });
  mustStand(payment);
  const { paymentId, payerId } = payment;
  const after = changePayment(payment, { invoice: { number, at: act.recordedAt, by: act.actor.id } }, act.recordedAt);
  const transaction = new Transaction()
    .save(payments, after, payment)
    .record(payments, after, 'InvoiceIssued', { paymentId, payerId, invoiceNumber: number }, act);
  return { after, transaction };
}

/** Takes the invoice off a payment, because a red invoice took all of it back: it may be invoiced again. */
export function withdrawInvoice(payment: Payment, act: ActionContext): Transaction {
  const { invoice, ...rest } = payment;
  const after = changePayment(rest, {}, act.recordedAt);
  const { paymentId, payerId } = payment;
  const invoiceNumber = invoice?.number ?? '';
  return new Transaction()
    .save(payments, after, payment)
    .record(payments, after, 'InvoiceWithdrawn', { paymentId, payerId, invoiceNumber }, act);
}
