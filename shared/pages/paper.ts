import { inCapitals } from '../kernel/capitals.ts';
import { type Language, say, text } from '../kernel/language.ts';
import { yuanText } from '../kernel/money.ts';
import { htmlDocument } from './document.ts';
import { type Html, html } from './html.ts';
import { formRow } from './parts.ts';

/*
 * The sheet on which every document is printed: letterhead, amounts, signatures, and page numbers. The same
 * page is for phones.
 */

/** The bank account to which payers transfer money. */
interface PaymentAccount {
  readonly name: string;
  readonly bank: string;
  readonly number: string;
}

/** Who sends a document: an estate with its letterhead, as far as the estate has set one. */
export interface Sender {
  readonly estateName: string;
  readonly company?: string | undefined;
  readonly address?: string | undefined;
  readonly hotline?: string | undefined;
  /** A picture as a `data:` URL, so that the page needs no other file. */
  readonly logo?: string | undefined;
  readonly payTo?: PaymentAccount | undefined;
}

/** Paper sizes: sheets of A4, and the 80 mm roll of a receipt printer. */
export const paperSizes = ['a4', '80mm'] as const;
export type PaperSize = (typeof paperSizes)[number];

const words = {
  hotline: text('客服热线', '客服專線', 'Hotline'),
  address: text('地址', '地址', 'Address'),
  payTo: text('缴费账户', '繳費帳戶', 'Account to pay to'),
  payeeName: text('户名', '戶名', 'Name'),
  bank: text('开户行', '開戶銀行', 'Bank'),
  payeeNumber: text('账号', '帳號', 'Account number'),
  remark: text('转账请备注', '轉帳請備註', 'Remark of the transfer'),
  beware: text(
    '请核对户名和账号。如有人要求付款至其他账户，请先致电客服热线核实。',
    '請核對戶名和帳號。如有人要求付款至其他帳戶，請先致電客服專線核實。',
    'Check the name and the number. If anybody asks you to pay to another account, call our hotline first.',
  ),
  capitals: text('大写', '大寫', 'In Chinese capitals'),
  date: text('日期', '日期', 'Date'),
  stamp: text('（盖章）', '（蓋章）', '(Company seal)'),
  colon: text('：', '：', ': '),
} as const;

const style = `
.letterhead{display:flex;align-items:center;gap:.5rem 1rem;border-bottom:2px solid var(--ink);padding-bottom:.6rem;margin:0 0 1rem}
.letterhead img{max-width:7rem;max-height:3.5rem;flex:none}
.letterhead p{margin:0;line-height:1.4}
.letterhead .name{font-weight:600}
th,td{overflow-wrap:break-word}
th.amount,td.amount{text-align:right}
td.amount{white-space:nowrap;overflow-wrap:normal;font-variant-numeric:tabular-nums}
table:not(.lines) th{width:30%}
th .soft{font-weight:400}
.lines{margin-top:1rem}
html:lang(zh-TW) body{font-family:system-ui,-apple-system,"PingFang TC","Microsoft JhengHei","Noto Sans CJK TC",sans-serif}
.day,.whole{white-space:nowrap}
tr.total>*{font-weight:600;border-top:2px solid var(--ink)}
.scroll{overflow-x:auto}
@media screen{.scroll table{min-width:34rem}}
.lines thead th{vertical-align:bottom}
.closing{display:flex;flex-wrap:wrap;gap:1.5rem 3rem;align-items:flex-end;margin:2rem 0 1rem}
.signatures{flex:1 1 14rem;display:grid;gap:1.75rem}
.signatures p{margin:0;border-bottom:1px solid var(--ink);padding-bottom:.2rem}
.stamp{min-height:8rem;border:1px dashed #6b7683;border-radius:.25rem;color:var(--soft);padding:.4rem .6rem;margin:1.5rem 0 0 auto;width:14rem;max-width:100%}
.closing .stamp{margin:0}
.stamp p{margin:0}
@media screen{.stamp{display:none}}
@media(max-width:30rem){.lines th,.lines td{font-size:.9rem;padding:.35rem .2rem}}
@media print{
body{font-size:10pt;line-height:1.35}
main{min-height:0}
p{margin:1.5mm 0}
nav{display:none}
a{color:inherit;text-decoration:none}
h1{font-size:16pt;margin:2mm 0 3mm}
h2{font-size:11.5pt;margin:4mm 0 1.5mm}
h3{font-size:10.5pt;margin:3mm 0 1mm}
.soft{color:#3d4753}
th,td{padding:.8mm 1.5mm}
.lines th,.lines td{font-size:9.5pt}
.lines{margin-top:2.5mm}
.letterhead{margin-bottom:2mm;padding-bottom:1.5mm}
.letterhead p{margin:0}
.closing{margin:8mm 0 4mm}
.signatures{gap:6mm}
.scroll{overflow-x:visible}
h1,h2,h3{break-after:avoid}
tr,.closing,.stamp,.keep{break-inside:avoid}
thead{display:table-header-group}
tfoot{display:table-row-group}
h2+*,h3+*{break-before:avoid}
.stamp{min-height:26mm;margin-top:4mm}
.stamp p,.signatures p{margin:0}
}
`;

const slipStyle = `
main{max-width:22rem}
@media print{
body{font-size:9pt;line-height:1.35}
h1{font-size:12pt;margin:1mm 0}
h2{font-size:9.5pt;margin:2.5mm 0 1mm}
th,td,.lines th,.lines td{font-size:9pt;padding:.6mm .5mm}
.letterhead{gap:2mm;margin-bottom:1mm;padding-bottom:1mm}
.letterhead img{max-width:16mm;max-height:10mm}
.closing{margin-top:5mm;gap:4mm}
.signatures{gap:6mm;flex-basis:100%}
.stamp,.closing .stamp{min-height:20mm;width:100%}
p{margin:1.5mm 0}
}
`;

/** Returns a text as a string of a style sheet, which can end neither the string nor the element. */
function styleString(value: string): string {
  return `"${value.replace(/[^\p{L}\p{N} .-]/gu, (one) => `\\${(one.codePointAt(0) ?? 32).toString(16)} `)}"`;
}

/**
 * Returns the rules of the paper. A sheet of A4 has its title and page number in the margin: browsers
 * since Chromium 131 and Safari 18.2 print them, others print a page without them. A roll has no pages.
 */
function paperRules(size: PaperSize, title: string, rollLength: number): string {
  if (size === '80mm') return `${slipStyle}@page{size:80mm ${rollLength}mm;margin:4mm 4mm 6mm}\n`;
  const margin = 'font:8.5pt sans-serif;color:#3d4753';
  return `@page{size:A4;margin:16mm 16mm 18mm;@bottom-left{content:${styleString(title)};${margin}}@bottom-right{content:counter(page) " / " counter(pages);${margin}}}\n`;
}

/** Returns the head of a document: logo, company, estate, address and hotline. */
function letterhead({ estateName, company, address, hotline, logo }: Sender, language: Language): Html {
  const said = (label: 'address' | 'hotline', value: string | undefined) =>
    value !== undefined &&
    html`<p class="soft">${say(words[label], language)}${say(words.colon, language)}${value}</p>\n`;
  return html`<div class="letterhead">
${logo !== undefined && html`<img src="${logo}" alt="">\n`}<div>
${company !== undefined && html`<p class="name">${company}</p>\n`}<p>${estateName}</p>
${said('address', address)}${said('hotline', hotline)}</div>
</div>
`;
}

/** Returns a document with its letterhead. The same content always gives the same bytes. */
export function paperDocument(page: {
  language: Language;
  title: string;
  sender: Sender;
  body: Html;
  size?: PaperSize | undefined;
  /** Millimetres of a roll that the document needs; it is then not divided. */
  rollLength?: number;
  /** Links for the screen, which are not printed. */
  navigation?: Html | undefined;
}): string {
  const { language, title, sender, body, size = 'a4', rollLength = 297, navigation } = page;
  return htmlDocument({
    language,
    title,
    style: `${style}${paperRules(size, title, rollLength)}`,
    body: html`${navigation}
${letterhead(sender, language)}${body}`,
  });
}

/** Returns a cell with an amount in yuan, to the right and on one line. */
export function amountCell(fen: number | undefined): Html {
  return html`<td class="amount">${fen === undefined ? '' : yuanText(fen)}</td>`;
}

/** Returns a long number, such as that of a receipt. It breaks after a hyphen where that is enough. */
export function numberText(printed: string): Html {
  const parts = printed.split('-');
  return html`<span style="overflow-wrap:anywhere">${parts.map((part, i) => (i === 0 ? part : html`-<wbr>${part}`))}</span>`;
}

/** Returns a heading cell of a column; of a column with amounts it is to the right, too. */
export function columnHead(label: string, of: 'text' | 'amount' = 'text'): Html {
  return of === 'amount' ? html`<th scope="col" class="amount">${label}</th>` : html`<th scope="col">${label}</th>`;
}

/** Returns the row of a form with an amount in Chinese capitals. */
export function capitalsRow(fen: number, language: Language): Html {
  const lang = language === 'zh-TW' ? 'zh-TW' : 'zh-CN';
  return html`<tr><th scope="row">${say(words.capitals, language)}</th><td><span lang="${lang}">${inCapitals(fen, language)}</span></td></tr>\n`;
}

/**
 * Returns the account to which to pay, with the remark that a transfer should have. Nothing while the estate
 * has no approved account.
 */
export function payToNote({ payTo }: Sender, remark: string, language: Language): Html | undefined {
  if (!payTo) return undefined;
  const label = (key: 'payeeName' | 'bank' | 'payeeNumber' | 'remark') => say(words[key], language);
  const groups = payTo.number.match(/.{1,4}/g) ?? [];
  return html`<div class="keep">
<h2>${say(words.payTo, language)}</h2>
<table>
${formRow(label('payeeName'), payTo.name)}${formRow(label('bank'), payTo.bank)}<tr><th scope="row">${label('payeeNumber')}</th><td><span class="whole">${groups.join(' ')}</span></td></tr>
${formRow(label('remark'), remark)}</table>
<p class="soft">${say(words.beware, language)}</p>
</div>
`;
}

/** Returns the place where the sender puts its seal (盖章). */
export function stampArea({ company, estateName }: Sender, language: Language): Html {
  return html`<div class="stamp">
<p>${company ?? estateName}</p>
<p>${say(words.stamp, language)}</p>
</div>
`;
}

/** Returns lines to sign on, each with its label, a line for the date, and the place of the seal beside. */
export function signatureBlock(labels: readonly string[], sender: Sender, language: Language): Html {
  const lines = [...labels, say(words.date, language)];
  return html`<div class="closing">
<div class="signatures">
${lines.map((label) => html`<p>${label}${say(words.colon, language)}</p>\n`)}</div>
${stampArea(sender, language)}</div>
`;
}

/** Returns a table that is wider than a phone: there it scrolls by itself. On paper it is whole. */
export function wideTable(label: string, table: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
${table}</div>
`;
}
