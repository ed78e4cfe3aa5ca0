import * as z from 'zod';
import type { Ratios } from './ratios.ts';

/** A table of results. The first cell of a row is its name. */
export const tableSchema = z.object({
  title: z.string(),
  /** Sentences above the table: what was measured, and how. */
  about: z.string(),
  head: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  /** Sentences below the table: the goal, and the reason where it is not met. */
  notes: z.string().default(''),
});
export type Table = z.input<typeof tableSchema>;

/** What a part of the benchmark returns. */
export interface Part {
  readonly tables: readonly Table[];
  /** Ratios that `--check` compares, named `part: what`. */
  readonly ratios: Ratios;
}

/** The committed results of a run. */
export const recordSchema = z.object({
  ratios: z.record(z.string(), z.number()),
  tables: z.array(tableSchema),
});
export type BenchRecord = z.infer<typeof recordSchema>;

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** Returns a cell with the value of an earlier commit before it, if it differs. */
function withBefore(now: string, before: string | undefined): string {
  return before === undefined || before === now ? now : `${before} → ${now}`;
}

/** Returns a table as markdown. Figures of an earlier commit stand before an arrow. */
export function tableText({ title, about, head, rows, notes = '' }: Table, earlier: readonly Table[] = []): string {
  const before = earlier.find((one) => one.title === title);
  const cellBefore = (name: string, column: number) => {
    const place = before?.head.indexOf(head[column] ?? '') ?? -1;
    return before?.rows.find(([first]) => first === name)?.[place];
  };
  const cells = rows.map(([name = '', ...others]) => [
    name,
    ...others.map((now, nth) => withBefore(now, cellBefore(name, nth + 1))),
  ]);
  const rule = head.map((_, nth) => (nth === 0 ? '---' : '--:'));
  const lines = [`## ${title}`, '', about, '', row(head), row(rule), ...cells.map(row)];
  return [...lines, ...(notes ? ['', notes] : []), ''].join('\n');
}

/** Returns a figure with few digits: `0.5`, `12.3`, `1,234`. */
export function figure(value: number, digits = 1): string {
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
