import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { yuanOf } from '../../../shared/kernel/money.ts';
import type { Letter } from './letter.ts';

/** Returns an amount in yuan: `100.00`. */
const yuanText = (fen: number) => yuanOf(fen).top.toFixed(2);

const words = {
  above: text(
    '请解款：您的现金超过限额',
    '請解款：您的現金超過限額',
    'Please deposit: your drawer is above its maximum',
  ),
  aboveBody: text(
    '{estate}您保管的现金已有 {there} 元，超过限额 {most} 元。请尽快解缴银行 {deposit} 元，并登记解款单。现金仍可照常收取。',
    '{estate}您保管的現金已有 {there} 元，超過限額 {most} 元。請盡快解繳銀行 {deposit} 元，並登錄解款單。現金仍可照常收取。',
    'Your drawer at {estate} has ¥{there}, above its maximum of ¥{most}. Please take ¥{deposit} to the bank soon and record the deposit slip. You may still take cash.',
  ),
  overdue: text(
    '请处理：{day} 的现金（{cashier}）',
    '請處理：{day} 的現金（{cashier}）',
    'Please settle: the cash of {day} ({cashier})',
  ),
  open: text(
    '{estate}{cashier}的现金在 {day} 开箱后没有收班盘点。请补做盘点，并由另一人监盘；否则该日不能结账。',
    '{estate}{cashier}的現金在 {day} 開箱後沒有收班盤點。請補做盤點，並由另一人監盤；否則該日不能結帳。',
    'The drawer of {cashier} at {estate} was opened on {day}, and nobody has counted it since. Please count it with a witness; otherwise the day cannot close.',
  ),
  kept: text(
    '{estate}{cashier}在 {day} 收取的现金中，有 {amount} 元过了时限仍未解缴银行。请今天解款，并登记解款单。',
    '{estate}{cashier}在 {day} 收取的現金中，有 {amount} 元過了時限仍未解繳銀行。請今天解款，並登錄解款單。',
    'Of the cash that {cashier} took at {estate} on {day}, ¥{amount} was not deposited in time. Please take it to the bank today and record the deposit slip.',
  ),
  old: text(
    '请处理：{kind} {amount} 元已挂账 {age} 天',
    '請處理：{kind} {amount} 元已掛帳 {age} 天',
    'Please clear: ¥{amount} {kind} for {age} days',
  ),
  oldBody: text(
    '{estate}{cashier}在 {day} 的{kind} {amount} 元，挂在待处理财产损溢（1901）已 {age} 天。请查明原因，由一人申请、另一人批准处理。',
    '{estate}{cashier}在 {day} 的{kind} {amount} 元，掛在待處理財產損溢（1901）已 {age} 天。請查明原因，由一人申請、另一人核准處理。',
    'The cash of {cashier} at {estate} was {kind} by ¥{amount} on {day}. It has been on account 1901 for {age} days. Please find the cause; one person requests how it is cleared, and another approves.',
  ),
  short: text('短款', '短款', 'short'),
  long: text('长款', '長款', 'long'),
} as const;

/** Returns the letter to a cashier whose drawer is above its maximum (R20.8). */
export function drawerAboveMaximum(
  about: { estate: string; fen: number; maximumFen: number; depositFen: number },
  language: Language,
): Letter {
  const { estate, fen, maximumFen, depositFen } = about;
  const amounts = { estate, there: yuanText(fen), most: yuanText(maximumFen), deposit: yuanText(depositFen) };
  return { subject: say(words.above, language), paragraphs: [say(words.aboveBody, language, amounts)] };
}

/**
 * Returns the letter to a cashier and the managers about a drawer that nobody counted, or takings that were
 * not deposited in time (R20.8).
 */
export function drawerOverdue(
  { fen, isOpen, ...about }: { estate: string; cashier: string; day: string; fen: number; isOpen: boolean },
  language: Language,
): Letter {
  return {
    subject: say(words.overdue, language, about),
    paragraphs: [
      ...(isOpen ? [say(words.open, language, about)] : []),
      ...(fen > 0 ? [say(words.kept, language, { ...about, amount: yuanText(fen) })] : []),
    ],
  };
}

/** Returns the letter to a manager or an auditor about a difference that nobody has cleared (R20.5). */
export function drawerDifferenceOld(
  { fen, ageDays, ...about }: { estate: string; cashier: string; day: string; fen: number; ageDays: number },
  language: Language,
): Letter {
  const kind = say(fen < 0 ? words.short : words.long, language);
  const facts = { ...about, kind, amount: yuanText(Math.abs(fen)), age: ageDays };
  return { subject: say(words.old, language, facts), paragraphs: [say(words.oldBody, language, facts)] };
}
