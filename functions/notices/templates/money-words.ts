import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';

/** Labels and sentences that several letters about money share. */
export const moneyLabels = {
  unit: text('房号', '房號', 'Unit'),
  period: text('计费期间', '計費期間', 'Period'),
  dueOn: text('缴费截止日', '繳費截止日', 'Please pay by'),
  amount: text('金额', '金額', 'Amount'),
  readPage: text('查看账单与计算过程', '查看帳單與計算過程', 'See the bill and its calculation'),
} as const;

const yuan = text('{amount} 元', '{amount} 元', '¥{amount}');
const stretch = text('{from} 至 {to}', '{from} 至 {to}', '{from} to {to}');

/** Returns an amount in yuan for readers. */
export function inYuan(fen: number, language: Language): string {
  return say(yuan, language, { amount: yuanText(fen) });
}

/** Returns a period of days for readers. */
export function inDays({ from, to }: { from: string; to: string }, language: Language): string {
  return say(stretch, language, { from, to });
}
