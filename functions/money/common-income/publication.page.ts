import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import { exact, product, ratio, toFen, yuanText } from '../../../shared/kernel/money.ts';
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
import type { Statistics } from '../../service/surveys/public.ts';
import type { TicketQuality } from '../../service/tickets/public.ts';
import type { StoredFeeItem, TariffVersion } from '../fees/public.ts';
import type { ServiceYear } from './service-accounts.ts';
import { remunerationOn } from './service-year.ts';
import type { CommonStatement } from './statement.ts';

/*
 * What an estate publishes to its residents each quarter (信息公开, R34.4; Civil Code 943): people in charge, fee
 * items and rates, the quality of service, budget and accounts of service (R34.5), what went into the
 * maintenance fund, and common income. Phones show it, and it is printed for the notice board.
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
  since: text('{rate}，自 {from} 起', '{rate}，自 {from} 起', '{rate}, since {from}'),
  held: text('代收', '代收', 'collected for others'),
  noFees: text('没有收费项目。', '沒有收費項目。', 'There are no fee items.'),
  fund: text('维修资金', '維修資金', 'Maintenance fund'),
  toFund: text('本期由公共收益补充', '本期由公共收益補充', 'Added from common income in the period'),
  fundNote: text(
    '本页不含维修资金的使用情况：各户余额和使用由主管部门记账，请向其查询。',
    '本頁不含維修資金的使用情況：各戶餘額和使用由主管機關記帳，請向其查詢。',
    'The use of the maintenance fund is not kept here: the authority keeps the balance of each home and what was used of it. Please ask there.',
  ),
  quality: text('服务质量', '服務品質', 'Quality of service'),
  closed: text('本期办结工单', '本期辦結工單', 'Tickets closed in the period'),
  kept: text('其中按承诺时限办理', '其中按承諾時限辦理', 'Of them within the promised times'),
  keptOf: text(
    '{kept} / {promised}（{percent}%）',
    '{kept} / {promised}（{percent}%）',
    '{kept} of {promised} ({percent}%)',
  ),
  atLeast: text('{count} 件以上', '{count} 件以上', 'more than {count}'),
  satisfied: text('满意（4–5 分）的答卷', '滿意（4–5 分）的答卷', 'Answers that are satisfied (4 to 5)'),
  satisfiedOf: text('{percent}%（共 {n} 份）', '{percent}%（共 {n} 份）', '{percent}% (of {n} answers)'),
  tooFew: text('答卷不足 5 份，不公布。', '答卷不足 5 份，不公布。', 'Fewer than 5 answers: not published.'),
  notPromised: text('无', '無', 'none'),
  service: text('物业服务资金（{year} 年）', '物業服務資金（{year} 年）', 'Money for service in {year}'),
  fixed: text(
    '本小区实行包干制：业主交纳固定费用，盈余或亏损由物业服务企业享有或承担。',
    '本社區實行包幹制：業主交納固定費用，盈餘或虧損由物業服務企業享有或承擔。',
    'The service fee of this estate is fixed: surplus and loss are the company’s.',
  ),
  remuneration: text(
    '本小区实行酬金制：企业按约定提取酬金，其余用于约定的支出，结余或不足由业主享有或承担。',
    '本社區實行酬金制：企業按約定提取酬金，其餘用於約定的支出，結餘或不足由業主享有或承擔。',
    'The company draws an agreed remuneration; the rest is for spending under the contract, and surplus and loss are the owners’.',
  ),
  noBudget: text('本年度预算尚未批准。', '本年度預算尚未核准。', 'The budget of the year is not approved yet.'),
  budget: text('预算', '預算', 'Budget'),
  soFar: text('实际（截至 {through}）', '實際（截至 {through}）', 'Actual, to {through}'),
  ground: text('依据', '依據', 'Ground'),
  charged: text('应收服务费', '應收服務費', 'Service fees charged'),
  spent: text('支出合计', '支出合計', 'Spent in all'),
  drawn: text('酬金', '酬金', 'Remuneration'),
  result: text('结余（不足为负）', '結餘（不足為負）', 'Surplus; a loss is negative'),
  ownersMoney: text('业主资金余额', '業主資金餘額', 'Money of the owners now'),
  decidedBy: text(
    '预算依据：{decision}（{on}）。',
    '預算依據：{decision}（{on}）。',
    'The budget was decided by {decision} ({on}).',
  ),
  yearSettled: text('本年度已决算。', '本年度已決算。', 'The year is settled.'),
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
  readonly quality: {
    readonly tickets: TicketQuality;
    /** Answers about tickets. */
    readonly satisfaction: Pick<Statistics['csat'], 'value' | 'n' | 'hidden'>;
  };
  /** Budget and accounts of the year of the quarter (R34.5). */
  readonly year: ServiceYear;
  /** What was spent of each line of the budget in the year, fen. */
  readonly spent: ReadonlyMap<string, number>;
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

/** Returns a part in percent, with two decimals. */
const percentOf = (part: number, whole: number) => yuanText(toFen(product(exact('100'), ratio(part, whole))));

function qualityTable({ quality: { tickets, satisfaction } }: Publication, language: Language): Html {
  const word = (key: keyof typeof words, values?: Record<string, string | number>) => say(words[key], language, values);
  const { closed, promised, kept, isWhole } = tickets;
  const { value, n, hidden } = satisfaction;
  const keptText =
    promised === 0 ? word('notPromised') : word('keptOf', { kept, promised, percent: percentOf(kept, promised) });
  const rows = [
    formRow(word('closed'), isWhole ? String(closed) : word('atLeast', { count: closed })),
    formRow(word('kept'), keptText),
    formRow(word('satisfied'), hidden || value === null ? word('tooFew') : word('satisfiedOf', { percent: value, n })),
  ];
  return html`<h2>${word('quality')}</h2>\n<table>\n${rows}</table>\n`;
}

function budgetRow(label: string, budgetFen: number | undefined, actualFen: number): Html {
  const budgeted = budgetFen === undefined ? html`<td></td>` : amountCell(budgetFen);
  return html`<tr><th scope="row">${label}</th>${budgeted}${amountCell(actualFen)}</tr>\n`;
}

function serviceTables({ year: of, spent }: Publication, language: Language): Html {
  const word = (key: keyof typeof words, values?: Record<string, string | number>) => say(words[key], language, values);
  const { year, system, through, budget, accounts } = of;
  const head = html`<h2>${word('service', { year })} <span class="soft">${word('unit')}</span></h2>\n`;
  if (system === 'fixed' && !budget) return html`${head}<p>${word('fixed')}</p>\n`;
  if (!budget || !accounts) return html`${head}<p>${word('remuneration')}</p>\n<p>${word('noBudget')}</p>\n`;
  const toSpend = budget.spending.reduce((sum, { fen }) => sum + fen, 0);
  const toDraw = remunerationOn(budget.incomeFen, budget.remuneration);
  const { incomeFen, spentFen, remunerationFen, resultFen, closingFen, settled } = accounts;
  return html`${head}<p>${word(system === 'fixed' ? 'fixed' : 'remuneration')} ${word('decidedBy', { decision: budget.decision, on: budget.decidedOn })}</p>
<table>
<thead><tr>${columnHead(word('what'))}${columnHead(word('budget'), 'amount')}${columnHead(word('soFar', { through }), 'amount')}</tr></thead>
<tbody>
${budgetRow(word('charged'), budget.incomeFen, incomeFen)}${budget.spending.map(({ what, fen }) => budgetRow(what, -fen, 0 - (spent.get(what) ?? 0)))}${budgetRow(word('spent'), -toSpend, 0 - spentFen)}${budgetRow(word('drawn'), -toDraw, 0 - remunerationFen)}<tr class="total"><th scope="row">${word('result')}</th>${amountCell(budget.incomeFen - toSpend - toDraw)}${amountCell(resultFen)}</tr>
${budgetRow(word('ownersMoney'), undefined, closingFen)}</tbody>
</table>
${settled && html`<p class="soft">${word('yearSettled')}</p>\n`}`;
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
${isProvisional && html`<p>${say(words.provisional, language)}</p>\n`}${peopleTable(of, language)}${feesTable(of, language)}${qualityTable(of, language)}${serviceTables(of, language)}${commonTables(of, language)}<p class="soft">${say(words.questions, language)}</p>
${stampArea(sender, language)}`;
  return paperDocument({ language, title: `${title} ${from}`, sender, body });
}
