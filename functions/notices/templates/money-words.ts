import { text } from '../../../shared/kernel/language.ts';

/** Labels and sentences that several letters about money share. */
export const moneyLabels = {
  unit: text('房号', '房號', 'Unit'),
  period: text('计费期间', '計費期間', 'Period'),
  dueOn: text('缴费截止日', '繳費截止日', 'Please pay by'),
  amount: text('金额', '金額', 'Amount'),
  readPage: text('查看账单与计算过程', '查看帳單與計算過程', 'See the bill and its calculation'),
} as const;
