import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { wallTime } from '../../../shared/kernel/time.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import {
  amountCell,
  columnHead,
  numberText,
  paperDocument,
  type Sender,
  signatureBlock,
  wideTable,
} from '../../../shared/pages/paper.ts';
import { formRow, textCell } from '../../../shared/pages/parts.ts';
import type { Opening, OpeningState } from './opening.ts';
import type { FileKind } from './opening-file.ts';

/* The printed opening (期初余额表, R30.1, R30.5): what two people sign. */

const words = {
  title: text('期初余额表', '期初餘額表', 'Opening balances'),
  cutOver: text('切换时点', '切換時點', 'Cut-over'),
  endOf: text('{day} 24:00', '{day} 24:00', 'End of {day}'),
  state: text('状态', '狀態', 'State'),
  prepared: text('编制', '編製', 'Prepared by'),
  first: text('第一签署人', '第一簽署人', 'First signature'),
  second: text('第二签署人', '第二簽署人', 'Second signature'),
  digest: text('签署摘要（SHA-256）', '簽署摘要（SHA-256）', 'Digest that is signed (SHA-256)'),
  balances: text('余额', '餘額', 'Trial balance'),
  number: text('科目编码', '科目編碼', 'Number'),
  account: text('科目', '科目', 'Account'),
  debit: text('借方', '借方', 'Debit'),
  credit: text('贷方', '貸方', 'Credit'),
  total: text('合计', '合計', 'Total'),
  own: text('自有', '自有', 'own'),
  agency: text('代收', '代收', 'collected for others'),
  plug: text('轧差：唯一未填列的金额', '軋差：唯一未填列的金額', 'The only amount that nobody entered'),
  files: text('导入内容', '匯入內容', 'What was taken over'),
  kind: text('内容', '內容', 'Contents'),
  rows: text('行数', '列數', 'Rows'),
  sum: text('金额', '金額', 'Sum'),
  late: text('其中违约金（备查，未入账）', '其中違約金（備查，未入帳）', 'Late charge so far (a memo, not posted)'),
  unit: text('单位：元', '單位：元', 'In yuan'),
  notYet: text(
    '文件尚未通过校验，没有余额表。',
    '檔案尚未通過驗證，沒有餘額表。',
    'The files are not validated, so there is no trial balance yet.',
  ),
} as const;

const stateWords: Readonly<Record<OpeningState, Text>> = {
  open: text('待上传', '待上傳', 'Waiting for files'),
  validating: text('校验中', '驗證中', 'Being validated'),
  refused: text('有错误', '有錯誤', 'Has errors'),
  validated: text('已校验，未入账', '已驗證，未入帳', 'Validated, not posted'),
  signed: text('一人已签署', '一人已簽署', 'Signed by one person'),
  loading: text('入账中', '入帳中', 'Being posted'),
  loaded: text('已入账', '已入帳', 'Posted'),
};

const kindWords: Readonly<Record<FileKind, Text>> = {
  balances: text('直接入账的科目（净额）', '直接入帳的科目（淨額）', 'Accounts posted as they are (net)'),
  bills: text('未收账单', '未收帳單', 'Open bills'),
  prepaid: text('预存款', '預存款', 'Prepaid money'),
  deposits: text('押金', '押金', 'Deposits'),
  suspense: text('待查收款', '待查收款', 'Unidentified money'),
  slips: text('在途缴款', '在途繳款', 'Money in transit'),
  meters: text('仪表及表内余额', '儀表及表內餘額', 'Meters and the money on them'),
  demands: text('催缴记录', '催繳記錄', 'Demands'),
  numbers: text('收据和发票号段', '收據和發票號段', 'Ranges of receipt and invoice numbers'),
  tickets: text('未结工单', '未結案件', 'Open tickets'),
  contracts: text('售房合同（总价）', '售屋合約（總價）', 'Sales contracts (price)'),
};

/** The content of a printed opening. */
export interface OpeningOnPaper {
  readonly opening: Opening;
  readonly sender: Sender;
  readonly zone: string;
  /** Name of the person who prepared it. */
  readonly preparedBy: string;
  /** Names of fee items and staff by id, for accounts that have one. */
  readonly names: ReadonlyMap<string, string>;
}

function balancesTable({ opening: { trialBalance }, names }: OpeningOnPaper, language: Language): Html {
  const word = (key: keyof typeof words) => say(words[key], language);
  if (!trialBalance) return html`<p>${word('notYet')}</p>\n`;
  const { balances, debitFen, creditFen } = trialBalance;
  const amount = (fen: number) => amountCell(fen === 0 ? undefined : fen);
  const nameOf = ({ account, name, of }: (typeof balances)[number]) => {
    const ids = account.split(':').slice(2);
    const more = [...ids.map((id) => names.get(id) ?? id), ...(of ? [word(of)] : [])];
    const full = more.length === 0 ? name : `${name} (${more.join(' ')})`;
    return account === 'equity:opening' ? `${full}\n${word('plug')}` : full;
  };
  const table = html`<table class="lines">
<thead><tr>${columnHead(word('number'))}${columnHead(word('account'))}${columnHead(word('debit'), 'amount')}${columnHead(word('credit'), 'amount')}</tr></thead>
<tbody>
${balances.map((row) => html`<tr><td class="whole">${row.number}</td>${textCell(nameOf(row))}${amount(row.debitFen)}${amount(row.creditFen)}</tr>\n`)}<tr class="total"><th scope="row" colspan="2">${word('total')}</th>${amountCell(debitFen)}${amountCell(creditFen)}</tr>
</tbody>
</table>
`;
  return html`<h2>${word('balances')} <span class="soft">${word('unit')}</span></h2>
${wideTable(word('balances'), table)}`;
}

function countsTable({ opening: { counts } }: OpeningOnPaper, language: Language): Html {
  const word = (key: keyof typeof words) => say(words[key], language);
  const rows = counts.filter((one) => one.rows > 0);
  if (rows.length === 0) return html``;
  const table = html`<table class="lines">
<thead><tr>${columnHead(word('kind'))}${columnHead(word('rows'), 'amount')}${columnHead(word('sum'), 'amount')}</tr></thead>
<tbody>
${rows.map(({ kind, rows: count, fen, lateFen = 0 }) => {
  const late = lateFen > 0 && html`<tr><td>${word('late')}</td><td></td>${amountCell(lateFen)}</tr>\n`;
  const sum = ['demands', 'numbers', 'tickets'].includes(kind) ? undefined : fen;
  return html`<tr><td>${say(kindWords[kind], language)}</td><td class="amount">${count}</td>${amountCell(sum)}</tr>\n${late}`;
})}</tbody>
</table>
`;
  return html`<h2>${word('files')} <span class="soft">${word('unit')}</span></h2>
${table}`;
}

/**
 * Renders an opening for print: its trial balance with opening equity as the plug, what the files had, and
 * the two signatures. The same version and letterhead give the same bytes.
 */
export function openingPage(of: OpeningOnPaper, language: Language): string {
  const { opening, sender, zone, preparedBy } = of;
  const { cutOverOn, state, createdAt, signatures, digest } = opening;
  const word = (key: keyof typeof words, params = {}) => say(words[key], language, params);
  const title = word('title');
  const who = (name: string, at: string) => `${name}\n${wallTime(at, zone)}`;
  const signed = (nth: 0 | 1) => {
    const one = signatures[nth];
    return one && who(one.name ?? one.by, one.at);
  };
  const body = html`<h1>${title}</h1>
<table>
${formRow(word('cutOver'), word('endOf', { day: cutOverOn }))}${formRow(word('state'), say(stateWords[state], language))}${formRow(word('prepared'), who(preparedBy, createdAt))}${formRow(word('first'), signed(0))}${formRow(word('second'), signed(1))}${digest !== undefined && html`<tr><th scope="row">${word('digest')}</th><td>${numberText(digest)}</td></tr>\n`}</table>
${balancesTable(of, language)}${countsTable(of, language)}${signatureBlock([word('first'), word('second')], sender, language)}`;
  return paperDocument({ language, title: `${title} ${cutOverOn}`, sender, body });
}
