import { type Language, say, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';
import { inDays, inYuan, moneyLabels } from './money-words.ts';

const words = {
  published: text('账单：{unit} {amount}', '帳單：{unit} {amount}', 'Your bill: {unit}, {amount}'),
  publishedBody: text(
    '{unit} 的新账单已出。点开链接可看到每一项费用的依据和计算过程，无需登录。',
    '{unit} 的新帳單已出。點開連結可看到每一項費用的依據和計算過程，無需登入。',
    'There is a new bill for {unit}. The link shows what every item is based on and how it was worked out; no login is needed.',
  ),
  disagree: text(
    '如对金额有异议，请在到期前告诉我们：有异议期间不计违约金，也不催缴。',
    '如對金額有異議，請在到期前告訴我們：有異議期間不計違約金，也不催繳。',
    'If you disagree, tell us before it is due: while a bill is in dispute there is no late charge and no reminder.',
  ),
} as const;

/** Tells a payer of his new bill (发单, D26). Amounts in fen. */
export function billPublished(
  about: { unit: string; period: { from: string; to: string }; dueOn: string; fen: number; url: string },
  language: Language,
): Letter {
  const { unit, period, dueOn, fen, url } = about;
  const amount = inYuan(fen, language);
  return {
    subject: say(words.published, language, { unit, amount }),
    paragraphs: [say(words.publishedBody, language, { unit })],
    facts: [
      { label: say(moneyLabels.unit, language), value: unit },
      { label: say(moneyLabels.period, language), value: inDays(period, language) },
      { label: say(moneyLabels.amount, language), value: amount },
      { label: say(moneyLabels.dueOn, language), value: dueOn },
    ],
    button: { label: say(moneyLabels.readPage, language), url },
    after: [say(words.disagree, language)],
  };
}
