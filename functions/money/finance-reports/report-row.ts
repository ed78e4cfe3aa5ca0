import * as z from 'zod';
import { type Text, text } from '../../../shared/kernel/language.ts';
import { yuanText } from '../../../shared/kernel/money.ts';

/** A row of a report: what it is about, and amounts that add up. Rows with the same key are one row. */
export const rowSchema = z
  .object({
    key: z.string(),
    /** Where the row stands among the others. */
    order: z.string(),
    cells: z.record(z.string(), z.string()),
    sums: z.record(z.string(), z.int()),
  })
  .meta({ id: 'FinanceReportStoredRow' });
export type Row = z.infer<typeof rowSchema>;
export type Sums = Row['sums'];

/** A column: a text, an amount in fen, a count, or the percentage of two sums (R32.1). */
export type Column = { readonly id: string; readonly title: Text } & (
  | { readonly type: 'text' | 'fen' | 'count' }
  | { readonly type: 'rate'; readonly part: readonly string[]; readonly whole: readonly string[] }
);

export const textColumn = (id: string, title: Text): Column => ({ id, title, type: 'text' });
export const fenColumn = (id: string, title: Text): Column => ({ id, title, type: 'fen' });

/** The text of a rate that has nothing to be a part of (R32.1). */
export const noRate = '-';

/** Returns a percentage with two decimals, half up; `-` without a denominator. */
export function rateText(part: number, whole: number): string {
  if (whole <= 0) return noRate;
  const hundredths = (BigInt(Math.abs(part)) * 20_000n + BigInt(whole)) / (2n * BigInt(whole));
  return yuanText(part < 0 ? -Number(hundredths) : Number(hundredths));
}

/** Adds sums, name by name. */
export function addSums(a: Sums, b: Sums): Sums {
  const all = { ...a };
  for (const [name, fen] of Object.entries(b)) all[name] = (all[name] ?? 0) + fen;
  return all;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Returns rows with the same key as one, in their order. */
export function mergeRows(rows: Iterable<Row>): Row[] {
  const merged = new Map<string, Row>();
  for (const row of rows) {
    const before = merged.get(row.key);
    merged.set(row.key, before ? { ...before, sums: addSums(before.sums, row.sums) } : row);
  }
  return [...merged.values()].sort((a, b) => collator.compare(a.order, b.order) || (a.key < b.key ? -1 : 1));
}

/** Returns the sums of all rows. */
export function totalsOf(rows: readonly Row[]): Sums {
  return rows.reduce<Sums>((all, { sums }) => addSums(all, sums), {});
}

const sumOf = (sums: Sums, names: readonly string[]) => names.reduce((all, name) => all + (sums[name] ?? 0), 0);

/** Returns the value of a cell: fen and counts as numbers, all others as text. */
export function cellOf(column: Column, { cells, sums }: Pick<Row, 'cells' | 'sums'>): string | number {
  if (column.type === 'text') return cells[column.id] ?? '';
  if (column.type === 'rate') return rateText(sumOf(sums, column.part), sumOf(sums, column.whole));
  return sums[column.id] ?? 0;
}

/** Returns the values of a row by column: amounts in fen. */
export function valuesOf(
  columns: readonly Column[],
  row: Pick<Row, 'cells' | 'sums'>,
): Record<string, string | number> {
  return Object.fromEntries(columns.map((column) => [column.id, cellOf(column, row)]));
}

/** Returns a cell as people read it: amounts in yuan. */
export function textOf(column: Column, row: Pick<Row, 'cells' | 'sums'>): string {
  const value = cellOf(column, row);
  return column.type === 'fen' && typeof value === 'number' ? yuanText(value) : String(value);
}

const totalWord = text('合计', '合計', 'Total');

/** Returns the row of totals: its first column says so. */
export function totalRow(columns: readonly Column[], sums: Sums, language: keyof Text): Pick<Row, 'cells' | 'sums'> {
  const [first] = columns;
  return { cells: first ? { [first.id]: totalWord[language] } : {}, sums };
}
