import * as z from 'zod';
import { day, fen, id, instant } from './parts.ts';

const paymentRef = { paymentId: id, payerId: id };

/** Meter of a top-up (充值), and when it was paid. */
const ofMeter = { meterId: id.optional(), at: instant.optional() };

const ofRequest = { requestId: id, payerId: id, of: z.string(), subjectId: id, fen };

/** Events of the cash desk and of payment gateways. */
export const paymentsEvents = {
  /** `prepaidFen` was not used for bills; `more` means that it could pay further bills. */
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
  /** Prepaid money was used for bills automatically; `more` means that it could pay further bills. */
  PrepaidUsed: z.object({
    payerId: id,
    fen,
    billIds: z.array(id),
    purpose: z.string().optional(),
    more: z.boolean().optional(),
  }),
  /** A payment was reversed after its money had been used; its bills are open again. */
  PrepaidUseUndone: z.object({ payerId: id, fen, billIds: z.array(id) }),
  /** A person requested a refund; `subjectId` is the payment or the deposit. */
  RefundAsked: z.object(ofRequest),
  /** A second person approved the refund. */
  RefundApproved: z.object(ofRequest),
  RefundRefused: z.object(ofRequest),
  RefundPaid: z.object({ ...paymentRef, refundId: id, fen }),
  /**
   * A payment was removed from a wrong payer (R21.3); `toPayerId` and `toPaymentId` are the right ones, if
   * known.
   */
  PaymentMoved: z.object({
    ...paymentRef,
    fen,
    purpose: z.string(),
    on: day,
    /** Amount of the paid bills that is open again. */
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
  /** Money of an unknown payer was received (待查收款, R21.2). */
  UnidentifiedReceiptTaken: z.object({ receiptId: id, fen, on: day }),
  DepositTaken: z.object({ depositId: id, payerId: id, fen, purpose: z.string() }),
  DepositReturned: z.object({ depositId: id, payerId: id, fen, keptFen: fen }),
  /** An invoice exists for refunded money; staff must issue a credit note (红字发票). */
  RedLetterTaskOpened: z.object({ taskId: id, paymentId: id, fen }),
  RedLetterTaskDone: z.object({ taskId: id, paymentId: id }),
} as const;
