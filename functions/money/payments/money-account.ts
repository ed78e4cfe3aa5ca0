import * as z from 'zod';
import type { Caller } from '../../../shared/http/auth.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { account } from '../ledger/public.ts';
import { accountIdSchema } from './amounts.ts';
import type { PaymentsPolicy } from './payments.policy.ts';

/** Payment methods: 现金, 银行转账, 第三方支付. */
export const paymentMethods = ['cash', 'transfer', 'channel'] as const;

/**
 * Payment method and money account as the cash desk sends them: a bank account or a channel. Cash belongs to
 * the cashier who takes it.
 */
export const methodFields = { method: z.enum(paymentMethods), moneyAccount: accountIdSchema.optional() };
export interface PaymentMethod {
  readonly method: (typeof paymentMethods)[number];
  readonly moneyAccount?: string | undefined;
}

const moneyAccountMissing = problemKind('money-account-missing', 400, {
  'zh-CN': '缺少 moneyAccount。请在 moneyAccount 中给出银行账户或支付渠道。',
  'zh-TW': '缺少 moneyAccount。請在 moneyAccount 中給出銀行帳戶或支付渠道。',
  en: 'The bank account or channel is missing. Name it in moneyAccount.',
});
const notYourCash = problemKind('not-your-cash', 400, {
  'zh-CN': '现金只能记入经手人自己的现金账。请勿填写他人的 moneyAccount。',
  'zh-TW': '現金只能記入經手人自己的現金帳。請勿填寫他人的 moneyAccount。',
  en: 'Cash belongs to the drawer of the person who takes or pays it. Leave out moneyAccount.',
});
const unknownMoneyAccount = problemKind('unknown-money-account', 400, {
  'zh-CN': '本小区没有「{moneyAccount}」。请在 moneyAccount 中填写：{known}。',
  'zh-TW': '本社區沒有「{moneyAccount}」。請在 moneyAccount 中填寫：{known}。',
  en: 'The estate has no {moneyAccount}. Set moneyAccount to one of: {known}.',
});

/**
 * Returns the code of the money account.
 * @throws Problem money-account-missing, not-your-cash, unknown-money-account.
 */
export function moneyAccountOf(
  { method, moneyAccount }: PaymentMethod,
  caller: Pick<Caller, 'personId'>,
  policy: PaymentsPolicy,
): string {
  if (method === 'cash') {
    const cashierId = cashierIdOf(caller);
    if (moneyAccount !== undefined && moneyAccount !== cashierId) throw new Problem(notYourCash);
    return account.cash(cashierId);
  }
  if (moneyAccount === undefined) throw new Problem(moneyAccountMissing);
  const known = method === 'transfer' ? policy.bankAccounts : policy.channels;
  if (known.length > 0 && !known.includes(moneyAccount))
    throw new Problem(unknownMoneyAccount, { moneyAccount, known: known.join(', ') });
  return method === 'transfer' ? account.bank(moneyAccount) : account.channel(moneyAccount);
}

/**
 * Returns the cashier id for receipts and cash.
 * @throws Problem not-your-cash when the id cannot be part of an account code.
 */
export function cashierIdOf({ personId }: Pick<Caller, 'personId'>): string {
  const { data } = accountIdSchema.safeParse(personId);
  if (data === undefined) throw new Problem(notYourCash);
  return data;
}
