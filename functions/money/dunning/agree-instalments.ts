import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { AtDesk } from './account-access.ts';
import { type AccountChange, refOf } from './account-change.ts';
import { accounts } from './dunning.store.ts';
import { openFen } from './dunning.ts';
import type { AccountRecord } from './dunning-account.ts';
import { assertWithinLimit } from './record-limits.ts';

/** An instalment plan (分期): by when how much of which bills is paid. */
export const instalmentsSchema = z.strictObject({
  billIds: z
    .array(z.string().max(64))
    .min(1)
    .max(100)
    .refine((ids) => new Set(ids).size === ids.length, { message: 'each once' }),
  instalments: z
    .array(z.strictObject({ dueOn: dateSchema, fen: fenSchema.min(1) }))
    .min(1)
    .max(60)
    .refine((all) => all.every((one, i) => i === 0 || (all[i - 1]?.dueOn ?? '') < one.dueOn), {
      message: 'in the order of their days',
    }),
});

const notOpen = problemKind('bill-not-open', 409, {
  'zh-CN': '账单 {billId} 不属于该账户，或已无未缴金额。',
  'zh-TW': '帳單 {billId} 不屬於該帳戶，或已無未繳金額。',
  en: 'Bill {billId} is not of this account, or nothing is open on it.',
});
const notCovered = problemKind('instalments-do-not-cover', 409, {
  'zh-CN': '各期合计应等于所选账单的未缴金额（{openFen} 分）。',
  'zh-TW': '各期合計應等於所選帳單的未繳金額（{openFen} 分）。',
  en: 'The instalments must add up to what is open on these bills: {openFen} fen.',
});

/** What is open on bills of an account, fen. @throws Problem 409 for one that is not open. */
export function openOn(account: AccountRecord, billIds: readonly string[]): number {
  return billIds.reduce((sum, billId) => {
    const bill = account.bills.find((one) => one.billId === billId);
    const open = bill ? openFen(bill) : 0;
    if (open <= 0) throw new Problem(notOpen, { billId });
    return sum + open;
  }, 0);
}

/** Five years: what takes longer is no plan. */
const mostDays = 5 * 366;

/**
 * Instalments are agreed on: the bills are left alone while each is paid by its day (R12.4).
 * @throws Problem 409 when they do not add up to what is open, 400 for a day that is past or too far.
 */
export function instalmentsAgreed(
  { stored, account, desk }: AtDesk,
  { billIds, instalments }: z.output<typeof instalmentsSchema>,
): AccountChange {
  const { today, act } = desk;
  const open = openOn(account, billIds);
  const fen = instalments.reduce((sum, one) => sum + one.fen, 0);
  if (fen !== open) throw new Problem(notCovered, { openFen: open }, { more: { openFen: open } });
  instalments.forEach(({ dueOn }, i) => {
    mustLieIn(dueOn, { from: today, to: addDays(today, mostDays) }, `instalments/${i}/dueOn`);
  });
  assertWithinLimit(account, 'plans');
  const plans = [...account.plans, { agreedOn: today, billIds, instalments, by: act.actor.id }];
  return {
    before: stored,
    account: { ...account, plans },
    told: [(of, after) => of.record(accounts, after, 'InstalmentsAgreed', { ...refOf(after), billIds, fen }, act)],
  };
}
