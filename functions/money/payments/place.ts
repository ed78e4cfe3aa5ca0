import * as z from 'zod';
import type { Caller } from '../../../shared/http/auth.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { account } from '../ledger/public.ts';
import { accountIdSchema } from './amounts.ts';
import type { PaymentsPolicy } from './payments.policy.ts';

/** How money comes or goes: 现金, 银行转账, 第三方支付. */
export const ways = ['cash', 'transfer', 'channel'] as const;

/** How and where, as the desk says it: the bank account or the channel; cash lies with the one who takes it. */
export const wayFields = { how: z.enum(ways), place: accountIdSchema.optional() };
export interface Way {
  readonly how: (typeof ways)[number];
  readonly place?: string | undefined;
}

const placeMissing = problemKind('place-missing', 400, {
  'zh-CN': '请在 place 中给出银行账户或支付渠道。',
  'zh-TW': '請在 place 中給出銀行帳戶或支付渠道。',
  en: 'Say in place which bank account or channel it is.',
});
const notYourCash = problemKind('not-your-cash', 400, {
  'zh-CN': '现金只能记入经手人自己的现金账，请勿填写他人的 place。',
  'zh-TW': '現金只能記入經手人自己的現金帳，請勿填寫他人的 place。',
  en: 'Cash lies with the one who takes or gives it: leave place out.',
});
const unknownPlace = problemKind('unknown-place', 400, {
  'zh-CN': '本小区没有「{place}」，可用：{known}。',
  'zh-TW': '本社區沒有「{place}」，可用：{known}。',
  en: 'The estate has no {place}; it has: {known}.',
});

/** The account in the books where the money lies. @throws Problem place-missing, not-your-cash, unknown-place. */
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

/** Under whose number receipts are given and cash is kept. @throws Problem not-your-cash when his id cannot name an account. */
export function deskOf({ personId }: Pick<Caller, 'personId'>): string {
  const { data } = accountIdSchema.safeParse(personId);
  if (data === undefined) throw new Problem(notYourCash);
  return data;
}
