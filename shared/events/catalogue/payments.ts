import * as z from 'zod';
import { day, fen, id, instant } from './parts.ts';

const paymentRef = { paymentId: id, payerId: id };

/** Of a top-up (充值): the meter, and when it was paid. */
const ofMeter = { meterId: id.optional(), at: instant.optional() };

const ofRequest = { requestId: id, payerId: id, of: z.string(), subjectId: id, fen };

/** Events of the cash desk and of gateways. */
export const paymentsEvents = {
  /** `prepaidFen` is what no bill took; `more`: bills are left that it would pay. */
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
  /** Prepaid money was used for bills by itself; `more`: bills are left that it would pay. */
  PrepaidUsed: z.object({
    payerId: id,
    fen,
    billIds: z.array(id),
    purpose: z.string().optional(),
    more: z.boolean().optional(),
  }),
  /** A payment was reversed whose money had been used: the bills are open again. */
  PrepaidUseUndone: z.object({ payerId: id, fen, billIds: z.array(id) }),
  /** One person asks to give money back; `subjectId` is the payment or the deposit. */
  RefundAsked: z.object(ofRequest),
  /** Another person has approved it. */
  RefundApproved: z.object(ofRequest),
  RefundRefused: z.object(ofRequest),
  RefundPaid: z.object({ ...paymentRef, refundId: id, fen }),
  /** A payment was taken off a payer who did not pay it (R21.3); `toPayerId` and `toPaymentId` where it is known whose it is. */
  PaymentMoved: z.object({
    ...paymentRef,
    fen,
    purpose: z.string(),
    on: day,
    /** What is open again of the bills that it had paid. */
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
  /** Money came whose payer nobody knows (待查收款, R21.2). */
  UnidentifiedReceiptTaken: z.object({ receiptId: id, fen, on: day }),
  DepositTaken: z.object({ depositId: id, payerId: id, fen, purpose: z.string() }),
  DepositReturned: z.object({ depositId: id, payerId: id, fen, keptFen: fen }),
  /** An invoice was issued for what is paid back: it has to be reversed in red (红字发票). */
  RedLetterTaskOpened: z.object({ taskId: id, paymentId: id, fen }),
  RedLetterTaskDone: z.object({ taskId: id, paymentId: id }),
} as const;
