import * as z from 'zod';
import { derivedId } from '../../../shared/kernel/ids.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { partsSchema, totalOf } from '../fees/public.ts';
import { ways } from './place.ts';

/** What a sum pays of one bill. */
export const sharePaidSchema = z.object({
  billId: z.string(),
  dueOn: dateSchema,
  unitId: z.string(),
  unitLabel: z.string(),
  /** The fee item of its lines; of several, the first. */
  feeItemId: z.string(),
  parts: partsSchema,
});
export type SharePaid = z.infer<typeof sharePaidSchema>;

/** A payment (收款): who paid how much, how and where, and what has become of it. Amounts in fen. */
export const paymentSchema = z.object({
  paymentId: z.string(),
  estateId: z.string(),
  payerId: z.string(),
  fen: fenSchema,
  how: z.enum(ways),
  /** The account of the books where the money lies. */
  place: z.string(),
  reference: z.string(),
  /** What it may be used for: `general` for any bill, or one fee item alone (R11.4). */
  purpose: z.string(),
  /** The prepaid meter that it tops up, and from when on: it pays nothing else (R11.4). */
  meter: z.object({ meterId: z.string(), at: z.string() }).optional(),
  /** The day on which it was paid, in the estate's zone; when and by whom it was entered. */
  occurredOn: dateSchema,
  takenAt: z.string(),
  takenBy: z.string(),
  receiptNumber: z.string(),
  /** `moved`: it was another payer's, or nobody knows whose (R21.3); it is theirs under another id. */
  status: z.enum(['taken', 'reversed', 'moved']),
  /** Its entry in the books: the money came in and is the payer's. */
  entryId: z.string(),
  /** Of money that was somebody else's in the books before: the entries by which it came to this payer (R21.2, R21.3). */
  movedBy: z.array(z.string()).max(40).optional(),
  /** The bills that it pays now, and the entry of that use; `uses` counts them, because it may be moved to others. */
  allocation: z.array(sharePaidSchema).max(100),
  useEntryId: z.string().optional(),
  uses: z.number().int(),
  /** Why it pays other bills than it did, when it was moved last. */
  moved: z.object({ reason: z.string(), at: z.string(), by: z.string() }).optional(),
  refundedFen: fenSchema,
  /**
   * Money that credit notes took off the bills it had paid (R21.6): prepaid money of the payer since. `redFen`: what of it
   * the invoice is already reversed for in red, and was not paid back.
   */
  freed: z.object({ fen: fenSchema, redFen: fenSchema }).optional(),
  /** The tax invoice (发票) issued for it: taking money back then needs one in red (红字发票). */
  invoice: z.object({ number: z.string(), at: z.string(), by: z.string() }).optional(),
  reversal: z.object({ entryId: z.string(), reason: z.string(), at: z.string(), by: z.string() }).optional(),
  updatedAt: z.string(),
  version: z.number().int(),
});
export type Payment = z.infer<typeof paymentSchema>;

/** As the API answers it: with what is neither on a bill nor paid back, which is prepaid, or was used for later bills. */
export const paymentViewSchema = paymentSchema.extend({ restFen: fenSchema });

export function paymentView(payment: Payment): z.infer<typeof paymentViewSchema> {
  return { ...payment, restFen: restFen(payment) };
}

/** The id of the payment that came with a number at a place: the same money is the same payment (D27). */
export function paymentIdOf(estateId: string, place: string, reference: string): string {
  return derivedId('pay', estateId, place, reference);
}

/** Fen that lie on bills. */
export function onBillsFen(allocation: readonly Pick<SharePaid, 'parts'>[]): number {
  return allocation.reduce((sum, { parts }) => sum + totalOf(parts), 0);
}

/** What of a payment is neither on a bill nor paid back, fen; what a credit note took off a bill is not on it (R21.6). */
export function restFen({ status, fen, allocation, refundedFen, freed }: Payment): number {
  const left = fen - refundedFen;
  return status !== 'taken' ? 0 : Math.min(left, left - onBillsFen(allocation) + (freed?.fen ?? 0));
}

/** The payment after a credit note took money of it off a bill (R21.6). `at` is an instant. */
export function withFreed(payment: Payment, fen: number, at: string): Payment {
  const { fen: before, redFen } = payment.freed ?? { fen: 0, redFen: 0 };
  return changed(payment, { freed: { fen: before + fen, redFen: redFen + (payment.invoice ? fen : 0) } }, at);
}

/** The payment after money of it was paid back: what a credit note freed, and red letters already tell of, goes first. */
export function withPaidBack(payment: Payment, fen: number, at: string): Payment {
  const { freed } = payment;
  const rest = freed && { ...freed, redFen: Math.max(0, freed.redFen - fen) };
  return changed(payment, { refundedFen: payment.refundedFen + fen, ...(rest && { freed: rest }) }, at);
}

const differs = problemKind('payment-differs', 409, {
  'zh-CN': '该凭证号 {reference} 已收过一笔不同的款项（{paymentId}），请核对金额与付款人。',
  'zh-TW': '該憑證號 {reference} 已收過一筆不同的款項（{paymentId}），請核對金額與付款人。',
  en: 'Under {reference} another payment was taken ({paymentId}): check amount, payer and purpose.',
});
const wasReversed = problemKind('payment-reversed', 409, {
  'zh-CN': '该笔收款已冲销。',
  'zh-TW': '該筆收款已沖銷。',
  en: 'This payment was reversed.',
});

const wasMoved = problemKind('payment-moved', 409, {
  'zh-CN': '该笔收款已更正到其他付款人名下，请在更正后的收款上操作。',
  'zh-TW': '該筆收款已更正到其他付款人名下，請在更正後的收款上操作。',
  en: 'This payment was moved to another payer. Work on the payment that it became.',
});
const onMeter = problemKind('money-on-meter', 409, {
  'zh-CN': '该笔收款已充入表 {meterId}，只能整笔冲销。',
  'zh-TW': '該筆收款已充入表 {meterId}，只能整筆沖銷。',
  en: 'This payment was put on meter {meterId}: it can be reversed as a whole, and nothing else.',
});

/** Stops who reports another amount or payer under a number that is known; what the money was for is ours to decide. @throws Problem payment-differs. */
export function assertSameReported(payment: Payment, said: Pick<Payment, 'payerId' | 'fen'>): void {
  const { payerId, fen } = said;
  mustBeTheSame(payment, { payerId, fen, purpose: payment.purpose, meterId: payment.meter?.meterId });
}

/** Stops who says something else under a number that is known. @throws Problem payment-differs. */
export function mustBeTheSame(
  payment: Payment,
  said: Pick<Payment, 'payerId' | 'fen' | 'purpose'> & { meterId?: string | undefined },
): void {
  const same = (['payerId', 'fen', 'purpose'] as const).every((field) => payment[field] === said[field]);
  if (same && payment.meter?.meterId === said.meterId) return;
  const { paymentId, reference, fen } = payment;
  throw new Problem(differs, { reference, paymentId }, { more: { paymentId, fen } });
}

/** Stops who would take money off a meter: its balance may have been used. @throws Problem money-on-meter. */
export function mustNotBeTopUp({ meter }: Payment): void {
  if (meter) throw new Problem(onMeter, { meterId: meter.meterId });
}

/** @throws Problem payment-reversed, payment-moved. */
export function mustStand(payment: Payment): void {
  if (payment.status === 'moved') throw new Problem(wasMoved);
  if (payment.status === 'reversed') throw new Problem(wasReversed);
}

/** The payment after a change. */
export function changed(payment: Payment, change: Partial<Payment>, at: string): Payment {
  return { ...payment, ...change, updatedAt: at, version: payment.version + 1 };
}
