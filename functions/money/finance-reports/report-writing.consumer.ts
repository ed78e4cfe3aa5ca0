import { consumer } from '../../../shared/events/consumer.ts';
import { inSlices } from '../../../shared/events/slices.ts';
import { reports } from './finance-reports.store.ts';
import { keptRows, type StoredReport } from './report.ts';
import { rowsOf, storeSlice, writeFiles } from './report-files.ts';
import { reportKindsByName } from './report-kinds.ts';
import { addSums, mergeRows, type Row } from './report-row.ts';

/*
 * An estate may have fifty thousand units. A report is collected slice by slice; each slice stores its rows
 * in the bucket, under its number. The last step reads them and writes the files. A killed step is repeated
 * and replaces what it had written.
 */

const continueReport = inSlices({
  kind: reports,
  last: 'written',
  next: (before: StoredReport) => (before.state === 'collecting' ? collect(before) : write(before)),
  record: (transaction, after, act) => {
    const { reportId, state, done, rowCount } = after;
    if (state === 'written') transaction.record(reports, after, 'FinanceReportWritten', { reportId, rowCount }, act);
    else transaction.record(reports, after, 'FinanceReportContinued', { reportId, done }, act);
  },
});

/** Collects the next slice. */
async function collect(before: StoredReport): Promise<StoredReport> {
  const { cursor: _, ...report } = before;
  const { slice, isDetail } = reportKindsByName[report.kind];
  const { rows, totals, done, cursor } = await slice(before);
  await storeSlice(report, report.slices, isDetail ? rows : mergeRows(rows));
  return {
    ...report,
    ...(cursor !== undefined && { cursor }),
    state: cursor === undefined ? 'writing' : 'collecting',
    slices: report.slices + 1,
    done: report.done + done,
    totals: addSums(report.totals, totals),
  };
}

/** Writes the files, and keeps the first rows in the record. */
async function write(report: StoredReport): Promise<StoredReport> {
  const rows: Row[] = [];
  let rowCount = 0;
  let agrees: boolean | undefined;
  for await (const page of rowsOf(report)) {
    rowCount += page.length;
    rows.push(...page.slice(0, keptRows - rows.length));
    agrees = await reportKindsByName[report.kind].check?.(report, page);
  }
  await writeFiles(report);
  return { ...report, state: 'written', rows, rowCount, ...(agrees !== undefined && { agrees }) };
}

/** Writes reports of a whole estate (R32). */
export const reportWriting = consumer({
  name: 'report-writing',
  on: { FinanceReportRequested: continueReport, FinanceReportContinued: continueReport },
});
