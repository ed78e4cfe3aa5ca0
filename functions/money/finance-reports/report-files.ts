import * as z from 'zod';
import { byteOrderMark, csvRow } from '../../../shared/files/csv.ts';
import { textOfFile, uploadNext, uploadWhole } from '../../../shared/files/file-parts.ts';
import { say } from '../../../shared/kernel/language.ts';
import { folderOf, reportFile, type StoredReport } from './report.ts';
import { reportKindsByName } from './report-kinds.ts';
import { type Column, mergeRows, type Row, rowSchema, textOf, totalRow, valuesOf } from './report-row.ts';
import { xlsxOf } from './report-xlsx.ts';

type Named = Parameters<typeof reportFile>[0];

const sliceFile = (report: Named, nth: number) => ({
  key: `${folderOf(report)}/slice-${String(nth).padStart(6, '0')}.json`,
  contentType: 'application/json; charset=utf-8',
});

/** Stores the rows of a slice. Storing it again replaces it. */
export async function storeSlice(report: Named, nth: number, rows: readonly Row[]): Promise<void> {
  await uploadNext(sliceFile(report, nth), { parts: [] }, JSON.stringify(rows), true);
}

const rowsSchema = z.array(rowSchema);

/** Reads the rows of a report slice by slice. Slices whose rows add up are read as one. */
export async function* rowsOf(report: StoredReport): AsyncGenerator<readonly Row[]> {
  const { isDetail } = reportKindsByName[report.kind];
  let all: Row[] = [];
  for (let nth = 0; nth < report.slices; nth += 1) {
    const rows = rowsSchema.parse(JSON.parse(await textOfFile(sliceFile(report, nth))));
    if (isDetail) yield rows;
    else all = all.concat(rows);
  }
  if (!isDetail) yield mergeRows(all);
}

type Pages = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;

/** Returns a report as CSV, piece by piece: titles, rows, totals. */
export async function* csvOf(
  { language, totals }: Pick<StoredReport, 'language' | 'totals'>,
  columns: readonly Column[],
  pages: Pages,
): AsyncGenerator<string> {
  const line = (row: Pick<Row, 'cells' | 'sums'>) => csvRow(columns.map((column) => textOf(column, row)));
  yield `${byteOrderMark}${csvRow(columns.map(({ title }) => say(title, language)))}`;
  for await (const rows of pages) yield rows.map(line).join('');
  yield line(totalRow(columns, totals, language));
}

/** Returns a report as JSON, piece by piece: one row a line. */
export async function* jsonOf(
  report: Pick<StoredReport, 'estateId' | 'kind' | 'by' | 'from' | 'to' | 'asOf' | 'totals'>,
  columns: readonly Column[],
  pages: Pages,
): AsyncGenerator<string> {
  const { estateId, kind, by, from, to, asOf, totals } = report;
  const head = JSON.stringify({ estateId, kind, by, from, to, asOf });
  yield `${head.slice(0, -1)},"rows":[\n`;
  let before = '';
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    yield before + rows.map((row) => JSON.stringify(valuesOf(columns, row))).join(',\n');
    before = ',\n';
  }
  yield `\n],"totals":${JSON.stringify(valuesOf(columns, { cells: {}, sums: totals }))}}\n`;
}

/** Writes the files of a collected report. Writing them again gives the same bytes. */
export async function writeFiles(report: StoredReport): Promise<void> {
  const { title, columns: columnsOf } = reportKindsByName[report.kind];
  const columns = columnsOf(report);
  await uploadWhole(reportFile(report, 'csv'), csvOf(report, columns, rowsOf(report)));
  await uploadWhole(reportFile(report, 'json'), jsonOf(report, columns, rowsOf(report)));
  const sheet = { title: say(title, report.language), columns };
  await uploadWhole(reportFile(report, 'xlsx'), xlsxOf(report, sheet, rowsOf(report)));
}
