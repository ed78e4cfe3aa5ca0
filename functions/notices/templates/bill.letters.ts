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
  more: text(
    '其中含以前期间的补收或更正，原因和前后数字见账单。补收部分在本账单到期之前不计违约金。',
    '其中含以前期間的補收或更正，原因和前後數字見帳單。補收部分在本帳單到期之前不計違約金。',
    'It asks for something that earlier bills left out. The bill shows why, with the figures before and now. There is no late charge on it before this bill is due.',
  ),
  credited: text('更正单：{unit} 减少 {amount}', '更正單：{unit} 減少 {amount}', 'Credit note: {unit}, {amount} less'),
  less: text('减少金额', '減少金額', 'Taken off'),
  readNote: text('查看更正单与计算过程', '查看更正單與計算過程', 'See the credit note and how it was worked out'),
  creditedBody: text(
    '我们更正了 {unit} 以前的账单，您的应缴金额减少了，您不需要付款。点开链接可看到原因和前后数字，无需登录。',
    '我們更正了 {unit} 以前的帳單，您的應繳金額減少了，您不需要付款。點開連結可看到原因和前後數字，無需登入。',
    'We corrected earlier bills of {unit}: you owe less, and there is nothing to pay. The link shows why, with the figures before and now; no login is needed.',
  ),
  creditedHow: text(
    '未缴的部分直接减少；已缴的部分已转为您的预存款，会用于您以后的账单，您也可以申请退款。',
    '未繳的部分直接減少；已繳的部分已轉為您的預存款，會用於您以後的帳單，您也可以申請退款。',
    'What you had not paid yet is lowered. What you had paid is now prepaid money of yours: it is used for your next bills, and you may ask for it back.',
  ),
  disagree: text(
    '如对金额有异议，请在到期前告诉我们：有异议期间不计违约金，也不催缴。',
    '如對金額有異議，請在到期前告訴我們：有異議期間不計違約金，也不催繳。',
    'If you disagree, tell us before it is due: while a bill is in dispute there is no late charge and no reminder.',
  ),
} as const;

/** Tells a payer of his new bill (发单, D26). Amounts in fen. */
export function billPublished(
  about: {
    unit: string;
    period: { from: string; to: string };
    dueOn: string;
    fen: number;
    url: string;
    /** It asks for something that earlier bills left out (补收, R21.5). */
    supplements?: boolean;
  },
  language: Language,
): Letter {
  const { unit, period, dueOn, fen, url, supplements = false } = about;
  const amount = inYuan(fen, language);
  return {
    subject: say(words.published, language, { unit, amount }),
    paragraphs: [say(words.publishedBody, language, { unit }), ...(supplements ? [say(words.more, language)] : [])],
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

/** Tells a payer of a credit note (更正单, R21.6): what was billed too much is taken off. `fen` is negative. */
export function creditNoteIssued(
  about: { unit: string; period: { from: string; to: string }; fen: number; url: string },
  language: Language,
): Letter {
  const { unit, period, fen, url } = about;
  const amount = inYuan(-fen, language);
  return {
    subject: say(words.credited, language, { unit, amount }),
    paragraphs: [say(words.creditedBody, language, { unit }), say(words.creditedHow, language)],
    facts: [
      { label: say(moneyLabels.unit, language), value: unit },
      { label: say(moneyLabels.period, language), value: inDays(period, language) },
      { label: say(words.less, language), value: amount },
    ],
    button: { label: say(words.readNote, language), url },
    after: [],
  };
}
