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

/** Returns the page `docs/bench.md`. */
export function pageOf({ tables }: Pick<BenchRecord, 'tables'>, before: readonly Table[] = []): string {
  return `# Measured against the least

Written by \`npm run bench -- --write\`. The command takes minutes and needs nothing but this machine. Ratios come from
one run in which both sides take turns, so they can be compared between machines and commits. Times and rates cannot.
\`npm run bench -- --check\` fails on a ratio 15 % above the recorded one (\`infra/tools/bench/record.json\`). \`--help\`
lists the options.

The figures before an arrow are those of an earlier commit. To get them, take a second checkout of it, copy
\`infra/tools/bench\` into it and run \`node infra/tools/bench/bench.ts --write\` there. Then run
\`npm run bench -- --write --before OTHER/infra/tools/bench/record.json\` here.

${tables.map((table) => tableText(table, before)).join('\n')}`;
}
