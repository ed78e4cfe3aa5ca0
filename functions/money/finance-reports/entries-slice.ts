import { addDays } from '../../../shared/kernel/periods.ts';
import {
  type accountInChart,
  closedBalances,
  type Entry,
  ledgerPolicy,
  orderInLedger,
  pagesOfEntries,
} from '../ledger/public.ts';
import { type StoredReport, spanOf } from './report.ts';
import { mergeRows, type Row, totalsOf } from './report-row.ts';
import type { Slice } from './units-slice.ts';

/** The most pages of a thousand entries of one slice. */
const pagesAtOnce = 20;

type Chart = Parameters<typeof accountInChart>[1];

/** Reads the next entries of a span of closed days. The first slice begins with the balances before it. */
export async function sliceOfEntries(
  report: StoredReport,
  openings: (balances: Readonly<Record<string, number>>, chart: Chart) => Row[],
  rowsOf: (entries: readonly Entry[], chart: Chart) => Row[],
): Promise<Slice> {
  const { estateId, cursor, slices } = report;
  const span = spanOf(report);
  const { vouchers: chart } = await ledgerPolicy.of(estateId);
  const before = slices === 0 ? await closedBalances(estateId, addDays(span.from, -1)) : undefined;
  let rows = openings(before ?? {}, chart);
  let [pages, done] = [0, 0];
  let last: Entry | undefined;
  let isLast = true;
  for await (const entries of pagesOfEntries(estateId, span, cursor)) {
    if (pages === pagesAtOnce) {
      isLast = false;
      break;
    }
    rows = mergeRows([...rows, ...rowsOf(entries, chart)]);
    pages += 1;
    done += entries.length;
    last = entries.at(-1) ?? last;
  }
  return { rows, totals: totalsOf(rows), done, ...(!isLast && last && { cursor: orderInLedger(last) }) };
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
