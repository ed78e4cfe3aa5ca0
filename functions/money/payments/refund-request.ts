import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { accountIdSchema, mostFen } from './amounts.ts';
import { deductionsSchema } from './deposit.ts';
import { paymentMethods } from './money-account.ts';

/** Operations that pay money back: a refund, a returned deposit, a reversed payment. */
const givingKinds = ['refund', 'deposit-return', 'reversal'] as const;
export const refundRequestStatuses = ['asked', 'approved', 'refused', 'done'] as const;

/** The payee of money that does not go back the way it came, with proof (R20.9). */
const payeeSchema = z
  .strictObject({
    name: z.string().min(1).max(100),
    /** The proof of identity: the kind of document and its last digits. */
    proof: z.string().min(1).max(200),
    /** The account or card to pay to. */
    account: z.string().min(1).max(100).optional(),
  })
  .meta({ id: 'Payee' });

/** A refund as requested. */
export const requestRefundSchema = z
  .strictObject({
    of: z.enum(givingKinds),
    /** The id of the payment or deposit. */
    id: accountIdSchema,
    /**
     * The amount, fen: of a refund, or of a deposit after deductions. A reversal covers the whole payment.
     */
    fen: fenSchema.min(0).max(mostFen).optional(),
    /** What is kept of a deposit (R10.5). With `fen` it adds up to the deposit. */
    deductions: deductionsSchema.optional(),
    /** The payment method; the default is the way the money came. */
    method: z.enum(paymentMethods).optional(),
    moneyAccount: accountIdSchema.optional(),
    payee: payeeSchema.optional(),
    reason: reasonSchema(500),
  })
  .refine(({ of, fen }) => (of === 'reversal') === (fen === undefined), {
    path: ['fen'],
    message: 'required, except for a reversal, which covers the whole payment',
  })
  .refine(({ of, fen, deductions }) => fen !== 0 || (of === 'deposit-return' && deductions !== undefined), {
    path: ['fen'],
    message: '0 only when a whole deposit is kept',
  })
  .refine(({ of, deductions }) => of === 'deposit-return' || deductions === undefined, {
    path: ['deductions'],
    message: 'only of a deposit',
  })
  .meta({ id: 'RequestRefundBody' });
export type RefundRequestInput = z.output<typeof requestRefundSchema>;

/**
 * A refund request (退款申请): requested by one person, approved by another, paid by a cashier (R20.1, R20.9).
 * Fen.
 */
export const refundRequestSchema = z
  .object({
    requestId: z.string(),
    estateId: z.string(),
    payerId: z.string(),
    /** What goes back: a refund of a payment, a deposit, or a whole payment. */
    of: z.enum(givingKinds),
    /** The id of the payment or deposit. */
    id: z.string(),
    fen: fenSchema,
    /** What is kept of a deposit. */
    deductions: deductionsSchema.optional(),
    method: z.enum(paymentMethods),
    /** The money account; for cash, that of the person who pays it. */
    moneyAccount: z.string(),
    /** Whether the money goes back the way it came. */
    sameWay: z.boolean(),
    payee: payeeSchema.optional(),
    reason: z.string(),
    status: z.enum(refundRequestStatuses),
    /** Who asked for it, and when. */
    asked: z.object({ by: z.string(), on: dateSchema, at: z.string() }),
    /** Who decided it, and when. */
    decided: z.object({ by: z.string(), at: z.string(), reason: z.string().optional() }).optional(),
    /** Who ended an approved request that was not paid, and why. Its status is then `refused`. */
    withdrawn: z.object({ by: z.string(), at: z.string(), reason: z.string().optional() }).optional(),
    /** Who paid it. */
    done: z.object({ by: z.string(), at: z.string() }).optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'RefundRequest' });
export type RefundRequest = z.infer<typeof refundRequestSchema>;

const paidByApprover = problemKind('approver-does-not-pay', 409, {
  'zh-CN': '批准人不能经手付款。请由收费员付款。',
  'zh-TW': '核准人不能經手付款。請由收費員付款。',
  en: 'You approved this refund, so you may not pay it. Ask a cashier to pay it.',
});
const differs = problemKind('refund-request-differs', 409, {
  'zh-CN': '与已批准的退款申请 {requestId} 不符，见 fields。请按申请办理，或重新申请。',
  'zh-TW': '與已核准的退款申請 {requestId} 不符，見 fields。請按申請辦理，或重新申請。',
  en: 'This differs from the approved refund request {requestId} in its fields. Do what was approved, or submit another request.',
});

/**
 * Decides a request. The requester can never approve it, but may refuse it to withdraw it.
 * An approved, unpaid request may still be refused: it ends, and its approver stays on record.
 * @throws Problem illegal-state, another-person-needed.
 */
export function decideRequest(
  request: RefundRequest,
  status: 'approved' | 'refused',
  { by, at, reason }: { by: string; at: string; reason?: string | undefined },
): RefundRequest {
  const from: readonly RefundRequest['status'][] = status === 'approved' ? ['asked'] : ['asked', 'approved'];
  if (!from.includes(request.status)) throw illegalState(request.status, from);
  if (status === 'approved') assertAnotherPerson(request.asked, by);
  const said = { by, at, reason };
  const decision = request.status === 'approved' ? { withdrawn: said } : { decided: said };
  return { ...request, status, ...decision, updatedAt: at, version: request.version + 1 };
}

/** The operation that uses an approved request. */
export interface UsedFor extends Pick<RefundRequest, 'of' | 'id' | 'fen' | 'deductions' | 'method' | 'moneyAccount'> {
  readonly by: string;
  readonly at: string;
}

/**
 * Returns the request as done.
 * @throws Problem illegal-state, refund-request-differs (its `fields` are named), approver-does-not-pay.
 */
export function useRequest(request: RefundRequest, used: UsedFor): RefundRequest {
  const { requestId, of, id, fen, method, moneyAccount } = request;
  if (request.status !== 'approved') throw illegalState(request.status, ['approved']);
  const differing = {
    of: of !== used.of,
    id: id !== used.id,
    fen: fen !== used.fen,
    deductions: !isDeepStrictEqual(request.deductions ?? [], used.deductions ?? []),
    method: method !== used.method,
    moneyAccount: method !== 'cash' && moneyAccount !== used.moneyAccount,
  };
  const fields = Object.entries(differing).flatMap(([field, isOther]) => (isOther ? field : []));
  if (fields.length > 0) throw new Problem(differs, { requestId }, { more: { fields } });
  if (request.decided?.by === used.by) throw new Problem(paidByApprover);
  const { by, at } = used;
  return { ...request, status: 'done', done: { by, at }, updatedAt: at, version: request.version + 1 };
}
