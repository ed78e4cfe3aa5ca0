import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money.ts';
import type { Letter } from './letter.ts';
import { moneyLabels } from './money-words.ts';

const words = {
  moved: text(
    '更正：{day} 的 {amount} 收款',
    '更正：{day} 的 {amount} 收款',
    'Correction of a payment of {amount} on {day}',
  ),
  movedBody: text(
    '我们误将 {day} 的一笔 {amount} 收款记在您名下，现已更正。该笔收款的收据作废。',
    '我們誤將 {day} 的一筆 {amount} 收款記在您名下，現已更正。該筆收款的收據作廢。',
    'By mistake we recorded a payment of {amount} on {day} under your name. We have corrected this, and the receipt is void.',
  ),
  reopened: text(
    '原由该款结清的账单重新待缴，金额 {amount}。记错期间不计违约金。',
    '原由該款結清的帳單重新待繳，金額 {amount}。記錯期間不計違約金。',
    'Bills paid with it are open again, {amount} in total. There is no late charge for the days of our mistake.',
  ),
  credited: text('收款入账：{day} {amount}', '收款入帳：{day} {amount}', 'Your payment of {amount} on {day}'),
  creditedBody: text(
    '您 {day} 支付的 {amount} 曾被我们误记，现已记入您名下，并按付款当日计算。',
    '您 {day} 支付的 {amount} 曾被我們誤記，現已記入您名下，並按付款當日計算。',
    'We had recorded your payment of {amount} on {day} incorrectly. It is now recorded under your name and counts from the day of your payment.',
  ),
  day: text('付款日期', '付款日期', 'Paid on'),
  receipt: text('收据编号', '收據編號', 'Receipt'),
  ask: text(
    '如有疑问，请致电客服热线，并说明付款日期和金额。',
    '如有疑問，請致電客服專線，並說明付款日期和金額。',
    'If you have questions, please call our hotline and give the day and the amount of the payment.',
  ),
} as const;

interface Moved {
  readonly fen: number;
  /** The value day of the payment. */
  readonly day: string;
}

function facts({ fen, day }: Moved, language: Language) {
  return [
    { label: say(words.day, language), value: day },
    { label: say(moneyLabels.amount, language), value: inYuan(fen, language) },
  ];
}

/** Returns the letter to a payer whose account lost a payment that was not theirs (R21.3). Amounts in fen. */
export function paymentMoved(about: Moved & { reopenedFen: number }, language: Language): Letter {
  const { day, fen, reopenedFen } = about;
  const amount = inYuan(fen, language);
  const reopened = say(words.reopened, language, { amount: inYuan(reopenedFen, language) });
  return {
    subject: say(words.moved, language, { day, amount }),
    paragraphs: [say(words.movedBody, language, { day, amount }), ...(reopenedFen > 0 ? [reopened] : [])],
    facts: facts(about, language),
    after: [say(words.ask, language)],
  };
}

/** Returns the letter to a payer whose payment had been recorded for another one (R21.3). Amounts in fen. */
export function paymentCredited(about: Moved & { receiptNumber: string }, language: Language): Letter {
  const { day, fen, receiptNumber } = about;
  const amount = inYuan(fen, language);
  return {
    subject: say(words.credited, language, { day, amount }),
    paragraphs: [say(words.creditedBody, language, { day, amount })],
    facts: [...facts(about, language), { label: say(words.receipt, language), value: receiptNumber }],
    after: [say(words.ask, language)],
  };
}
