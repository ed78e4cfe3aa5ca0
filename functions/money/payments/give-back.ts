import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import type { PaymentMethod } from './money-account.ts';
import type { PaymentsPolicy } from './payments.policy.ts';

/*
 * The rules for paying money back (R20.9, R20.10): the way it came, and alone only up to a limit.
 * The limit counts everything paid back or requested on the payment, to the payer that day, and by the
 * cashier that day.
 */

/** The amount paid back or requested so far, fen, and its part in cash. */
export interface Given {
  readonly fen: number;
  readonly cashFen: number;
}

/** The sums that the limits apply to: of the payment or deposit, of the payer's day, of the cashier's day. */
export const sums = ['payment', 'payer', 'cashier'] as const;
export type GivenBy = Readonly<Record<(typeof sums)[number], Given>>;

/** An operation that pays money back. */
export interface GivingBack extends Pick<PaymentMethod, 'method'> {
  readonly fen: number;
  /** The money account that it is paid from. */
  readonly moneyAccount: string;
}

const aboveLimit = problemKind('above-your-limit', 403, {
  'zh-CN':
    '连同该笔款项、该付款人及您本人当日已退和已申请的，超过可自行办理的 {limit} 分。请提交退款申请（refund-requests），由另一人批准。',
  'zh-TW':
    '連同該筆款項、該付款人及您本人當日已退和已申請的，超過可自行辦理的 {limit} 分。請提交退款申請（refund-requests），由另一人核准。',
  en: 'With the refunds and requests on this payment, to this payer today and by you today, this exceeds the {limit} fen that one person may pay back alone. Submit a refund request (refund-requests) for another person to approve.',
});
const otherWay = problemKind('refund-goes-back-the-way-it-came', 409, {
  'zh-CN':
    '退款须原路退回（{method} {moneyAccount}）。如确需改用其他方式，请提交退款申请并写明收款人身份，由另一人批准。',
  'zh-TW':
    '退款須原路退回（{method} {moneyAccount}）。如確需改用其他方式，請提交退款申請並寫明收款人身分，由另一人核准。',
  en: 'Money goes back the way it came ({method} {moneyAccount}). For another way, submit a refund request that identifies the payee, for another person to approve.',
});
const noCash = problemKind('no-cash-for-other-money', 409, {
  'zh-CN': '非现金收款不得以现金退还。请原路退回，或转账至付款人账户。',
  'zh-TW': '非現金收款不得以現金退還。請原路退回，或轉帳至付款人帳戶。',
  en: 'Money that was not paid in cash cannot be refunded in cash. Send it back the way it came, or to an account of the payer.',
});
const cashLimit = problemKind('cash-limit', 409, {
  'zh-CN': '同一笔款项或同一付款人当日以现金退还合计不得超过 {limit} 分。请改为转账，并提交退款申请。',
  'zh-TW': '同一筆款項或同一付款人當日以現金退還合計不得超過 {limit} 分。請改為轉帳，並提交退款申請。',
  en: 'Cash refunds of one payment, or to one payer on one day, may be at most {limit} fen. Submit a refund request for a transfer.',
});

/**
 * Returns true when money goes back the way it came: cash as cash, other money to the same account (R20.9).
 */
export function isSameWay(came: PaymentMethod & { readonly moneyAccount: string }, goes: GivingBack): boolean {
  return came.method === goes.method && (came.method === 'cash' || came.moneyAccount === goes.moneyAccount);
}

/**
 * Rejects cash for money that was not cash, and more cash than the estate allows (R20.9).
 * @throws Problem no-cash-for-other-money, cash-limit.
 */
export function assertCashAllowed(came: PaymentMethod, goes: GivingBack, given: GivenBy, policy: PaymentsPolicy): void {
  if (goes.method !== 'cash') return;
  if (came.method !== 'cash' && !policy.cashForNonCash) throw new Problem(noCash);
  const { cashLimitFen: limit } = policy;
  if (!isWithin(goes.fen, [given.payment.cashFen, given.payer.cashFen], limit)) throw new Problem(cashLimit, { limit });
}

/**
 * Rejects another way than the way the money came (R20.9).
 * @throws Problem refund-goes-back-the-way-it-came.
 */
export function assertSameWay(came: PaymentMethod & { readonly moneyAccount: string }, goes: GivingBack): void {
  if (!isSameWay(came, goes)) throw new Problem(otherWay, { method: came.method, moneyAccount: came.moneyAccount });
}

/**
 * Rejects an amount above the limit of one person, whatever their role (R20.10).
 * @throws Problem above-your-limit.
 */
export function assertAlone(fen: number, given: GivenBy, { cashierLimitFen: limit }: PaymentsPolicy): void {
  const so = sums.map((sum) => given[sum].fen);
  if (!isWithin(fen, so, limit)) throw new Problem(aboveLimit, { limit }, { more: { limitFen: limit } });
}

function isWithin(fen: number, so: readonly number[], limit: number): boolean {
  return fen === 0 || so.every((before) => before + fen <= limit);
}
