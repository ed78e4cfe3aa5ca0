import * as z from 'zod';
import { mustHaveCome } from '../../../shared/http/day-in-range.ts';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { needsTopUp, topUpBy } from '../handovers/public.ts';
import { ref, type TitleChange, type TitleContext, written } from './save-title.ts';
import type { TitleDossier } from './title-dossier.ts';

const noFirstPayment = problemKind('first-payment-unknown', 409, {
  'zh-CN': '首期维修资金的金额未知。请先录入合同或交存凭证。',
  'zh-TW': '首期維修資金的金額未知。請先登錄合約或交存憑證。',
  en: 'The first payment into the fund is unknown. Enter the contract or the receipt first.',
});
const older = problemKind('older-balance', 409, {
  'zh-CN': '已登记 {known} 的余额，不能再登记更早日期的余额。请核对 on。',
  'zh-TW': '已登錄 {known} 的餘額，不能再登錄更早日期的餘額。請核對 on。',
  en: 'A balance of {known} is already entered, so an earlier one is not accepted. Check on.',
});
export const fundBalanceSchema = z
  .strictObject({
    /** Balance of the home's fund account at the authority, in fen. */
    fen: fenSchema.min(0),
    /** Day of the balance. */
    on: dateSchema,
  })
  .meta({ id: 'EnterFundBalanceBody' });

/** Returns the first payment in fen: from the receipt, otherwise as due by the contract. */
function firstPaymentOf({ steps, money }: TitleDossier): number | undefined {
  return steps.find(({ step, doneOn }) => step === 'fund-receipt' && doneOn !== undefined)?.fen ?? money.fund?.fen;
}

/**
 * Enters the fund balance that the authority reports for a home. Below 30 % of the first payment, the buyer
 * is notified once until the balance is topped up, and has 30 days (R7.3).
 * @throws Problem day-in-the-future, older-balance, first-payment-unknown.
 */
export function enterFundBalance(context: TitleContext, { fen, on }: z.output<typeof fundBalanceSchema>): TitleChange {
  const dossier = context.before;
  const known = dossier.fundBalance;
  mustHaveCome(on, context.today);
  if (known && on < known.on) throw new Problem(older, { known: known.on });
  const firstPaymentFen = firstPaymentOf(dossier);
  if (firstPaymentFen === undefined) throw new Problem(noFirstPayment);
  const isLow = needsTopUp(fen, firstPaymentFen);
  const low = isLow ? (known?.low ?? { noticedOn: context.today, topUpBy: topUpBy(context.today) }) : undefined;
  const fundBalance = { fen, on, firstPaymentFen, by: context.act.actor.id, ...(low && { low }) };
  return written(context, { ...dossier, fundBalance }, 'TitleFundBalanceEntered', {
    ...ref(dossier),
    fen,
    on,
    firstPaymentFen,
    ...(low && !known?.low && { topUpBy: low.topUpBy }),
  });
}
