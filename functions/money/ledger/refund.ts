import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { isMoney } from './account.ts';
import { type Entry, sumFen } from './posting.ts';

const tooMuch = problemKind('refund-above-paid', 409, {
  'zh-CN': '退款超出可退金额，最多可退 {left} 分。',
  'zh-TW': '退款超出可退金額，最多可退 {left} 分。',
  en: 'The refund is more than was paid and not yet refunded: at most {left} fen can be paid back.',
});
const deductedTooMuch = problemKind('deductions-above-deposit', 409, {
  'zh-CN': '扣款合计超出押金，最多可扣 {left} 分。',
  'zh-TW': '扣款合計超出押金，最多可扣 {left} 分。',
  en: 'The deductions are more than the deposit: at most {left} fen can be deducted.',
});

/** How far a payment or a deposit has been paid back; fen. */
export const refundableSchema = z.object({ paidFen: fenSchema.min(0), refundedFen: fenSchema.min(0) });
export type Refundable = z.infer<typeof refundableSchema>;

/** What can still be paid back: paid minus refunded (D33). Fen. */
export function refundableFen({ paidFen, refundedFen }: Refundable): number {
  return paidFen - refundedFen;
}

/**
 * The payment after a refund of some fen. Save it under the version that was read: of two refunds at the same moment one
 * is decided again (D33). @throws RangeError when the refund is not positive. @throws Problem 409 when it is more than paid minus refunded.
 */
export function withRefund(payment: Refundable, fen: number): Refundable {
  if (!Number.isSafeInteger(fen) || fen <= 0) throw new RangeError('a refund is some fen');
  const left = refundableFen(payment);
  if (fen > left) throw new Problem(tooMuch, { left }, { more: { refundableFen: left } });
  return { ...payment, refundedFen: payment.refundedFen + fen };
}

/** How far a payment or deposit has been paid back by the books; what was reversed does not count, deductions from a deposit do. */
export function refundableOf(entries: readonly Entry[], entryId: string): Refundable {
  const reversed = new Set(entries.map((entry) => entry.reverses));
  const standing = entries.filter((entry) => !reversed.has(entry.entryId));
  const taken = standing.filter((entry) => entry.entryId === entryId).flatMap((entry) => entry.postings);
  const back = standing.filter((entry) => entry.refunds === entryId).flatMap((entry) => entry.postings);
  return {
    paidFen: sumFen(taken.filter(({ account }) => isMoney(account)).map(({ fen }) => fen)),
    refundedFen: sumFen(back.filter(({ fen }) => fen > 0).map(({ fen }) => fen)),
  };
}

/** What is kept of a deposit: for what, with which evidence, signed by the owner (R10.5). Fen. */
export const deductionSchema = z.object({
  item: z.string().min(1).max(200),
  evidence: z.array(z.string().min(1).max(200)).min(1).max(20),
  signedBy: z.string().min(1).max(64),
  fen: fenSchema.min(1),
});
export type Deduction = z.infer<typeof deductionSchema>;

/**
 * What is paid back of a deposit: less the documented deductions, never below zero (R10.5). Fen.
 * @throws RangeError for a deduction without item, evidence or signature. @throws Problem 409 when they are more than the deposit.
 */
export function depositBack(depositFen: number, deductions: readonly Deduction[]): number {
  if (!z.array(deductionSchema).safeParse(deductions).success) {
    throw new RangeError('a deduction needs its item, its evidence and a signature');
  }
  const kept = sumFen(deductions.map(({ fen }) => fen));
  if (kept > depositFen) throw new Problem(deductedTooMuch, { left: depositFen });
  return depositFen - kept;
}
