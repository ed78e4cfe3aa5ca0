import { addDays } from '../../../shared/kernel/periods.ts';
import {
  type accountInChart,
  closedBalances,
  type Entry,
  ledgerPolicy,
  orderInLedger,
  pagesOfEntries,
} from '../ledger/public.ts';
import { ledgerRows, openingRow } from './account-ledger.ts';
import { type StoredReport, spanOf } from './report.ts';
import { addSums, mergeRows, type Row, type Sums, totalsOf } from './report-row.ts';
import type { Slice } from './units-slice.ts';

/** The most pages of a thousand entries of one slice. */
const pagesAtOnce = 20;

type Chart = Parameters<typeof accountInChart>[1];

/** Reads the next entries of a span of days, page by page. Returns where the next slice begins. */
async function nextEntries(
  report: StoredReport,
  take: (entries: Entry[]) => void,
): Promise<{ done: number; cursor?: string }> {
  let [pages, done] = [0, 0];
  let last: Entry | undefined;
  for await (const entries of pagesOfEntries(report.estateId, spanOf(report), report.cursor)) {
    if (pages === pagesAtOnce && last) return { done, cursor: orderInLedger(last) };
    take(entries);
    pages += 1;
    done += entries.length;
    last = entries.at(-1) ?? last;
  }
  return { done };
}

/** Returns the balances before the span for the first slice; none for the others. */
async function balancesBefore({ estateId, slices, ...of }: StoredReport): Promise<Readonly<Record<string, number>>> {
  if (slices > 0) return {};
  return (await closedBalances(estateId, addDays(spanOf(of).from, -1))) ?? {};
}

/** Reads the next entries of a span of closed days. The first slice begins with the balances before it. */
export async function sliceOfEntries(
  report: StoredReport,
  openings: (balances: Readonly<Record<string, number>>, chart: Chart) => Row[],
  rowsOf: (entries: readonly Entry[], chart: Chart) => Row[],
): Promise<Slice> {
  const { vouchers: chart } = await ledgerPolicy.of(report.estateId);
  let rows = openings(await balancesBefore(report), chart);
  const next = await nextEntries(report, (entries) => {
    rows = mergeRows([...rows, ...rowsOf(entries, chart)]);
  });
  return { ...next, rows, totals: totalsOf(rows) };
}

/** Reads the next postings of one account. The first slice begins with the balance before the span. */
export async function sliceOfAccount(report: StoredReport): Promise<Slice> {
  const { account = '', language, totals: before, slices } = report;
  const opening = (await balancesBefore(report))[account] ?? 0;
  const rows = slices === 0 ? [openingRow(opening, language)] : [];
  let totals: Sums = { balance: opening };
  const next = await nextEntries(report, (entries) => {
    const found = ledgerRows(entries, account, (before.balance ?? 0) + (totals.balance ?? 0));
    rows.push(...found.rows);
    totals = addSums(totals, found.totals);
  });
  return { ...next, rows, totals };
}

/**
 * Returns whether the rows equal the balances that the close of the last day stored, of the accounts that the
 * report has. `sign` is -1 where the report counts credits as positive.
 */
export async function equalsClose(
  { estateId, asOf }: StoredReport,
  rows: readonly Row[],
  { has, sign }: { has: (account: string) => boolean; sign: 1 | -1 },
): Promise<boolean> {
  const stored = (await closedBalances(estateId, asOf)) ?? {};
  const found = new Map(rows.map(({ key, sums }) => [key, sums.closing ?? 0]));
  const accounts = [...found.keys(), ...Object.keys(stored).filter(has)];
  return accounts.every((key) => (found.get(key) ?? 0) === (stored[key] ?? 0) * sign);
}
