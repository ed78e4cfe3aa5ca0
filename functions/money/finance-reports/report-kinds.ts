import { type Text, text } from '../../../shared/kernel/language.ts';
import { requireEstate } from '../../register/owners/public.ts';
import { standingOf } from '../dunning/public.ts';
import { closedBalances } from '../ledger/public.ts';
import { accountColumns, equalsClose, sliceOfEntries } from './account-balances.ts';
import { ageingColumns, ageingRows } from './ageing-report.ts';
import { collectionColumns, collectionFormula, collectionRows } from './collection-rate.ts';
import { detailColumns, detailRows } from './receivable-detail.ts';
import { groupingOf, type ReportKindName, type StoredReport, spanOf } from './report.ts';
import { addSums, type Column, type Row, totalsOf } from './report-row.ts';
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
   * Returns whether the report equals the ledger's accounts; undefined where nothing can be compared. Not for
   * details, whose rows come page by page.
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
    return balances && (balances['assets:receivable'] ?? 0) === (totals.total ?? 0);
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
  slice: sliceOfEntries,
  check: equalsClose,
};

export const reportKindsByName: Readonly<Record<ReportKindName, ReportKind>> = {
  ageing,
  'collection-rate': collectionRate,
  'receivable-detail': receivableDetail,
  'account-balances': accountBalances,
};
