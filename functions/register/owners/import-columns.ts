import { notUtf8 } from '../../../shared/files/csv-rows.ts';
import { hasControl, isBlank, keyText } from '../../../shared/kernel/plain-text.ts';
import type { ImportKind } from './import.ts';
import { cellError, type RowError } from './import-errors.ts';
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
    if (column === '') return [{ line: 1, column: columnLetter(place), code: 'column-without-name' }];
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

/** Returns the letters of a column as spreadsheets show them: A for 0, AA for 26. */
function columnLetter(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : columnLetter(Math.floor(place / 26) - 1) + letter;
}

/** Returns the columns of a heading line. Empty cells after the last name are not columns. */
export function columnsIn(heading: readonly string[]): string[] {
  const names = heading.map(keyText);
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}

/** Returns true when a row shows nothing. Spreadsheets write such rows below the last one. */
export function isEmptyRow({ cells }: { cells: readonly string[] }): boolean {
  return cells.every(isBlank);
}

/** Returns the trimmed, non-empty cells of a row by column name, or the error of the whole row. */
export function cellsOf(
  row: { line: number; cells: readonly string[] },
  columns: readonly string[],
): { cells: Cells } | { error: RowError } {
  const { line } = row;
  if (row.cells.length < columns.length) return { error: { line, code: 'wrong-number-of-cells' } };
  const extra = row.cells.findIndex((cell, place) => place >= columns.length && !isBlank(cell));
  if (extra >= 0) {
    return { error: cellError({ line, column: columnLetter(extra), value: row.cells[extra] }, 'extra-cell') };
  }
  const cells: Record<string, string> = {};
  for (const [place, column] of columns.entries()) {
    const cell = row.cells[place]?.trim() ?? '';
    // Most likely a file in GBK.
    if (cell.includes(notUtf8)) return { error: { line, column, code: 'not-utf-8' } };
    if (hasControl(cell)) return { error: { line, column, code: 'control' } };
    if (!isBlank(cell)) cells[column] = cell;
  }
  return { cells };
}
