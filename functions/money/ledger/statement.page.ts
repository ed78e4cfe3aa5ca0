import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { html } from '../../../shared/pages/html.ts';
import { accountOf } from './account.ts';
import type { Statement } from './statement.ts';

const words = {
  title: text('对账单', '對帳單', 'Statement of account'),
  span: text('{from} 至 {to}', '{from} 至 {to}', '{from} to {to}'),
  nothing: text('此期间没有往来。', '此期間沒有往來。', 'There were no movements in this period.'),
  opening: text('期初余额', '期初餘額', 'Opening balance'),
  closing: text('期末余额', '期末餘額', 'Closing balance'),
  day: text('日期', '日期', 'Day'),
  what: text('事项', '事項', 'Item'),
  amount: text('金额（元）', '金額（元）', 'Amount (yuan)'),
  balance: text('余额（元）', '餘額（元）', 'Balance (yuan)'),
  check: text(
    '期初余额加各笔金额等于期末余额。收据可凭编号核验。',
    '期初餘額加各筆金額等於期末餘額。收據可憑編號核驗。',
    'The opening balance and the amounts add up to the closing balance. Every receipt can be verified by its number.',
  ),
} as const;

const accounts = {
  receivable: text('应付费用', '應付費用', 'Owed'),
  prepaid: text('预存', '預存', 'Prepaid'),
  meter: text('表内预存', '表內預存', 'On the meter'),
  deposit: text('押金', '押金', 'Deposits'),
} as const;

/** The names of entry kinds on a statement. */
const happenings = {
  charge: text('账单', '帳單', 'Bill'),
  'credit-note': text('更正（红冲）', '更正（紅沖）', 'Credit note'),
  payment: text('付款', '付款', 'Payment'),
  'prepaid-use': text('预存抵扣', '預存抵扣', 'Paid from prepaid money'),
  'meter-use': text('表计用量', '表計用量', 'Use of the meter'),
  overpaid: text('多付转预存', '多付轉預存', 'Overpaid, kept as prepaid'),
  refund: text('退款', '退款', 'Refund'),
  deposit: text('收取押金', '收取押金', 'Deposit taken'),
  'deposit-return': text('退还押金', '退還押金', 'Deposit returned'),
  settlement: text('解款', '解款', 'Settlement'),
  arrival: text('款项到账', '款項入帳', 'Arrived at the bank'),
  waiver: text('减免', '減免', 'Waiver'),
  'write-off': text('核销（未免除债务）', '核銷（未免除債務）', 'Written off (the debt is not released)'),
  unidentified: text('待查收款', '待查收款', 'Payment from an unknown payer'),
  identified: text('款项入户', '款項入戶', 'Payment credited to this payer'),
  'taken-off': text('款项转出更正', '款項轉出更正', 'Payment taken off this payer'),
  'cash-difference': text('现金长短款', '現金長短款', 'Cash difference'),
  'drawer-handover': text('现金交接', '現金交接', 'Drawer handed over'),
  'difference-cleared': text('长款退回', '長款退回', 'Cash that was found to be yours'),
  reversal: text('冲销', '沖銷', 'Reversal'),
} as const;

/** Keeps a day or an amount on one line. */
const whole = html`style="white-space:nowrap"`;

function nameOf(code: string, language: Language): string {
  const { kind, ids } = accountOf(code);
  const name =
    kind === 'receivable' || kind === 'prepaid' || kind === 'meter' || kind === 'deposit'
      ? say(accounts[kind], language)
      : kind;
  const purpose = ids[1];
  return purpose === undefined || purpose === 'general' ? name : `${name} (${purpose})`;
}

/**
 * Returns the printable statement of account, one table for each account. The same statement gives the same
 * bytes.
 */
export function statementPage(
  of: { estateName: string; from: string; to: string; statements: readonly Statement[] },
  language: Language,
): string {
  const { estateName, from, to, statements } = of;
  const word = (name: keyof typeof words) => say(words[name], language);
  const tables = statements.map(
    (one) => html`<h2>${nameOf(one.account, language)}</h2>
<table><thead><tr><th scope="col">${word('day')}</th><th scope="col">${word('what')}</th><th scope="col">${word('amount')}</th><th scope="col">${word('balance')}</th></tr></thead>
<tbody><tr><td ${whole}>${one.from}</td><td>${word('opening')}</td><td></td><td ${whole}>${yuanText(one.opening)}</td></tr>
${one.movements.map(
  (movement) =>
    html`<tr><td ${whole}>${movement.postedOn}</td><td>${say(happenings[movement.kind], language)} ${movement.description} ${movement.receiptNumber}</td><td ${whole}>${yuanText(movement.fen)}</td><td ${whole}>${yuanText(movement.balance)}</td></tr>\n`,
)}<tr><td ${whole}>${one.to}</td><td>${word('closing')}</td><td></td><td ${whole}>${yuanText(one.closing)}</td></tr></tbody></table>\n`,
  );
  const body = html`<p class="soft">${estateName}</p>
<h1>${word('title')}</h1>
<p>${say(words.span, language, { from, to })}</p>
${tables.length > 0 ? tables : html`<p>${word('nothing')}</p>`}
<p class="soft">${word('check')}</p>`;
  return htmlDocument({ language, title: word('title'), body });
}
