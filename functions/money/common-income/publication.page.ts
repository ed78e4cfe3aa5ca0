import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import {
  amountCell,
  columnHead,
  paperDocument,
  type Sender,
  stampArea,
  wideTable,
} from '../../../shared/pages/paper.ts';
import { formRow, textCell } from '../../../shared/pages/parts.ts';
import type { StoredFeeItem, TariffVersion } from '../fees/public.ts';
import type { CommonStatement } from './statement.ts';

/*
 * What an estate publishes to its residents each quarter (信息公开, R34.4; Civil Code 943): people in charge, fee
 * items and rates, what went into the maintenance fund, and common income. Phones show it, and it is printed
 * for the notice board.
 */

const words = {
  title: text('物业服务信息公开', '物業服務資訊公開', 'Information for residents'),
  span: text('{from} 至 {to}', '{from} 至 {to}', '{from} to {to}'),
  provisional: text(
    '本期间尚未结束，数字截至今天。',
    '本期間尚未結束，數字截至今天。',
    'The period is not over. The figures are those of today.',
  ),
  people: text('负责人', '負責人', 'People in charge'),
  manager: text('项目负责人', '專案負責人', 'Estate manager'),
  supervisor: text('主管', '主管', 'Supervisor'),
  noPeople: text('未登记。', '未登錄。', 'None is entered.'),
  fees: text('收费项目和标准', '收費項目和標準', 'Fee items and rates'),
  item: text('项目', '項目', 'Item'),
  rate: text('标准', '標準', 'Rate'),
  ground: text('依据', '依據', 'Ground'),
  since: text('{rate}，自 {from} 起', '{rate}，自 {from} 起', '{rate}, since {from}'),
  held: text('代收', '代收', 'collected for others'),
  noFees: text('没有收费项目。', '沒有收費項目。', 'There are no fee items.'),
  fund: text('维修资金', '維修資金', 'Maintenance fund'),
  toFund: text('本期由公共收益补充', '本期由公共收益補充', 'Added from common income in the period'),
  fundNote: text(
    '各户维修资金的余额和使用，以主管部门的账户为准。',
    '各戶維修資金的餘額和使用，以主管機關的帳戶為準。',
    'The authority keeps the balance of each home and what was used of it.',
  ),
  common: text('公共收益收支', '公共收益收支', 'Common income'),
  opening: text('期初余额', '期初餘額', 'At the beginning'),
  income: text('收入（不含税）', '收入（未稅）', 'Income, without tax'),
  cost: text('成本', '成本', 'Costs'),
  fee: text('约定的管理费', '約定的管理費', 'Agreed fee of the company'),
  used: text('业主决定使用', '業主決定使用', 'Used by decision of the owners'),
  closing: text('期末余额', '期末餘額', 'At the end'),
  movements: text('明细', '明細', 'Movements'),
  on: text('日期', '日期', 'Day'),
  what: text('事项', '事項', 'What'),
  party: text('对方', '對方', 'With'),
  amount: text('金额', '金額', 'Amount'),
  none: text('本期没有收支。', '本期沒有收支。', 'There were no movements in the period.'),
  unit: text('单位：元', '單位：元', 'In yuan'),
  questions: text(
    '对以上内容有疑问的，请联系客户服务中心，也可向业主委员会反映。',
    '對以上內容有疑問者，請聯絡客戶服務中心，也可向業主委員會反映。',
    'Ask the customer service about any of this, or tell the owners’ committee.',
  ),
} as const;

const rateWords: Readonly<Record<StoredFeeItem['kind'], Text>> = {
  'building-area': text(
    '每月每平方米（建筑面积）{price} 元',
    '每月每平方公尺（建築面積）{price} 元',
    '¥{price} a month for each m² of building area',
  ),
  'inside-area': text(
    '每月每平方米（套内面积）{price} 元',
    '每月每平方公尺（室內面積）{price} 元',
    '¥{price} a month for each m² of inside area',
  ),
  fixed: text('每月 {price} 元', '每月 {price} 元', '¥{price} a month'),
  metered: text('每单位用量 {price} 元', '每單位用量 {price} 元', '¥{price} for each unit of usage'),
  shared: text('公摊，每单位用量 {price} 元', '公攤，每單位用量 {price} 元', 'Shared, ¥{price} for each unit of usage'),
  formula: text(
    '按公式 {formula}（{price} 元）',
    '依公式 {formula}（{price} 元）',
    'By the formula {formula} (¥{price})',
  ),
};
const addOnWords = text('另加 {addOn} 元', '另加 {addOn} 元', 'and ¥{addOn} more');
const tieredWords = text('分档或峰谷计价', '分段或尖離峰計價', 'by tiers or hours');

/** A fee item with its price at the end of the period. */
export interface PublishedItem {
  readonly item: Pick<StoredFeeItem, 'name' | 'kind' | 'formula'>;
  /** Collected on behalf of another party (R4.8). */
  readonly held: boolean;
  readonly version: TariffVersion;
}

/** The content of a publication. */
export interface Publication {
  readonly sender: Sender;
  readonly statement: CommonStatement;
  /** Whether the period is not over. */
  readonly isProvisional: boolean;
  readonly people: readonly { readonly name: string; readonly role: 'manager' | 'supervisor' }[];
  readonly items: readonly PublishedItem[];
}

function peopleTable({ people }: Publication, language: Language): Html {
  const rows = people.map(({ name, role }) => formRow(name, say(words[role], language)));
  return html`<h2>${say(words.people, language)}</h2>
${rows.length === 0 ? html`<p>${say(words.noPeople, language)}</p>\n` : html`<table>\n${rows}</table>\n`}`;
}

function rateText({ item: { kind, formula = '' }, version }: PublishedItem, language: Language): string {
  const { price, addOn, tiers, peakValley, from } = version;
  const more = [
    ...(Number(addOn) > 0 ? [say(addOnWords, language, { addOn })] : []),
    ...(tiers || peakValley ? [say(tieredWords, language)] : []),
  ];
  const comma = language === 'en' ? ', ' : '，';
  const rate = [say(rateWords[kind], language, { price, formula }), ...more].join(comma);
  return say(words.since, language, { rate, from });
}

function feesTable({ items }: Publication, language: Language): Html {
  const word = (key: keyof typeof words) => say(words[key], language);
  if (items.length === 0) return html`<h2>${word('fees')}</h2>\n<p>${word('noFees')}</p>\n`;
  return html`<h2>${word('fees')}</h2>
<table class="lines">
<thead><tr>${columnHead(word('item'))}${columnHead(word('rate'))}${columnHead(word('ground'))}</tr></thead>
<tbody>
${items.map(
  (one) =>
    html`<tr>${textCell(one.held ? `${one.item.name}\n(${word('held')})` : one.item.name)}${textCell(rateText(one, language))}${textCell(one.version.ground)}</tr>\n`,
)}</tbody>
</table>
`;
}

function sumRow(label: string, fen: number): Html {
  return html`<tr><th scope="row">${label}</th>${amountCell(fen)}</tr>\n`;
}

function commonTables({ statement }: Publication, language: Language): Html {
  const word = (key: keyof typeof words) => say(words[key], language);
  const { openingFen, incomeFen, costFen, feeFen, usedFen, closingFen, rows } = statement;
  const fundFen = rows.filter(({ kind }) => kind === 'fund').reduce((sum, { fen }) => sum - fen, 0);
  const table = html`<table class="lines">
<thead><tr>${columnHead(word('on'))}${columnHead(word('what'))}${columnHead(word('party'))}${columnHead(word('ground'))}${columnHead(word('amount'), 'amount')}</tr></thead>
<tbody>
${rows.map(({ on, what, party, ground, fen }) => html`<tr><td class="day">${on}</td>${textCell(what)}${textCell(party)}${textCell(ground)}${amountCell(fen)}</tr>\n`)}</tbody>
</table>
`;
  const head = html`<thead><tr>${columnHead(word('what'))}${columnHead(word('amount'), 'amount')}</tr></thead>`;
  return html`<h2>${word('fund')} <span class="soft">${word('unit')}</span></h2>
<table>
${head}
<tbody>
${sumRow(word('toFund'), fundFen)}</tbody>
</table>
<p class="soft">${word('fundNote')}</p>
<h2>${word('common')} <span class="soft">${word('unit')}</span></h2>
<table>
${head}
<tbody>
${sumRow(word('opening'), openingFen)}${sumRow(word('income'), incomeFen)}${sumRow(word('cost'), -costFen)}${sumRow(word('fee'), -feeFen)}${sumRow(word('used'), -usedFen)}<tr class="total"><th scope="row">${word('closing')}</th>${amountCell(closingFen)}</tr>
</tbody>
</table>
<h3>${word('movements')}</h3>
${rows.length === 0 ? html`<p>${word('none')}</p>\n` : wideTable(word('movements'), table)}`;
}

/** Renders a publication for phones and print. The same data give the same bytes. */
export function publicationPage(of: Publication, language: Language): string {
  const { sender, statement, isProvisional } = of;
  const { from, to } = statement;
  const title = say(words.title, language);
  const body = html`<h1>${title}</h1>
<p class="whole">${say(words.span, language, { from, to })}</p>
${isProvisional && html`<p>${say(words.provisional, language)}</p>\n`}${peopleTable(of, language)}${feesTable(of, language)}${commonTables(of, language)}<p class="soft">${say(words.questions, language)}</p>
${stampArea(sender, language)}`;
  return paperDocument({ language, title: `${title} ${from}`, sender, body });
}
