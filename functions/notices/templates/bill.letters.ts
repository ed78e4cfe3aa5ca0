import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money.ts';
import { inDays } from '../../../shared/kernel/periods.ts';
import type { Letter } from './letter.ts';
import { moneyLabels } from './money-words.ts';

const words = {
  published: text('账单：{unit} {amount}', '帳單：{unit} {amount}', 'Your bill: {unit}, {amount}'),
  publishedBody: text(
    '{unit} 的新账单已出。点开链接可看到每一项费用的依据和计算过程，无需登录。',
    '{unit} 的新帳單已出。點開連結可看到每一項費用的依據和計算過程，無需登入。',
    'There is a new bill for {unit}. The link shows the basis and the calculation of every item. You do not need to log in.',
  ),
  more: text(
    '其中含以前期间的补收或更正，原因和前后数字见账单。补收部分在本账单到期之前不计违约金。',
    '其中含以前期間的補收或更正，原因和前後數字見帳單。補收部分在本帳單到期之前不計違約金。',
    'It contains additional charges or corrections for earlier periods. The bill shows the reason and the old and new figures. No late charge is due on them before this bill is due.',
  ),
  credited: text('更正单：{unit} 减少 {amount}', '更正單：{unit} 減少 {amount}', 'Credit note: {unit}, {amount} less'),
  less: text('减少金额', '減少金額', 'Taken off'),
  readNote: text('查看更正单与计算过程', '查看更正單與計算過程', 'See the credit note and its calculation'),
  creditedBody: text(
    '我们更正了 {unit} 以前的账单，您的应缴金额减少了，您不需要付款。点开链接可看到原因和前后数字，无需登录。',
    '我們更正了 {unit} 以前的帳單，您的應繳金額減少了，您不需要付款。點開連結可看到原因和前後數字，無需登入。',
    'We have corrected earlier bills of {unit}. You owe less now and do not need to pay anything. The link shows the reason and the old and new figures. You do not need to log in.',
  ),
  creditedHow: text(
    '未缴的部分直接减少；已缴的部分已转为您的预存款，会用于您以后的账单，您也可以申请退款。',
    '未繳的部分直接減少；已繳的部分已轉為您的預存款，會用於您以後的帳單，您也可以申請退款。',
    'The unpaid part is lowered. The part that you have paid is now your prepaid money: it will be used for your next bills, or you may ask for a refund.',
  ),
  disagree: text(
    '如对金额有异议，请在到期前告诉我们：处理期间暂不计违约金，也不催缴；异议不成立的，违约金照常计算。',
    '如對金額有異議，請在到期前告訴我們：處理期間暫不計違約金，也不催繳；異議不成立者，違約金照常計算。',
    'If you disagree with the amount, please tell us before the bill is due. While we look into it, late charge rests and no reminder is sent. If the objection is unfounded, late charge is owed as usual.',
  ),
} as const;

/** Returns the letter about a new bill (发单, D26). Amounts in fen. */
export function billPublished(
  about: {
    unit: string;
    period: { from: string; to: string };
    dueOn: string;
    fen: number;
    url: string;
    /** True when the bill contains additional charges for earlier periods (补收, R21.5). */
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

/** Returns the letter about a credit note (更正单, R21.6). `fen` is negative. */
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
