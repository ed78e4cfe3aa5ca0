import { type Language, say, text } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { unbroken } from '../../../shared/pages/parts.ts';
import { keptRows, type StoredReport } from './report.ts';
import { reportKindsByName } from './report-kinds.ts';
import { type Column, type Row, textOf, totalRow } from './report-row.ts';
import type { TrialBalance } from './trial-balance.ts';

const words = {
  span: text('{from} 至 {to}', '{from} 至 {to}', '{from} to {to}'),
  asOf: text('截至 {day}', '截至 {day}', 'At the end of {day}'),
  unit: text('单位：元', '單位：元', 'In yuan'),
  provisional: text(
    '该日尚未日结，数字可能变动。',
    '該日尚未日結，數字可能變動。',
    'The day is not closed yet. The figures may change.',
  ),
  agrees: text('与总账科目余额相符。', '與總帳科目餘額相符。', 'Equals the balances of the ledger.'),
  differs: text(
    '与总账科目余额不符，请核对。',
    '與總帳科目餘額不符，請核對。',
    'Differs from the balances of the ledger. Check the ledger.',
  ),
  more: text(
    '本页为前 {shown} 行，共 {all} 行。全部见下载文件。',
    '本頁為前 {shown} 列，共 {all} 列。全部見下載檔案。',
    'These are the first {shown} rows of {all}. The files have all.',
  ),
  nothing: text('没有数据。', '沒有資料。', 'There is nothing to report.'),
  working: text(
    '报表正在生成，请稍后刷新。',
    '報表正在產生，請稍後重新整理。',
    'The report is being written. Reload the page later.',
  ),
  trialBalance: text('余额表', '餘額表', 'Trial balance'),
  number: text('科目编码', '科目編碼', 'Number'),
  name: text('科目名称', '科目名稱', 'Account'),
  opening: text('期初', '期初', 'Opening'),
  moved: text('本期净额', '本期淨額', 'Net change'),
  closing: text('期末', '期末', 'Closing'),
  debit: text('借方', '借方', 'Debit'),
  credit: text('贷方', '貸方', 'Credit'),
  total: text('合计', '合計', 'Total'),
} as const;

/**
 * Wide tables: on paper A4 across, on a screen they scroll inside their own frame and each cell is one line.
 * Amounts stay on one line, to the right.
 */
const style = html`<style>@page{size:A4 landscape;margin:12mm}main{max-width:72rem}.wide{overflow-x:auto}.wide table{font-size:.85rem}.wide th,.wide td{overflow-wrap:normal;word-break:normal}.wide .fen{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}tfoot td{font-weight:600;border-top:2px solid var(--ink)}thead{display:table-header-group}tr{break-inside:avoid}th[colspan]{text-align:center}@media screen{.wide th,.wide td{white-space:nowrap}}@media print{main{min-height:0}.wide{overflow:visible}.wide table{font-size:8pt}.wide th,.wide td{padding:.2rem .25rem}}</style>`;

/** Returns an amount with its thousands apart, which a person reads faster. */
const grouped = (yuan: string) => yuan.replace(/\B(?=(\d{3})+\.)/g, ',');

const classOf = ({ type }: Column) => (type === 'text' ? html`` : html` class="fen"`);

function textOnPage(column: Column, row: Pick<Row, 'cells' | 'sums'>): string {
  return column.type === 'fen' ? grouped(textOf(column, row)) : textOf(column, row);
}

function rowOf(columns: readonly Column[], row: Pick<Row, 'cells' | 'sums'>): Html {
  return html`<tr>${columns.map((column) => html`<td${classOf(column)}>${textOnPage(column, row)}</td>`)}</tr>\n`;
}

/** Returns a table in a frame that scrolls. A keyboard reaches the frame. */
function frame(label: string, table: Html): Html {
  return html`<div class="wide" tabindex="0" role="region" aria-label="${label}"><table>${table}</table></div>`;
}

/** Returns a report as a printable page. The same report gives the same bytes. */
export function reportPage(estateName: string, report: StoredReport): string {
  const { language, kind, from, to, asOf, rows, rowCount, totals, state, provisional, agrees } = report;
  const { title, formula, columns: columnsOf } = reportKindsByName[kind];
  const columns = columnsOf(report);
  const heading = say(title, language);
  const word = (name: keyof typeof words, params = {}) => say(words[name], language, params);
  const days = from === undefined || to === undefined ? [] : [word('span', { from, to })];
  const table = html`<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${say(column.title, language)}</th>`)}</tr></thead>
<tbody>${rows.map((row) => rowOf(columns, row))}</tbody>
<tfoot>${rowOf(columns, totalRow(columns, totals, language))}</tfoot>`;
  const check = agrees === undefined ? '' : word(agrees ? 'agrees' : 'differs');
  const written = rowCount === 0 ? html`<p>${word('nothing')}</p>` : frame(heading, table);
  const body = html`${style}<p class="soft">${estateName}</p>
<h1>${heading}</h1>
<p>${unbroken([...days, word('asOf', { day: asOf }), word('unit')].join(' · '))}</p>
${provisional && html`<p>${word('provisional')}</p>`}
${state === 'written' ? written : html`<p>${word('working')}</p>`}
${rowCount > keptRows && html`<p>${word('more', { shown: keptRows, all: rowCount })}</p>`}
<p class="soft">${formula && say(formula, language)} ${check}</p>`;
  return htmlDocument({ language, title: heading, body });
}

/** Returns what distinguishes an account from the others of its kind, as people read it: `(icbc)`. */
function accountLabel(account: string): string {
  const [, , ...ids] = account.split(':');
  return ids.length === 0 ? '' : `(${ids.join(' ')})`;
}

const parts = ['opening', 'moved', 'closing'] as const;

/** Returns the trial balance as a printable page. The same balances give the same bytes. */
export function trialBalancePage(estateName: string, balance: TrialBalance, language: Language): string {
  const { from, to, accounts, totals } = balance;
  const word = (name: keyof typeof words, params = {}) => say(words[name], language, params);
  const amount = (fen: number) => (fen === 0 ? '' : grouped(yuanText(fen)));
  const cells = (row: TrialBalance['totals']) =>
    parts.map(
      (part) =>
        html`<td class="fen">${amount(row[part].debitFen)}</td><td class="fen">${amount(row[part].creditFen)}</td>`,
    );
  const table = html`<thead><tr><th scope="col" rowspan="2">${word('number')}</th><th scope="col" rowspan="2">${word('name')}</th>${parts.map((part) => html`<th scope="colgroup" colspan="2">${word(part)}</th>`)}</tr>
<tr>${parts.map(() => html`<th scope="col" class="fen">${word('debit')}</th><th scope="col" class="fen">${word('credit')}</th>`)}</tr></thead>
<tbody>${accounts.map((row) => html`<tr><td>${row.number}</td><td>${row.name} ${accountLabel(row.account)}</td>${cells(row)}</tr>\n`)}</tbody>
<tfoot><tr><td>${word('total')}</td><td></td>${cells(totals)}</tr></tfoot>`;
  const body = html`${style}<p class="soft">${estateName}</p>
<h1>${word('trialBalance')}</h1>
<p>${unbroken([word('span', { from, to }), word('unit')].join(' · '))}</p>
${accounts.length === 0 ? html`<p>${word('nothing')}</p>` : frame(word('trialBalance'), table)}`;
  return htmlDocument({ language, title: word('trialBalance'), body });
}
