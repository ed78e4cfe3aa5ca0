import * as z from 'zod';
import { assertAnotherPerson } from '../../../shared/http/second-person.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { illegalState, Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { account } from './account.ts';
import { type Payee, payeeAccountSchema } from './payee.ts';
import { referenceSchema } from './reference.ts';

/*
 * Money of the company that goes out (R21.11): a request with its document, the approval of another person,
 * the payment by a third one to an approved payee, and the bank line that confirms it. The bank's fee and
 * interest are already on the statement; they and the provision for bad debts are posted when approved.
 */

/** Kinds that are paid to a payee, and kinds that are posted when they are approved. */
const paidKinds = ['utility', 'maintenance-fund', 'supplier', 'compensation'] as const;
const postedKinds = ['bank-fee', 'interest', 'provision'] as const;
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const common = {
  fen: fenSchema.min(1).max(1e12),
  /** What proves it: the supplier's invoice, the utility's bill, the settlement, the bank's advice. */
  proof: z.string().min(1).max(200),
  reason: reasonSchema(500),
};
const toPayee = { ...common, payeeId: id, bankAccountId: id };
const onStatement = { ...common, bankAccountId: id, reference: referenceSchema, occurredOn: dateSchema };

export const requestPayOutSchema = z
  .discriminatedUnion('kind', [
    /** A utility company gets what was collected for it (代收代付): Dr 2241.02, own use Dr 6401. */
    z.strictObject({
      kind: z.literal('utility'),
      ...toPayee,
      feeItemId: id,
      /** The company's own use in the amount, fen: an expense (R25.3). */
      ownUseFen: fenSchema.min(0).max(1e12).optional(),
    }),
    /** The maintenance fund gets what was collected for it: Dr 2241.02 or, by the account map, 2241.04. */
    z.strictObject({ kind: z.literal('maintenance-fund'), ...toPayee, feeItemId: id }),
    /** A supplier: Dr 6401 / Cr 2202 when approved, then Dr 2202 / Cr Bank. */
    z.strictObject({ kind: z.literal('supplier'), ...toPayee }),
    /** Compensation: Dr 6711. */
    z.strictObject({ kind: z.literal('compensation'), ...toPayee }),
    /** A fee that the bank took: Dr 6603 / Cr Bank. */
    z.strictObject({ kind: z.literal('bank-fee'), ...onStatement }),
    /** Interest that the bank paid: Dr Bank / Cr 6603. */
    z.strictObject({ kind: z.literal('interest'), ...onStatement }),
    /** The provision for bad debts (R21.7): Dr 6702 / Cr 1231. It moves no money. */
    z.strictObject({ kind: z.literal('provision'), ...common }),
  ])
  .refine((input) => input.kind !== 'utility' || (input.ownUseFen ?? 0) <= input.fen, {
    path: ['ownUseFen'],
    message: 'is above fen',
  })
  .meta({ id: 'RequestPayOutBody' });
export type PayOutInput = z.output<typeof requestPayOutSchema>;

export const payOutStatuses = ['asked', 'approved', 'paid', 'posted', 'returned', 'refused'] as const;
const bySomebody = { by: z.string(), at: z.string() };

export const payOutSchema = z
  .object({
    payOutId: z.string(),
    estateId: z.string(),
    kind: z.enum([...paidKinds, ...postedKinds]),
    fen: fenSchema,
    proof: z.string(),
    reason: z.string(),
    /** The bank account that pays; none for a provision. */
    bankAccountId: z.string().optional(),
    feeItemId: z.string().optional(),
    /** The company's own use in a utility's bill, fen (R25.3). */
    ownUseFen: fenSchema.optional(),
    payeeId: z.string().optional(),
    /** The account that it is paid to, as it was approved. */
    to: payeeAccountSchema.optional(),
    /** The number by which the bank knows it, and its day; of a paid one, those of the payment. */
    reference: z.string().optional(),
    occurredOn: dateSchema.optional(),
    status: z.enum(payOutStatuses),
    asked: z.object(bySomebody),
    /** Who approved or refused it. */
    decided: z.object({ ...bySomebody, reason: z.string().optional() }).optional(),
    /** Who paid it. */
    paid: z.object(bySomebody).optional(),
    /** The bank sent the money back (退汇). */
    returned: z.object({ ...bySomebody, reference: z.string(), on: dateSchema, entryId: z.string() }).optional(),
    /** Who ended an approved one that was not paid. */
    withdrawn: z.object({ ...bySomebody, reason: z.string() }).optional(),
    /** What the approval posted: the supplier's claim, or a kind that is not paid. */
    accruedBy: z.string().optional(),
    /** The entry of the payment. */
    entryId: z.string().optional(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'PayOut' });
export type PayOut = z.infer<typeof payOutSchema>;

export const payPayOutSchema = z
  .strictObject({
    /** The number of the bank for the transfer. The bank line has it, too. */
    reference: referenceSchema,
    /** The day on which the money left; the default is today. */
    occurredOn: dateSchema.optional(),
  })
  .meta({ id: 'PayPayOutBody' });

const notForPurpose = problemKind('payee-not-approved', 409, {
  'zh-CN': '收款人 {payeeId} 未经批准，或不能用于该用途。请先申请收款人并由另一人批准。',
  'zh-TW': '收款人 {payeeId} 未經核准，或不能用於該用途。請先申請收款人並由另一人核准。',
  en: 'The payee {payeeId} is not approved for this purpose. Request the payee first, and let another person approve it.',
});
const accountChanged = problemKind('payee-account-changed', 409, {
  'zh-CN': '收款人的账户在批准后已变更。请终止此付款并重新申请。',
  'zh-TW': '收款人的帳戶在核准後已變更。請終止此付款並重新申請。',
  en: 'The account of the payee changed after the approval. End this pay-out and request it again.',
});
const paidByApprover = problemKind('approver-does-not-pay-out', 409, {
  'zh-CN': '批准人不能经手付款。请由另一人付款。',
  'zh-TW': '核准人不能經手付款。請由另一人付款。',
  en: 'You approved this pay-out, so you may not pay it. Ask another person to pay it.',
});
const moreThanHeld = problemKind('pay-out-above-balance', 409, {
  'zh-CN': '该项目只有 {left} 分可付。请减少金额。',
  'zh-TW': '該項目只有 {left} 分可付。請減少金額。',
  en: 'Only {left} fen of this item can be paid out. Pay out less.',
});

/** Returns true for a kind that is paid to a payee. */
export function isPaidOut({ kind }: Pick<PayOut, 'kind'>): boolean {
  return paidKinds.some((one) => one === kind);
}

/**
 * Returns the approved account of a payee for a purpose.
 * @throws Problem payee-not-approved.
 */
export function accountOfPayee(
  payee: Payee | undefined,
  { estateId, kind, payeeId = '' }: Pick<PayOut, 'estateId' | 'kind' | 'payeeId'>,
) {
  const isFor = payee?.estateId === estateId && payee.purposes.some((one) => one === kind);
  if (!payee?.account || !isFor) throw new Problem(notForPurpose, { payeeId });
  return payee.account;
}

/** Rejects a payment to another account than the approved one. @throws Problem payee-account-changed. */
export function assertSamePayee({ to }: Pick<PayOut, 'to'>, account: z.output<typeof payeeAccountSchema>): void {
  if (to?.number !== account.number || to.holder !== account.holder) throw new Problem(accountChanged);
}

/** Rejects a person who approved it and would pay it (R20.1). @throws Problem approver-does-not-pay-out. */
export function assertNotApprover({ decided }: Pick<PayOut, 'decided'>, by: string): void {
  if (decided?.by === by) throw new Problem(paidByApprover);
}

/** Rejects more than there is on a liability; fen. @throws Problem pay-out-above-balance. */
export function assertHeld(heldFen: number, fen: number): void {
  if (fen > heldFen)
    throw new Problem(moreThanHeld, { left: Math.max(0, heldFen) }, { more: { leftFen: Math.max(0, heldFen) } });
}

/**
 * Returns a decided pay-out. The requester never approves it, but may end it by refusing it; an approved one
 * that was not paid can still be refused.
 * @throws Problem illegal-state, another-person-needed.
 */
export function decidePayOut(
  payOut: PayOut,
  status: 'approved' | 'refused',
  { by, at, reason }: { by: string; at: string; reason?: string | undefined },
): PayOut {
  const from: readonly PayOut['status'][] = status === 'approved' ? ['asked'] : ['asked', 'approved'];
  if (!from.includes(payOut.status)) throw illegalState(payOut.status, from);
  if (status === 'approved') assertAnotherPerson(payOut.asked, by);
  const said = { by, at, ...(reason !== undefined && { reason }) };
  const decision = payOut.status === 'approved' ? { withdrawn: { by, at, reason: reason ?? '' } } : { decided: said };
  return { ...payOut, status, ...decision, updatedAt: at, version: payOut.version + 1 };
}

/** Returns the account that a pay-out takes from (R21.11). */
export function debitedBy({
  kind,
  feeItemId = '',
  payeeId = '',
}: Pick<PayOut, 'kind' | 'feeItemId' | 'payeeId'>): string {
  switch (kind) {
    case 'utility':
    case 'maintenance-fund':
      return account.held(feeItemId);
    case 'supplier':
      return account.payable(payeeId);
    case 'compensation':
      return account.compensation();
    case 'bank-fee':
    case 'interest':
      return account.financeCosts();
    case 'provision':
      return account.badDebts();
  }
}
