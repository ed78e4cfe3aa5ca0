import * as z from 'zod';
import type { Caller } from '../../../shared/http/auth.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { account } from '../ledger/public.ts';
import { accountIdSchema } from './amounts.ts';
import type { PaymentsPolicy } from './payments.policy.ts';

/** Payment methods: 现金, 银行转账, 第三方支付. */
export const ways = ['cash', 'transfer', 'channel'] as const;

/**
 * Payment method and money account as the cash desk sends them: a bank account or a channel. Cash belongs to
 * the cashier who takes it.
 */
export const wayFields = { how: z.enum(ways), place: accountIdSchema.optional() };
export interface Way {
  readonly how: (typeof ways)[number];
  readonly place?: string | undefined;
}

const placeMissing = problemKind('place-missing', 400, {
  'zh-CN': '缺少 place。请在 place 中给出银行账户或支付渠道。',
  'zh-TW': '缺少 place。請在 place 中給出銀行帳戶或支付渠道。',
  en: 'The bank account or channel is missing. Name it in place.',
});
const notYourCash = problemKind('not-your-cash', 400, {
  'zh-CN': '现金只能记入经手人自己的现金账。请勿填写他人的 place。',
  'zh-TW': '現金只能記入經手人自己的現金帳。請勿填寫他人的 place。',
  en: 'Cash belongs to the drawer of the person who takes or pays it. Leave out place.',
});
const unknownPlace = problemKind('unknown-place', 400, {
  'zh-CN': '本小区没有「{place}」。请在 place 中填写：{known}。',
  'zh-TW': '本社區沒有「{place}」。請在 place 中填寫：{known}。',
  en: 'The estate has no {place}. Set place to one of: {known}.',
});

/** Returns the code of the money account. @throws Problem place-missing, not-your-cash, unknown-place. */
export function placeOf({ how, place }: Way, caller: Pick<Caller, 'personId'>, policy: PaymentsPolicy): string {
  if (how === 'cash') {
    const cashierId = deskOf(caller);
    if (place !== undefined && place !== cashierId) throw new Problem(notYourCash);
    return account.cash(cashierId);
  }
  if (place === undefined) throw new Problem(placeMissing);
  const known = how === 'transfer' ? policy.bankAccounts : policy.channels;
  if (known.length > 0 && !known.includes(place)) throw new Problem(unknownPlace, { place, known: known.join(', ') });
  return how === 'transfer' ? account.bank(place) : account.channel(place);
}

/**
 * Returns the cashier id for receipts and cash.
 * @throws Problem not-your-cash when the id cannot be part of an account code.
 */
export function deskOf({ personId }: Pick<Caller, 'personId'>): string {
  const { data } = accountIdSchema.safeParse(personId);
  if (data === undefined) throw new Problem(notYourCash);
  return data;
}
