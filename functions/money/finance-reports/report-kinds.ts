import { type Text, text } from '../../../shared/kernel/language.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { standingOf } from '../dunning/public.ts';
import { grantedWaivers } from '../fees/public.ts';
import { invoicesOfEstate } from '../invoices/public.ts';
import { closedBalances, receivableKeys, sumFen } from '../ledger/public.ts';
import { depositsOfEstate, unidentifiedOfEstate } from '../payments/public.ts';
import { accountColumns, openingRows, turnoverRows } from './account-balances.ts';
import { ledgerColumns } from './account-ledger.ts';
import { ageingColumns, ageingRows } from './ageing-report.ts';
import { cashDayColumns, sliceOfCashDay } from './cash-day.ts';
import { collectionColumns, collectionFormula, collectionRows } from './collection-rate.ts';
import { equalsClose, sliceOfAccount, sliceOfEntries } from './entries-slice.ts';
import { fundColumns, fundOpenings, fundRows, isHeld } from './fund-movements.ts';
import {
  depositColumns,
  depositRow,
  sliceOfList,
  suspenseColumns,
  suspenseRow,
  waiverColumns,
  waiverRow,
} from './list-reports.ts';
import { detailColumns, detailRows } from './receivable-detail.ts';
import { groupingOf, type ReportKindName, type StoredReport, spanOf } from './report.ts';
import { addSums, type Column, type Row, totalsOf } from './report-row.ts';
import { registerColumns, registerRow, taxColumns, taxRows, uninvoicedColumns, uninvoicedRows } from './tax-reports.ts';
import { type Slice, sliceOfUnits } from './units-slice.ts';

/** How a kind of report is collected and shown. */
export interface ReportKind {
  readonly title: Text;
  readonly formula?: Text;
  readonly columns: (report: Pick<StoredReport, 'by'>) => readonly Column[];
  /** Each row is one thing: rows are never added up, so there may be any number of them. */
  readonly isDetail?: true;
  /** Collects the next slice. The same report and cursor give the same slice. */
  readonly slice: (report: StoredReport) => Promise<Slice>;
  /**
   * Returns whether the report equals the ledger's accounts; undefined where nothing can be compared. Details
   * come page by page, so their check reads the totals.
   */
  readonly check?: (report: StoredReport, rows: readonly Row[]) => Promise<boolean | undefined>;
}

const ageing: ReportKind = {
  title: text('欠费账龄表', '欠費帳齡表', 'Ageing of debts'),
  formula: text(
    '账龄自到期日次日起算，到期当日为未到期。各账龄之和减多收等于应收账款余额。',
    '帳齡自到期日次日起算，到期當日為未到期。各帳齡之和減多收等於應收帳款餘額。',
    'The age counts from the day after the due day; what is due that day is not overdue. The buckets less the credit are the balance of receivables.',
  ),
  columns: (report) => ageingColumns(groupingOf(report)),
  slice: async (report) => {
    const { estateId, asOf } = report;
    const { zone } = (await requireEstate(estateId)).calendar;
    return sliceOfUnits(report, async (units) => {
      const debts = units.flatMap(({ unitId, bills }) => {
        const open = bills.filter(({ status, updatedAt }) => status === 'published' || updatedAt >= asOf);
        return [...new Set(open.map(({ payerId }) => payerId))].map((payerId) => ({ payerId, unitId }));
      });
      const standing = await standingOf(estateId, debts, { zone, day: asOf });
      const rows = units.flatMap((unit) => ageingRows(unit, { by: groupingOf(report), asOf }, standing));
      return { rows, totals: totalsOf(rows) };
    });
  },
  check: async ({ estateId, asOf, totals }) => {
    const balances = await closedBalances(estateId, asOf);
    return balances && sumFen(receivableKeys.map((key) => balances[key] ?? 0)) === (totals.total ?? 0);
  },
};

const collectionRate: ReportKind = {
  title: text('收缴率报表', '收繳率報表', 'Collection rate'),
  formula: collectionFormula,
  columns: (report) => collectionColumns(groupingOf(report)),
  slice: (report) =>
    sliceOfUnits(report, async (units) => {
      const of = { by: groupingOf(report), window: spanOf(report), asOf: report.asOf };
      const found = units.map((unit) => collectionRows(unit, of));
      const totals = found.reduce((all, one) => addSums(all, one.totals), {});
      return { rows: found.flatMap(({ rows }) => rows), totals };
    }),
};

const receivableDetail: ReportKind = {
  title: text('应收实收明细表', '應收實收明細表', 'Receivables in detail'),
  formula: text(
    '期初欠费 + 本期应收 − 更正 − 减免 − 实收 − 核销 = 期末欠费。',
    '期初欠費 + 本期應收 − 更正 − 減免 − 實收 − 核銷 = 期末欠費。',
    'Opening + billed − credited − waived − received − written off = closing.',
  ),
  columns: () => detailColumns,
  isDetail: true,
  slice: (report) =>
    sliceOfUnits(report, async (units) => {
      const rows = units.flatMap((unit) => detailRows(unit, spanOf(report)));
      return { rows, totals: totalsOf(rows) };
    }),
};

const accountBalances: ReportKind = {
  title: text('科目余额表', '科目餘額表', 'Account balances and turnovers'),
  formula: text(
    '期初余额 + 本期借方 − 本期贷方 = 期末余额；借方为正。',
    '期初餘額 + 本期借方 − 本期貸方 = 期末餘額；借方為正。',
    'Opening + debit − credit = closing; debit is positive.',
  ),
  columns: () => accountColumns,
  slice: (report) => sliceOfEntries(report, openingRows, turnoverRows),
  check: (report, rows) => equalsClose(report, rows, { has: () => true, sign: 1 }),
};

const accountLedger: ReportKind = {
  title: text('总账明细表', '總帳明細表', 'General ledger of an account'),
  columns: () => ledgerColumns,
  isDetail: true,
  slice: sliceOfAccount,
  check: async ({ estateId, asOf, account = '', totals }) => {
    const balances = await closedBalances(estateId, asOf);
    return balances && (balances[account] ?? 0) === (totals.balance ?? 0);
  },
};

const fundMovements: ReportKind = {
  title: text('代管资金变动表', '代管資金變動表', 'Movements of money held for others'),
  formula: text(
    '期初余额 + 收入 + 代收应收 + 转入转出 + 使用 + 退还 + 更正及其他 = 期末余额；减少为负。',
    '期初餘額 + 收入 + 代收應收 + 轉入轉出 + 使用 + 退還 + 更正及其他 = 期末餘額；減少為負。',
    'Opening + received + billed for others + transferred + used + returned + corrections and other = closing; what lowers it is negative.',
  ),
  columns: () => fundColumns,
  slice: (report) => sliceOfEntries(report, fundOpenings, fundRows),
  check: (report, rows) => equalsClose(report, rows, { has: isHeld, sign: -1 }),
};

const cashDay: ReportKind = {
  title: text('收费日报', '收費日報', "Cashiers' day report"),
  formula: text(
    '期初 + 各项收入 + 退款 + 冲销 + 解款 + 其他 = 期末；支出为负。到期日在本年以前的为往期。收据号段后括号内为张数。',
    '期初 + 各項收入 + 退款 + 沖銷 + 解款 + 其他 = 期末；支出為負。到期日在本年以前的為往期。收據號段後括號內為張數。',
    'Opening + everything received + refunds + reversals + settled + other = closing; money out is negative. Bills that were due before this year are arrears. Receipts show from, to and how many.',
  ),
  columns: () => cashDayColumns,
  slice: sliceOfCashDay,
};

/** Returns whether the list equals an account of the ledger; undefined for a day that is not closed. */
async function equalsAccount({ estateId, asOf, totals }: StoredReport, account: string): Promise<boolean | undefined> {
  const balances = await closedBalances(estateId, asOf);
  return balances && 0 - (balances[account] ?? 0) === (totals.fen ?? 0);
}

const deposits: ReportKind = {
  title: text('押金清单', '押金清單', 'Deposits held'),
  columns: () => depositColumns,
  isDetail: true,
  slice: ({ estateId, cursor, asOf }) =>
    sliceOfList(
      cursor,
      (page) => depositsOfEstate(estateId, page),
      (one) => depositRow(one, asOf),
    ),
  check: (report) => equalsAccount(report, 'liabilities:deposit'),
};

const suspense: ReportKind = {
  title: text('待查收款账龄表', '待查收款帳齡表', 'Age of unidentified money'),
  columns: () => suspenseColumns,
  isDetail: true,
  slice: async ({ estateId, cursor, asOf }) => {
    const { zone } = (await requireEstate(estateId)).calendar;
    return sliceOfList(
      cursor,
      (page) => unidentifiedOfEstate(estateId, page),
      (one) => suspenseRow(one, asOf, zone),
    );
  },
  check: (report) => equalsAccount(report, 'liabilities:suspense'),
};

const waivers: ReportKind = {
  title: text('减免清单', '減免清單', 'Waivers'),
  columns: () => waiverColumns,
  isDetail: true,
  slice: (report) =>
    sliceOfList(
      report.cursor,
      (page) => grantedWaivers(report.estateId, page),
      (one) => waiverRow(one, spanOf(report)),
    ),
};

const taxSummary: ReportKind = {
  title: text('增值税汇总表', '增值稅匯總表', 'Value added tax by rate'),
  formula: text(
    '按记账日期所在月份、计税方法和税率汇总；不含税金额 + 税额 = 价税合计。',
    '按記帳日期所在月份、計稅方法和稅率匯總；未稅金額 + 稅額 = 價稅合計。',
    'By the month of the ledger day, method and rate; net + tax = gross.',
  ),
  columns: () => taxColumns,
  slice: (report) =>
    sliceOfEntries(
      report,
      () => [],
      (entries) => taxRows(entries, report.language),
    ),
};

const invoiceRegister: ReportKind = {
  title: text('发票台账', '發票台帳', 'Invoice register'),
  columns: () => registerColumns,
  isDetail: true,
  slice: (report) =>
    sliceOfList(
      report.cursor,
      (page) => invoicesOfEstate(report.estateId, page),
      (one) => registerRow(one, spanOf(report), report.language),
    ),
};

const uninvoiced: ReportKind = {
  title: text('未开票明细表', '未開票明細表', 'Billed and not invoiced'),
  formula: text(
    '应收 − 更正 − 减免 − 蓝字 + 红字 = 未开票；开票多于应收的部分应红冲。',
    '應收 − 更正 − 減免 − 藍字 + 紅字 = 未開票；開票多於應收的部分應紅沖。',
    'Billed − credited − waived − blue + red = not invoiced; what was invoiced above it must be taken back.',
  ),
  columns: () => uninvoicedColumns,
  isDetail: true,
  slice: (report) =>
    sliceOfUnits(report, async (units) => {
      const rows = units.flatMap(uninvoicedRows);
      return { rows, totals: totalsOf(rows) };
    }),
};

export const reportKindsByName: Readonly<Record<ReportKindName, ReportKind>> = {
  ageing,
  'collection-rate': collectionRate,
  'receivable-detail': receivableDetail,
  'account-balances': accountBalances,
  'account-ledger': accountLedger,
  'fund-movements': fundMovements,
  'cash-day': cashDay,
  deposits,
  suspense,
  waivers,
  'tax-summary': taxSummary,
  'invoice-register': invoiceRegister,
  uninvoiced,
};
