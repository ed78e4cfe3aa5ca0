import { writeXlsxStream } from 'hucre/xlsx';
import { say } from '../../../shared/kernel/language.ts';
import type { StoredReport } from './report.ts';
import { type Column, cellOf, noRate, type Row, totalRow } from './report-row.ts';

const formats: Readonly<Partial<Record<Column['type'], string>>> = { fen: '#,##0.00', rate: '0.00', count: '#,##0' };

/** Returns a cell: amounts in yuan and rates as numbers, so that a spreadsheet can add them. */
function sheetCell(column: Column, row: Pick<Row, 'cells' | 'sums'>): string | number {
  const value = cellOf(column, row);
  if (column.type === 'fen') return Number(value) / 100;
  return column.type === 'rate' && value !== noRate ? Number(value) : value;
}

/**
 * Returns a report as a spreadsheet, piece by piece: titles that stay in sight, rows, totals. After 1,048,576
 * rows another sheet begins. The same report gives the same bytes.
 */
export function xlsxOf(
  { language, totals }: Pick<StoredReport, 'language' | 'totals'>,
  { title, columns }: { title: string; columns: readonly Column[] },
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncIterable<Uint8Array> {
  const cellsOf = (row: Pick<Row, 'cells' | 'sums'>) => columns.map((column) => sheetCell(column, row));
  async function* rowsOfSheet() {
    for await (const rows of pages) yield* rows.map(cellsOf);
    yield cellsOf(totalRow(columns, totals, language));
  }
  return writeXlsxStream(rowsOfSheet(), {
    // A name of a sheet has at most 31 characters and none of these.
    name: title.replaceAll(/[\\/*?:[\]]/g, ' ').slice(0, 31),
    columns: columns.map((column) => {
      const numFmt = formats[column.type];
      return { header: say(column.title, language), width: 16, ...(numFmt !== undefined && { numFmt }) };
    }),
    freezePane: { rows: 1 },
  });
}
