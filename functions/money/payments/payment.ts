import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { partsSchema, totalOf } from '../fees/public.ts';
import { paymentMethods } from './money-account.ts';
import { paidBySchema } from './paid-by.ts';

/** The part of a payment that pays one bill. */
export const sharePaidSchema = z
  .object({
    billId: z.string(),
    dueOn: dateSchema,
    unitId: z.string(),
    unitLabel: z.string(),
    /** The fee item of its lines; with several, the first. */
    feeItemId: z.string(),
    parts: partsSchema,
  })
  .meta({ id: 'SharePaid' });
export type SharePaid = z.infer<typeof sharePaidSchema>;

/** A payment (收款): payer, amount, payment method, money account, and its current state. Amounts in fen. */
export const paymentSchema = z
  .object({
    paymentId: z.string(),
    estateId: z.string(),
    payerId: z.string(),
    fen: fenSchema,
    method: z.enum(paymentMethods),
    /** The money account. */
    moneyAccount: z.string(),
    /** The number by which payer and bank know the money, such as that of a transfer. */
    reference: z.string(),
    /** Who brought the money, where that is not the payer (R21.8). The payer stays the debtor. */
    paidBy: paidBySchema.optional(),
    /** What it may pay: `general` for any bill, or one fee item only (R11.4). */
    purpose: z.string(),
    /**
     * The prepaid meter that it tops up, and the instant from which it counts. It pays nothing else (R11.4).
     */
    meter: z.object({ meterId: z.string(), at: z.string() }).optional(),
    /** The day of the payment in the estate's zone. */
    occurredOn: dateSchema,
    /** When it was recorded. */
    takenAt: z.string(),
    /** Who recorded it: the id of a person, or the channel. */
    takenBy: z.string(),
    receiptNumber: z.string(),
    /** `moved`: the money belongs to another payer or an unknown one (R21.3), under another id. */
    status: z.enum(['taken', 'reversed', 'moved']),
    /** The entry that posted the money to the payer. */
    entryId: z.string(),
    /**
     * For money that was first posted to another payer or to suspense: the entries by which it came to this
     * payer (R21.2, R21.3).
     */
    movedBy: z.array(z.string()).max(40).optional(),
    /** The bills that it pays now. */
    allocation: z.array(sharePaidSchema).max(100),
    /** The entry by which the payment pays these bills; absent when it pays none. */
    useEntryId: z.string().optional(),
    /** How often the payment was put on bills: once, and again by each reallocation. */
    uses: z.number().int(),
    /** The reason of the last reallocation. */
    moved: z.object({ reason: z.string(), at: z.string(), by: z.string() }).optional(),
    refundedFen: fenSchema,
    /**
     * The money that credit notes took off its bills (R21.6), which is now prepaid money of the payer.
     * `redFen` is the part that a credit-note task already covers and that was not refunded. `dueFen` is the
     * part to refund: it pays no bill (R24.3).
     */
    freed: z.object({ fen: fenSchema, redFen: fenSchema, dueFen: fenSchema.optional() }).optional(),
    /** The tax invoice (发票) issued for the payment. A refund then needs a red invoice (红字发票). */
    invoice: z.object({ number: z.string(), at: z.string(), by: z.string() }).optional(),
    /** Who reversed the payment, when and why. */
    reversal: z
      .object({
        entryId: z.string(),
        reason: z.string(),
        at: z.string(),
        by: z.string(),
        /** The bank took it back on a line of its own (R21.9). */
        bounced: z.literal(true).optional(),
      })
      .optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'PaymentRecord' });
export type Payment = z.infer<typeof paymentSchema>;

/** A payment as the API returns it. */
export const paymentViewSchema = paymentSchema
  .extend({
    /** What pays no bill and was not refunded, fen: it is prepaid, or was used for later bills. */
    restFen: fenSchema,
  })
  .meta({ id: 'Payment' });

export function paymentView(payment: Payment): z.infer<typeof paymentViewSchema> {
  return { ...payment, restFen: restFen(payment) };
}

/**
 * Returns the id of the payment with a reference at a money account. The same money is the same payment
 * (D27).
 */
export function paymentIdOf(estateId: string, moneyAccount: string, reference: string): string {
  return derivedId('pay', estateId, moneyAccount, reference);
}

/** Returns the amount that pays bills, fen. */
export function onBillsFen(allocation: readonly Pick<SharePaid, 'parts'>[]): number {
  return allocation.reduce((sum, { parts }) => sum + totalOf(parts), 0);
}

/**
 * Returns the amount of a payment that pays no bill and was not refunded, fen. What a credit note took off a
 * bill does not pay it (R21.6).
 */
export function restFen({ status, fen, allocation, refundedFen, freed }: Payment): number {
  const left = fen - refundedFen;
  return status !== 'taken' ? 0 : Math.min(left, left - onBillsFen(allocation) + (freed?.fen ?? 0));
}

/**
 * Returns the payment after a credit note took money of it off a bill (R21.6). `at` is an instant. `isDue`
 * says that the money is to be refunded and pays no bill (R24.3).
 */
export function withFreed(payment: Payment, fen: number, at: string, isDue = false): Payment {
  const { fen: before, redFen, dueFen = 0 } = payment.freed ?? { fen: 0, redFen: 0 };
  const due = dueFen + (isDue ? fen : 0);
  const freed = { fen: before + fen, redFen: redFen + (payment.invoice ? fen : 0), ...(due > 0 && { dueFen: due }) };
  return changePayment(payment, { freed }, at);
}

/**
 * Returns the payment after a refund. Money that a credit note freed, and a credit-note task covers, is
 * refunded first.
 */
export function withPaidBack(payment: Payment, fen: number, at: string): Payment {
  const { freed } = payment;
  const { dueFen = 0, ...others } = freed ?? { fen: 0, redFen: 0 };
  const due = Math.max(0, dueFen - fen);
  const rest = freed && { ...others, redFen: Math.max(0, freed.redFen - fen), ...(due > 0 && { dueFen: due }) };
  return changePayment(payment, { refundedFen: payment.refundedFen + fen, ...(rest && { freed: rest }) }, at);
}

/**
 * Returns the payment after the bank sent a refund back (R21.10): it can be refunded again. `isDue`: it was
 * money that is to be refunded (R24.3).
 */
export function withRefundReturned(payment: Payment, fen: number, at: string, isDue: boolean): Payment {
  const { freed, refundedFen } = payment;
  const due = isDue && freed ? { freed: { ...freed, dueFen: (freed.dueFen ?? 0) + fen } } : {};
  return changePayment(payment, { refundedFen: refundedFen - fen, ...due }, at);
}

const differs = problemKind('payment-differs', 409, {
  'zh-CN': '凭证号 {reference} 已收过另一笔款项（{paymentId}）。请核对金额、付款人和用途。',
  'zh-TW': '憑證號 {reference} 已收過另一筆款項（{paymentId}）。請核對金額、付款人和用途。',
  en: 'Reference {reference} was already used for another payment ({paymentId}). Check fen, payerId and purpose.',
});
const wasReversed = problemKind('payment-reversed', 409, {
  'zh-CN': '该笔收款已冲销，不能再操作。请重新读取。',
  'zh-TW': '該筆收款已沖銷，不能再操作。請重新讀取。',
  en: 'This payment was reversed. Read it again.',
});

const wasMoved = problemKind('payment-moved', 409, {
  'zh-CN': '该笔收款已更正到其他付款人名下。请在更正后的收款上操作。',
  'zh-TW': '該筆收款已更正到其他付款人名下。請在更正後的收款上操作。',
  en: 'This payment was moved to another payer. Use the payment that replaced it.',
});
const refundDue = problemKind('refund-is-due', 409, {
  'zh-CN': '该笔收款有 {due} 分应退还付款人，请先办理退款。',
  'zh-TW': '該筆收款有 {due} 分應退還付款人，請先辦理退款。',
  en: '{due} fen of this payment are to be refunded to the payer. Refund them first.',
});
const onMeter = problemKind('money-on-meter', 409, {
  'zh-CN': '该笔收款已充入表 {meterId}，不能改付或改记其他付款人。请整笔冲销，或退还表内余额。',
  'zh-TW': '該筆收款已充入表 {meterId}，不能改付或改記其他付款人。請整筆沖銷，或退還表內餘額。',
  en: 'This payment tops up meter {meterId}, so it cannot be reallocated or moved. Reverse it as a whole, or refund what is left on the meter.',
});

/**
 * Rejects another amount or payer reported under a known reference. The use of the money does not matter,
 * because the backend decides it.
 * @throws Problem payment-differs.
 */
export function assertSameReported(payment: Payment, said: Pick<Payment, 'payerId' | 'fen'>): void {
  const { payerId, fen } = said;
  mustBeTheSame(payment, { payerId, fen, purpose: payment.purpose, meterId: payment.meter?.meterId });
}

/** Rejects other data under a known reference. @throws Problem payment-differs. */
export function mustBeTheSame(
  payment: Payment,
  said: Pick<Payment, 'payerId' | 'fen' | 'purpose'> & { meterId?: string | undefined },
): void {
  const same = (['payerId', 'fen', 'purpose'] as const).every((field) => payment[field] === said[field]);
  if (same && payment.meter?.meterId === said.meterId) return;
  const { paymentId, reference, fen } = payment;
  throw new Problem(differs, { reference, paymentId }, { more: { paymentId, fen } });
}

/** Rejects a meter top-up, whose balance may have been used. @throws Problem money-on-meter. */
export function mustNotBeTopUp({ meter }: Payment): void {
  if (meter) throw new Problem(onMeter, { meterId: meter.meterId });
}

/** Rejects a change of a payment whose money is to be refunded (R24.3). @throws Problem refund-is-due. */
export function mustHaveNothingDue({ freed }: Pick<Payment, 'freed'>): void {
  const due = freed?.dueFen ?? 0;
  if (due > 0) throw new Problem(refundDue, { due }, { more: { dueFen: due } });
}

/** Rejects a payment that was reversed or moved. @throws Problem payment-reversed, payment-moved. */
export function mustStand(payment: Payment): void {
  if (payment.status === 'moved') throw new Problem(wasMoved);
  if (payment.status === 'reversed') throw new Problem(wasReversed);
}

type Money = 'estateId' | 'paidBy' | 'fen' | 'method' | 'moneyAccount' | 'reference' | 'occurredOn' | 'meter';
type Credit = 'paymentId' | 'payerId' | 'purpose' | 'receiptNumber' | 'takenBy' | 'entryId' | 'movedBy';

/** Returns the payment of money that is credited to a payer at an instant. */
export function newPayment(
  { estateId, fen, method, moneyAccount, reference, occurredOn, meter, paidBy }: Pick<Payment, Money>,
  credit: Pick<Payment, Credit | 'allocation' | 'useEntryId'>,
  at: string,
): Payment {
  const money = { estateId, fen, method, moneyAccount, reference, occurredOn, meter, ...(paidBy && { paidBy }) };
  return { ...money, ...credit, status: 'taken', uses: 1, refundedFen: 0, takenAt: at, updatedAt: at, version: 1 };
}

/** Returns the payment after a change. */
export function changePayment(payment: Payment, change: Partial<Payment>, at: string): Payment {
  return { ...payment, ...change, updatedAt: at, version: payment.version + 1 };
}
