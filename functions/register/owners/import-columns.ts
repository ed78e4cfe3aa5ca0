import { notUtf8 } from './csv-rows.ts';
import type { ImportKind } from './import.ts';
import type { RowError } from './import-errors.ts';
import { personColumns } from './person-rows.ts';
import type { Cells } from './read-row.ts';
import { unitColumns } from './unit-rows.ts';

/** Required and optional columns of a kind of file. */
export interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Returns the columns of a kind of import. */
export function columnsOf(kind: ImportKind): Columns {
  switch (kind) {
    case 'units':
      return unitColumns;
    case 'people':
      return personColumns;
  }
}

/** Returns the errors in the heading of a file, which must name each column once, in any order. */
export function headingErrors(heading: readonly string[], { required, optional }: Columns): RowError[] {
  const found = heading.flatMap((column, place): RowError[] => {
    if (column.includes(notUtf8)) return [{ line: 1, code: 'not-utf-8' }];
    if (heading.indexOf(column) < place) return [{ line: 1, column: shown(column), code: 'column-twice' }];
    const known = required.includes(column) || optional.includes(column);
    return known ? [] : [{ line: 1, column: shown(column), code: 'unknown-column' }];
  });
  const missing = required.filter((column) => !heading.includes(column));
  return [...found, ...missing.map((column): RowError => ({ line: 1, column, code: 'column-missing' }))];
}

/** Shortens a column name, because a file that is not CSV may have a "column" of any length. */
function shown(column: string): string {
  return column.slice(0, 60);
}

/** Returns the trimmed, non-empty cells of a row by column name, or the error of the whole row. */
export function cellsOf(
  row: { line: number; cells: readonly string[] },
  columns: readonly string[],
): { cells: Cells } | { error: RowError } {
  if (row.cells.length !== columns.length) return { error: { line: row.line, code: 'wrong-number-of-cells' } };
  const cells: Record<string, string> = {};
  for (const [place, column] of columns.entries()) {
    const cell = row.cells[place]?.trim() ?? '';
    // Most likely a file in GBK.
    if (cell.includes(notUtf8)) return { error: { line: row.line, column, code: 'not-utf-8' } };
    if (cell !== '') cells[column] = cell;
  }
  return { cells };
}
