import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { sumFen } from './posting.ts';

const tooMuch = problemKind('refund-above-paid', 409, {
  'zh-CN': '退款超出可退金额。最多可退 {left} 分。',
  'zh-TW': '退款超出可退金額。最多可退 {left} 分。',
  en: 'The refund is above the amount paid and not yet refunded. Refund at most {left} fen.',
});
const deductedTooMuch = problemKind('deductions-above-deposit', 409, {
  'zh-CN': '扣款合计超出押金。最多可扣 {left} 分。',
  'zh-TW': '扣款合計超出押金。最多可扣 {left} 分。',
  en: 'The deductions are above the deposit. Deduct at most {left} fen.',
});

/** The paid and the refunded amount of a payment or deposit; fen. */
export const refundableSchema = z
  .object({ paidFen: fenSchema.min(0), refundedFen: fenSchema.min(0) })
  .meta({ id: 'Refundable' });
export type Refundable = z.infer<typeof refundableSchema>;

/** Returns the amount that can still be refunded: paid minus refunded (D33). Fen. */
export function refundableFen({ paidFen, refundedFen }: Refundable): number {
  return paidFen - refundedFen;
}

/**
 * Returns the payment after a refund; fen. Save it under the version that was read, so that the second of two
 * concurrent refunds is retried (D33).
 * @throws RangeError when the refund is not positive.
 * @throws Problem `refund-above-paid`.
 */
export function withRefund(payment: Refundable, fen: number): Refundable {
  if (!Number.isSafeInteger(fen) || fen <= 0) throw new RangeError('a refund must be positive fen');
  const left = refundableFen(payment);
  if (fen > left) throw new Problem(tooMuch, { left }, { more: { refundableFen: left } });
  return { ...payment, refundedFen: payment.refundedFen + fen };
}

/** A deduction from a deposit: its item, its evidence, and the owner's signature (R10.5). Fen. */
export const deductionSchema = z
  .object({
    /** What is deducted for. */
    item: z.string().min(1).max(200),
    /** What proves it, such as photos or invoices. */
    evidence: z.array(z.string().min(1).max(200)).min(1).max(20),
    /** Who agreed to it by signature. */
    signedBy: z.string().min(1).max(64),
    fen: fenSchema.min(1),
  })
  .meta({ id: 'Deduction' });
export type Deduction = z.infer<typeof deductionSchema>;

/**
 * Returns the amount of a deposit to pay back: the deposit minus the documented deductions, never below zero
 * (R10.5). Fen.
 * @throws RangeError for a deduction without item, evidence or signature.
 * @throws Problem `deductions-above-deposit`.
 */
export function depositBack(depositFen: number, deductions: readonly Deduction[]): number {
  if (!z.array(deductionSchema).safeParse(deductions).success) {
    throw new RangeError('a deduction needs its item, its evidence and a signature');
  }
  const kept = sumFen(deductions.map(({ fen }) => fen));
  if (kept > depositFen) throw new Problem(deductedTooMuch, { left: depositFen });
  return depositFen - kept;
}
