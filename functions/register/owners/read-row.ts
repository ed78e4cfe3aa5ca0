import type * as z from 'zod';
import { cellError, type RowError } from './import-errors.ts';

/** Cells of a row by column name. An empty cell is undefined. */
export type Cells = Readonly<Record<string, string | undefined>>;

/** The value of a row, or its errors in the order of the schema's columns. */
export type Read<T> = { value: T } | { errors: RowError[] };

/** Reads the cells of a row by a schema. Returns at most one error per column. */
export function readRow<T>(schema: z.ZodType<T>, line: number, cells: Cells): Read<T> {
  const parsed = schema.safeParse(cells);
  if (parsed.success) return { value: parsed.data };
  const errors = new Map<string, RowError>();
  for (const issue of parsed.error.issues) {
    const column = String(issue.path[0] ?? '');
    const value = cells[column];
    if (!errors.has(column)) errors.set(column, cellError({ line, column, value }, codeOf(issue, value)));
  }
  return { errors: [...errors.values()] };
}

function codeOf(issue: z.core.$ZodIssue, cell: string | undefined): RowError['code'] {
  if (cell === undefined) return 'missing';
  if (issue.code === 'too_small' && issue.origin === 'string') return 'missing';
  if (issue.code === 'too_big') return 'too-long';
  return issue.code === 'invalid_value' ? 'unknown-word' : 'not-valid';
}
