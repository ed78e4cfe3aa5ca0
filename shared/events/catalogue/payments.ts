import * as z from 'zod';
import { day, fen, id, instant } from './parts.ts';

const paymentRef = { paymentId: id, payerId: id };

/** For a top-up (充值): the meter, and the instant of the payment. */
const ofMeter = { meterId: id.optional(), at: instant.optional() };

const ofRequest = { requestId: id, payerId: id, of: z.string(), subjectId: id, fen };

/** Events of the cash desk and of gateways. */
export const paymentsEvents = {
  /** `prepaidFen` is what no bill took. `more`: the money could pay further bills. */
  PaymentTaken: z.object({
    ...paymentRef,
    fen,
    prepaidFen: fen,
    on: day,
    receiptNumber: z.string().optional(),
    purpose: z.string().optional(),
    more: z.boolean().optional(),
    ...ofMeter,
  }),
  PaymentReversed: z.object({ ...paymentRef, fen, purpose: z.string().optional(), ...ofMeter }),
  PaymentReallocated: z.object({ ...paymentRef, billIds: z.array(id) }),
  InvoiceIssued: z.object({ ...paymentRef, invoiceNumber: z.string() }),
  /** A red invoice took the invoice of a payment back. */
  InvoiceWithdrawn: z.object({ ...paymentRef, invoiceNumber: z.string() }),
  /** Prepaid money was used automatically for bills. `more`: the money could pay further bills. */
  PrepaidUsed: z.object({
    payerId: id,
    fen,
    billIds: z.array(id),
    purpose: z.string().optional(),
    more: z.boolean().optional(),
  }),
  /** A reversed payment's money had been used; the bills are open again. */
  PrepaidUseUndone: z.object({ payerId: id, fen, billIds: z.array(id) }),
  /** One person requests a refund. `subjectId` is the payment or the deposit. */
  RefundAsked: z.object(ofRequest),
  /** Another person approved the request. */
  RefundApproved: z.object(ofRequest),
  RefundRefused: z.object(ofRequest),
  RefundPaid: z.object({ ...paymentRef, refundId: id, fen }),
  /** The bank sent a refund back; the money can be refunded again. */
  RefundReturned: z.object({ ...paymentRef, refundId: id, fen }),
  /**
   * A payment was taken off a payer who did not pay it (R21.3). `toPayerId` and `toPaymentId` are set when
   * the right payer is known.
   */
  PaymentMoved: z.object({
    ...paymentRef,
    fen,
    purpose: z.string(),
    on: day,
    /** The amount of the bills that are open again. */
    reopenedFen: fen,
    toPayerId: id.optional(),
    toPaymentId: id.optional(),
    toReceiptNumber: z.string().optional(),
  }),
  CorrectionAsked: z.object({ correctionId: id, kind: z.string(), paymentId: id.optional(), receiptId: id.optional() }),
  CorrectionApproved: z.object({ correctionId: id }),
  CorrectionRefused: z.object({ correctionId: id }),
  UnidentifiedReceiptSettled: z.object({
    receiptId: id,
    fen,
    status: z.enum(['open', 'identified', 'returned', 'voided']),
    paymentId: id.optional(),
  }),
  /** Money came from an unknown payer (待查收款, R21.2). */
  UnidentifiedReceiptTaken: z.object({ receiptId: id, fen, on: day }),
  DepositTaken: z.object({ depositId: id, payerId: id, fen, purpose: z.string() }),
  DepositReturned: z.object({ depositId: id, payerId: id, fen, keptFen: fen }),
  DepositRestorationAsked: z.object({ depositId: id, payerId: id, fen }),
  /** What was wrongly kept of a deposit is a deposit again. */
  DepositRestored: z.object({ depositId: id, payerId: id, fen }),
  /** Money was paid back, or a bill credited, for which an invoice was issued: it needs a red one (红字发票). */
  CreditNoteTaskOpened: z.object({ taskId: id, paymentId: id.optional(), billId: id.optional(), fen }),
  CreditNoteTaskDone: z.object({ taskId: id, paymentId: id.optional(), billId: id.optional() }),
} as const;
