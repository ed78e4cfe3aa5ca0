import type { CsvRow } from '../../../shared/files/csv-rows.ts';
import { type Columns, cellsOf, columnsIn, headingErrors, isEmptyRow } from './import-columns.ts';
import type { RowError } from './import-errors.ts';
import type { RowCheck } from './row-checks.ts';

/** Number of rows that are looked up in the register together. */
const batchRows = 100;

/** The result of validating a slice. */
export interface Findings {
  /** Columns in the order of the file. */
  columns: string[];
  /** Position of the first row below the heading. */
  firstRow: CsvRow['next'];
  /** Rows from the beginning of the file to the end of this slice. */
  processed: number;
  /** True when the slice reached the end of the file. */
  atEnd: boolean;
  /** The first errors of the slice, in the order of the file. */
  errors: RowError[];
  /** Number of all errors of the slice. */
  count: number;
}

/**
 * Validates the rows `from` to `from + rows` of a file and returns at most `keep` errors.
 * Reads the rows as a stream, so only the memory of `check` grows with the file.
 */
export async function validateRows(
  file: AsyncIterable<CsvRow>,
  columns: Columns,
  check: RowCheck,
  slice: { from: number; rows: number; keep: number },
): Promise<Findings> {
  const found: Findings = {
    columns: [],
    firstRow: { byte: 0, line: 1 },
    processed: 0,
    atEnd: true,
    errors: [],
    count: 0,
  };
  const note = (errors: readonly RowError[]) => {
    found.count += errors.length;
    found.errors.push(...errors.slice(0, Math.max(0, slice.keep - found.errors.length)));
  };
  let batch: CsvRow[] = [];
  const judge = async () => {
    const judgedBefore = found.processed <= slice.from;
    const read = batch.map((row) => ({ line: row.line, ...cellsOf(row, found.columns) }));
    const good = read.flatMap((row) => ('cells' in row ? [{ line: row.line, cells: row.cells }] : []));
    const bad = read.flatMap((row) => ('error' in row ? [row.error] : []));
    const errors = [...bad, ...(await check(good, judgedBefore))].sort((a, b) => a.line - b.line);
    batch = [];
    if (!judgedBefore) note(errors);
  };

  let hasHeading = false;
  let brokenAt: number | undefined;
  for await (const row of file) {
    if (row.broken) {
      brokenAt = row.line;
    } else if (isEmptyRow(row)) {
    } else if (!hasHeading) {
      hasHeading = true;
      found.columns = columnsIn(row.cells);
      found.firstRow = row.next;
      note(headingErrors(found.columns, columns));
      if (found.count > 0) return found;
    } else {
      batch.push(row);
      found.processed += 1;
      if (batch.length === batchRows || found.processed === slice.from) await judge();
      if (found.processed === slice.from + slice.rows) {
        found.atEnd = false;
        break;
      }
    }
  }
  if (batch.length > 0) await judge();
  if (brokenAt !== undefined) note([{ line: brokenAt, code: 'not-csv' }]);
  if (found.processed === 0 && found.count === 0) note([{ line: 1, code: 'no-rows' }]);
  return found;
}
