import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money.ts';
import { inDays } from '../../../shared/kernel/periods.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import {
  amountCell,
  capitalsRow,
  columnHead,
  numberText,
  paperDocument,
  payToNote,
  type Sender,
  stampArea,
} from '../../../shared/pages/paper.ts';
import { formRow, unbroken } from '../../../shared/pages/parts.ts';
import { accountOf, isReceivable } from './account.ts';
import type { Entry } from './posting.ts';
import type { Seal } from './seal.ts';
import { sealNote } from './seal-note.ts';
import type { CombinedStatement, Statement } from './statement.ts';

const words = {
  title: text('对账单', '對帳單', 'Statement of account'),
  payer: text('付款人', '付款人', 'Payer'),
  developer: text('开发企业', '開發企業', 'The developer'),
  span: text('期间', '期間', 'Period'),
  owed: text('截至 {to} 应缴', '截至 {to} 應繳', 'Owed on {to}'),
  kept: text('截至 {to} 结存', '截至 {to} 結存', 'Kept for you on {to}'),
  nothing: text('此期间没有往来。', '此期間沒有往來。', 'There were no movements in this period.'),
  all: text('往来明细', '往來明細', 'All movements'),
  allHow: text(
    '金额为正表示应缴增加，为负表示已付或退减；余额为负表示结存在我处的款项。各分户之间的转移列在分户明细中。合计仅供对账，不代表押金、预存已抵扣费用。',
    '金額為正表示應繳增加，為負表示已付或退減；餘額為負表示結存在我處的款項。各分戶之間的轉移列在分戶明細中。合計僅供對帳，不代表押金、預存已抵扣費用。',
    'A positive amount is charged, a negative one was paid or taken off; a negative balance is money that we keep for you. What moved between the accounts is listed below. The total is for comparison only: no deposit or prepaid money was set off.',
  ),
  accounts: text('分户明细', '分戶明細', 'Accounts'),
  opening: text('期初余额', '期初餘額', 'Opening balance'),
  closing: text('期末余额', '期末餘額', 'Closing balance'),
  day: text('日期', '日期', 'Day'),
  what: text('事项', '事項', 'Item'),
  amount: text('金额（元）', '金額（元）', 'Amount (yuan)'),
  balance: text('余额（元）', '餘額（元）', 'Balance (yuan)'),
  remark: text('{payer} 对账单', '{payer} 對帳單', '{payer} statement'),
  check: text(
    '期初余额加各笔金额等于期末余额。收据可凭编号核验。如有不符，请致电客服热线。',
    '期初餘額加各筆金額等於期末餘額。收據可憑編號核驗。如有不符，請致電客服專線。',
    'The opening balance and the amounts add up to the closing balance. Every receipt can be verified by its number. If anything differs from your records, please call our hotline.',
  ),
} as const;

const accounts = {
  receivable: text('应付费用', '應付費用', 'Owed'),
  'agency-receivable': text('应付代收费用', '應付代收費用', 'Owed to third parties'),
  prepaid: text('预存', '預存', 'Prepaid'),
  meter: text('表内预存', '表內預存', 'On the meter'),
  deposit: text('押金', '押金', 'Deposits'),
} as const;

/** The names of entry kinds on a statement. */
const happenings = {
  opening: text('期初余额', '期初餘額', 'Opening balance'),
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
  recovery: text('核销后重新计收', '核銷後重新計收', 'Owed again after a write-off'),
  'common-income': text('公共收益', '公共收益', 'Common income'),
  'common-cost': text('公共收益成本', '公共收益成本', 'Cost of common income'),
  'common-fee': text('公共收益管理费', '公共收益管理費', 'Fee for common income'),
  'common-use': text('公共收益支出', '公共收益支出', 'Use of common income'),
  remuneration: text('酬金', '酬金', 'Remuneration of the company'),
  'service-cost': text('物业服务支出', '物業服務支出', 'Spent for service'),
  unidentified: text('待查收款', '待查收款', 'Payment from an unknown payer'),
  identified: text('款项入户', '款項入戶', 'Payment credited to this payer'),
  'taken-off': text('款项转出更正', '款項轉出更正', 'Payment taken off this payer'),
  'cash-difference': text('现金长短款', '現金長短款', 'Cash difference'),
  'drawer-handover': text('现金交接', '現金交接', 'Drawer handed over'),
  'difference-cleared': text('长款退回', '長款退回', 'Cash that was found to be yours'),
  recognition: text('预收转收入', '預收轉收入', 'Month served'),
  'tax-point': text('预收开票', '預收開票', 'Invoiced in advance'),
  bounce: text('退票（退汇）', '退票（退匯）', 'Payment sent back by the bank'),
  'refund-returned': text('退款被退回', '退款被退回', 'Refund sent back by the bank'),
  'deposit-restored': text('押金误扣退回', '押金誤扣退回', 'Deposit that was wrongly kept'),
  'pay-out': text('公司付款', '公司付款', 'Pay-out of the company'),
  'supplier-bill': text('供应商账单', '供應商帳單', 'Bill of a supplier'),
  provision: text('计提坏账准备', '計提壞帳準備', 'Provision for bad debts'),
  reversal: text('冲销', '沖銷', 'Reversal'),
} as const;

/** Returns the name of a payer's account; `names` are those of fee items, meters and deposits by id. */
function nameOf(code: string, names: ReadonlyMap<string, string>, language: Language): string {
  const { kind, ids } = accountOf(code);
  const name =
    kind === 'receivable' ||
    kind === 'agency-receivable' ||
    kind === 'prepaid' ||
    kind === 'meter' ||
    kind === 'deposit'
      ? say(accounts[kind], language)
      : kind;
  const purpose = ids[1];
  return purpose === undefined || purpose === 'general' ? name : `${name} (${names.get(purpose) ?? purpose})`;
}

/** A period as descriptions of entries write it, without blanks. */
const periodIn = /(\d{4}-\d{2}-\d{2})[/–](\d{4}-\d{2}-\d{2})/g;

/**
 * Returns what a movement was about: the words after the kind in its description, in which an entry says the
 * kind once more in the language of the estate.
 */
function detailOf({ kind, description }: Pick<Entry, 'kind' | 'description'>): string {
  // The description of a deposit names its purpose by its key; the account has its name.
  if (kind === 'deposit' || kind === 'deposit-return') return '';
  const [first = '', ...more] = description.replaceAll(periodIn, '$1 – $2').split(': ');
  if (more.length > 0) return more.join(': ');
  return kind === 'payment' || kind === 'prepaid-use' || kind === 'refund' ? '' : first;
}

function movementRow(
  of: Pick<Entry, 'kind' | 'description' | 'postedOn' | 'receiptNumber'>,
  { fen, balance }: { fen: number; balance: number },
  language: Language,
): Html {
  const detail = detailOf(of);
  const number = of.receiptNumber !== undefined && numberText(of.receiptNumber);
  return html`<tr><td class="day">${of.postedOn}</td><td>${say(happenings[of.kind], language)}${detail !== '' && html`<br><span class="soft">${unbroken(detail)}</span>`}${number && html`<br><span class="soft">${number}</span>`}</td>${amountCell(fen)}${amountCell(balance)}</tr>\n`;
}

/** Returns a table of movements between an opening and a closing balance. */
function movementsTable(
  of: { from: string; to: string; opening: number; closing: number; rows: readonly Html[] },
  language: Language,
): Html {
  const word = (name: keyof typeof words) => say(words[name], language);
  const { from, to, opening, closing, rows } = of;
  return html`<table class="lines">
<thead><tr>${columnHead(word('day'))}${columnHead(word('what'))}${columnHead(word('amount'), 'amount')}${columnHead(word('balance'), 'amount')}</tr></thead>
<tbody>
<tr><td class="day">${from}</td><td>${word('opening')}</td><td></td>${amountCell(opening)}</tr>
${rows}<tr class="total"><td class="day">${to}</td><td>${word('closing')}</td><td></td>${amountCell(closing)}</tr>
</tbody>
</table>
`;
}

const isOwed = ({ account }: Statement) => isReceivable(account);

/** The content of a printed statement. */
export interface StatementOnPaper {
  readonly sender: Sender;
  /** Absent when the payer is the developer. */
  readonly payerName?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly combined: CombinedStatement;
  readonly statements: readonly Statement[];
  /** Names of fee items, meters and deposits by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly seal?: Seal | undefined;
}

/**
 * Returns the printable statement of account: all movements by date with the running balance, then each
 * account by name. The same statement gives the same bytes.
 */
export function statementPage(of: StatementOnPaper, language: Language): string {
  const { sender, from, to, combined, names, seal } = of;
  const word = (name: keyof typeof words) => say(words[name], language);
  const payer = of.payerName ?? word('developer');
  const { opening, closing, movements } = combined;
  // What is owed comes first, then the payer's money.
  const statements = of.statements.toSorted((a, b) => Number(isOwed(b)) - Number(isOwed(a)));
  const owesFees = statements.some((one) => isOwed(one) && one.closing > 0);
  const tables = statements.map(
    (one) => html`<h3>${nameOf(one.account, names, language)}</h3>
${movementsTable({ ...one, rows: one.movements.map((movement) => movementRow(movement, movement, language)) }, language)}`,
  );
  const whole = html`<h2>${word('all')}</h2>
<p class="soft">${word('allHow')}</p>
${movementsTable({ from, to, opening, closing, rows: movements.map((one) => movementRow(one.entry, one, language)) }, language)}<h2>${word('accounts')}</h2>
${tables}`;
  const body = html`<h1>${word('title')}</h1>
<table>
${formRow(word('payer'), payer)}${formRow(word('span'), inDays({ from, to }, language))}${formRow(say(closing < 0 ? words.kept : words.owed, language, { to }), inYuan(Math.abs(closing), language))}${capitalsRow(Math.abs(closing), language)}</table>
${owesFees && payToNote(sender, say(words.remark, language, { payer }), language)}${statements.length > 0 ? whole : html`<p>${word('nothing')}</p>\n`}<p class="soft">${word('check')}</p>
${stampArea(sender, language)}${sealNote(seal, language)}`;
  return paperDocument({ language, title: `${word('title')} ${payer} ${from} – ${to}`, sender, body });
}
