import * as z from 'zod';
import { fenSchema } from '../../../shared/kernel/money.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { needsTopUp, topUpBy } from '../handovers/public.ts';
import { ref, type TitleChange, type TitleDesk, written } from './save-title.ts';
import type { TitleDossier } from './title-dossier.ts';

const noFirstPayment = problemKind('first-payment-unknown', 409, {
  'zh-CN': '尚不知首期维修资金的金额：请先录入合同或交存凭证。',
  'zh-TW': '尚不知首期維修資金的金額：請先錄入合約或交存憑證。',
  en: 'The first payment into the fund is not known: enter the contract or the receipt first.',
});
const older = problemKind('older-balance', 409, {
  'zh-CN': '已登记 {known} 的余额，不能再登记更早日期的余额。',
  'zh-TW': '已登記 {known} 的餘額，不能再登記更早日期的餘額。',
  en: 'The balance of {known} is entered already: one of an earlier day changes nothing.',
});
const notYet = problemKind('day-in-the-future', 400, {
  'zh-CN': '日期 {on} 在将来，请核对。',
  'zh-TW': '日期 {on} 在未來，請核對。',
  en: '{on} is in the future: check the day.',
});

export const fundBalanceSchema = z.strictObject({
  /** Balance of the home's account, as the authority of the fund says it. */
  fen: fenSchema.min(0),
  /** The day of which it is. */
  on: dateSchema,
});

/** What was paid first: by the receipt, or what the contract asks for. Fen. */
function firstPaymentOf({ steps, money }: TitleDossier): number | undefined {
  return steps.find(({ step, doneOn }) => step === 'fund-receipt' && doneOn !== undefined)?.fen ?? money.fund?.fen;
}

/**
 * Enters what the authority says is left of the fund of a home. Below 30 % of the first payment its buyer is written to, once
 * until it is topped up, and has 30 days (R7.3). @throws Problem day-in-the-future, older-balance, first-payment-unknown.
 */
export function enterFundBalance(
  dossier: TitleDossier,
  { fen, on }: z.output<typeof fundBalanceSchema>,
  desk: TitleDesk,
): TitleChange {
  const known = dossier.fundBalance;
  if (on > desk.today) throw new Problem(notYet, { on });
  if (known && on < known.on) throw new Problem(older, { known: known.on });
  const firstPaymentFen = firstPaymentOf(dossier);
  if (firstPaymentFen === undefined) throw new Problem(noFirstPayment);
  const isLow = needsTopUp(fen, firstPaymentFen);
  const low = isLow ? (known?.low ?? { noticedOn: desk.today, topUpBy: topUpBy(desk.today) }) : undefined;
  const fundBalance = { fen, on, firstPaymentFen, by: desk.act.actor.id, ...(low && { low }) };
  return written(dossier, { ...dossier, fundBalance }, desk, 'TitleFundBalanceEntered', {
    ...ref(dossier),
    ...{ fen, on, firstPaymentFen },
    ...(low && !known?.low && { topUpBy: low.topUpBy }),
  });
}
