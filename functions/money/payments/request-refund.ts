import type { ActionContext } from '../../../shared/events/catalogue.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { illegalState, Problem, problemKind, problems } from '../../../shared/kernel/problem.ts';
import { dayIn, toInstant } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { sumFen, withRefund } from '../ledger/public.ts';
import { cashOf, countAlone, givenSoFar } from './give-alone.ts';
import { assertCashAllowed, isSameWay } from './give-back.ts';
import { moneyAccountOf, type PaymentMethod } from './money-account.ts';
import { mustStand } from './payment.ts';
import { paymentsPolicy } from './payments.policy.ts';
import { deposits, payments, refundRequests } from './payments.store.ts';
import { decideRequest, type RefundRequest, type RefundRequestInput } from './refund-request.ts';

const payeeMissing = problemKind('payee-missing', 400, {
  'zh-CN': '该款不按原路退回。请在 payee 中写明收款人姓名及身份证明。',
  'zh-TW': '該款不按原路退回。請在 payee 中寫明收款人姓名及身分證明。',
  en: 'This money does not go back the way it came. Name the payee and the proof of identity in payee.',
});
const aboveDeposit = problemKind('above-deposit', 409, {
  'zh-CN': '押金只有 {left} 分。fen 请勿超过此数。',
  'zh-TW': '押金只有 {left} 分。fen 請勿超過此數。',
  en: 'The deposit is only {left} fen. Set fen to at most that.',
});

const notWhole = problemKind('deposit-not-whole', 409, {
  'zh-CN': '退还金额与 deductions 之和须等于押金 {left} 分。请核对 fen 和 deductions。',
  'zh-TW': '退還金額與 deductions 之和須等於押金 {left} 分。請核對 fen 和 deductions。',
  en: 'What goes back and the deductions must add up to the deposit of {left} fen. Check fen and deductions.',
});

/** The payment or deposit to pay back. */
interface Subject {
  readonly payerId: string;
  readonly came: PaymentMethod & { readonly moneyAccount: string };
  readonly fen: number;
}

async function subjectOf(estateId: string, { of, id, fen, deductions = [] }: RefundRequestInput): Promise<Subject> {
  if (of === 'deposit-return') {
    const deposit = await get(deposits, { depositId: id });
    if (deposit?.estateId !== estateId) throw new Problem(problems.notFound);
    if (deposit.status !== 'held') throw illegalState(deposit.status, ['held']);
    const { fen: left = 0 } = deposit;
    if ((fen ?? left) > left) throw new Problem(aboveDeposit, { left });
    if (sumFen([fen ?? left, ...deductions.map((one) => one.fen)]) !== left) throw new Problem(notWhole, { left });
    return { payerId: deposit.payerId, came: deposit, fen: fen ?? left };
  }
  const payment = await get(payments, { paymentId: id });
  if (payment?.estateId !== estateId) throw new Problem(problems.notFound);
  mustStand(payment);
  const wanted = of === 'refund' ? (fen ?? payment.fen) : payment.fen;
  withRefund({ paidFen: payment.fen, refundedFen: payment.refundedFen }, wanted);
  return { payerId: payment.payerId, came: payment, fen: wanted };
}

/**
 * Requests a refund above the limit of one person, or by another way than the money came (R20.9). The request
 * counts from now on as if it were paid (R20.10).
 * @throws Problem not-found, illegal-state, payment-reversed, payment-moved, refund-above-paid,
 * above-deposit, deposit-not-whole, payee-missing, no-cash-for-other-money, cash-limit.
 */
export async function requestRefund(
  estateId: string,
  input: RefundRequestInput,
  caller: Caller,
  act: ActionContext,
): Promise<{ after: RefundRequest; transaction: Transaction }> {
  const { of, id, reason, payee, deductions } = input;
  const [{ payerId, came, fen }, policy, estate] = await Promise.all([
    subjectOf(estateId, input),
    paymentsPolicy.of(estateId),
    requireEstate(estateId),
  ]);
  const isSaid = of !== 'reversal' && input.method !== undefined;
  const method = isSaid ? (input.method ?? came.method) : came.method;
  const moneyAccount = isSaid
    ? moneyAccountOf({ method, moneyAccount: input.moneyAccount }, caller, policy)
    : came.moneyAccount;
  const sameWay = isSameWay(came, { method, moneyAccount, fen });
  if (!sameWay && !payee) throw new Problem(payeeMissing);
  const on = dayIn(estate.calendar.zone, act.recordedAt);
  const by = act.actor.id;
  const counted = { estateId, subjectId: id, payerId, cashierId: by, day: on };
  const given = await givenSoFar(counted);
  if (of !== 'reversal') assertCashAllowed(came, { method, moneyAccount, fen }, given, policy);
  const at = act.recordedAt;
  const requestId = newId('rrq', toInstant(at));
  const after: RefundRequest = {
    requestId,
    estateId,
    payerId,
    of,
    id,
    fen,
    ...(deductions && { deductions }),
    method,
    moneyAccount,
    sameWay,
    payee,
    reason,
    status: 'asked',
    asked: { by, on, at },
    updatedAt: at,
    version: 1,
  };
  const told = { requestId, payerId, of, subjectId: id, fen };
  const transaction = new Transaction()
    .save(refundRequests, after)
    .record(refundRequests, after, 'RefundAsked', told, { ...act, reason });
  const { cashLimitFen } = policy;
  countAlone(transaction, counted, { fen, cashFen: cashOf(after) }, { cashLimitFen });
  return { after, transaction };
}

/**
 * Decides a request by another person than its requester, who may withdraw it. A refused request, also after
 * approval, no longer counts.
 * @throws Problem illegal-state, another-person-needed.
 */
export function decideRefund(
  request: RefundRequest,
  status: 'approved' | 'refused',
  { reason, act }: { reason?: string | undefined; act: ActionContext },
): { after: RefundRequest; transaction: Transaction } {
  const after = decideRequest(request, status, { by: act.actor.id, at: act.recordedAt, reason });
  const { requestId, estateId, payerId, of, id, fen, asked } = request;
  const told = { requestId, payerId, of, subjectId: id, fen };
  const name = status === 'approved' ? 'RefundApproved' : 'RefundRefused';
  const transaction = new Transaction()
    .save(refundRequests, after, request)
    .record(refundRequests, after, name, told, act);
  if (status === 'refused') {
    const counted = { estateId, subjectId: id, payerId, cashierId: asked.by, day: asked.on };
    countAlone(transaction, counted, { fen: -fen, cashFen: -cashOf(request) });
  }
  return { after, transaction };
}
