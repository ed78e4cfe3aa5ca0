import * as z from 'zod';
import { mustLieIn } from '../../../shared/http/day-in-range.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { addDays } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import type { WithAccount } from './account-access.ts';
import { type AccountChange, refOf } from './account-change.ts';
import { accounts } from './dunning.store.ts';
import { openFen } from './dunning.ts';
import type { AccountRecord } from './dunning-account.ts';
import { assertWithinLimit } from './record-limits.ts';

/** Input of an instalment plan (分期): due days, amounts, and the bills covered. */
export const instalmentsSchema = z
  .strictObject({
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
  })
  .meta({ id: 'AgreeInstalmentsBody' });

const notOpen = problemKind('bill-not-open', 409, {
  'zh-CN': '账单 {billId} 不属于该账户，或已无未缴金额。请核对 billIds。',
  'zh-TW': '帳單 {billId} 不屬於該帳戶，或已無未繳金額。請核對 billIds。',
  en: 'Bill {billId} does not belong to this account, or nothing of it is open. Check billIds.',
});
const notCovered = problemKind('instalments-do-not-cover', 409, {
  'zh-CN': '各期合计不等于所选账单的未缴金额（{openFen} 分）。请修改 instalments。',
  'zh-TW': '各期合計不等於所選帳單的未繳金額（{openFen} 分）。請修改 instalments。',
  en: 'The instalments do not add up to the open amount of these bills ({openFen} fen). Change instalments.',
});

/** Returns what is open on bills of an account, fen. @throws Problem 409 `bill-not-open`. */
export function openFenOf(account: AccountRecord, billIds: readonly string[]): number {
  return billIds.reduce((sum, billId) => {
    const bill = account.bills.find((one) => one.billId === billId);
    const open = bill ? openFen(bill) : 0;
    if (open <= 0) throw new Problem(notOpen, { billId });
    return sum + open;
  }, 0);
}

/** Five years, the longest plan. */
const mostDays = 5 * 366;

/**
 * Agrees on instalments. The bills are left alone while each instalment is paid by its day (R12.4).
 * @throws Problem 409 bill-not-open, instalments-do-not-cover, dunning-account-is-full; 400 day-out-of-range.
 */
export function agreeInstalments(
  { before, account, context }: WithAccount,
  { billIds, instalments }: z.output<typeof instalmentsSchema>,
): AccountChange {
  const { today, act } = context;
  const open = openFenOf(account, billIds);
  const fen = instalments.reduce((sum, one) => sum + one.fen, 0);
  if (fen !== open) throw new Problem(notCovered, { openFen: open }, { more: { openFen: open } });
  instalments.forEach(({ dueOn }, i) => {
    mustLieIn(dueOn, { from: today, to: addDays(today, mostDays) }, `instalments/${i}/dueOn`);
  });
  assertWithinLimit(account, 'plans');
  const plans = [...account.plans, { agreedOn: today, billIds, instalments, by: act.actor.id }];
  return {
    before,
    account: { ...account, plans },
    told: [(of, after) => of.record(accounts, after, 'InstalmentsAgreed', { ...refOf(after), billIds, fen }, act)],
  };
}
