import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { triageWordsSchema } from '../../../functions/service/tickets/public.ts';
import { command } from '../../local/command.ts';
import { measured, report } from './triage-measured.ts';

/*
 * `npm run triage -- FILE.tsv [--words WORDS.json]`: applies emergency triage to every sentence of a file
 * with the columns id, lang, class, label and text, and compares the verdicts with the labels. It needs no
 * backend. WORDS.json holds the words that an estate adds, removes and switches off, as in `triage` of its
 * tickets policy. `--half odd|even` selects the sentences with an odd or even number in their id; `--quiet`
 * leaves out the misses.
 */

const usage = 'Usage: npm run triage -- FILE.tsv [--words WORDS.json] [--half odd|even] [--quiet]';

const rowSchema = z.object({
  id: z.string().min(1),
  lang: z.string().min(1),
  class: z.string().min(1),
  label: z.enum(['emergency', 'suspected', 'none']),
  text: z.string().min(1),
});

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${file} is not UTF-8 text. Save it as UTF-8 and try again.`);
  }
}

function rowsIn(file: string, text: string) {
  const columns = Object.keys(rowSchema.shape);
  const lines: string[][] = parse(text, {
    delimiter: '\t',
    bom: true,
    quote: null,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const [heading = [], ...rest] = lines.map((line) => line.map((value) => value.trim()));
  const missing = columns.filter((column) => !heading.includes(column));
  if (missing.length > 0) {
    throw new Error(
      `${file} lacks the columns ${missing.join(', ')}. Its first line must name ${columns.join(', ')}, separated by tabs.`,
    );
  }
  if (rest.length === 0) throw new Error(`${file} has no sentences below its first line.`);
  const seen = new Set<string>();
  return rest.map((values, at) => {
    const where = `${file}, line ${at + 2}`;
    if (values.length !== heading.length) {
      throw new Error(`${where}: there are ${values.length} columns instead of ${heading.length}.`);
    }
    const row = rowSchema.safeParse(Object.fromEntries(heading.map((name, column) => [name, values[column]])));
    if (!row.success) {
      throw new Error(
        `${where}: ${row.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
      );
    }
    if (seen.has(row.data.id)) throw new Error(`${where}: the id ${row.data.id} occurs twice.`);
    seen.add(row.data.id);
    return row.data;
  });
}

async function wordsIn(file: string) {
  const text = await textOf(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON.`);
  }
  const words = triageWordsSchema.safeParse(json);
  if (!words.success) throw new Error(`${file} is not a valid list of triage words: ${z.prettifyError(words.error)}`);
  return words.data;
}

const options = { words: { type: 'string' }, half: { type: 'string' }, quiet: { type: 'boolean' } } as const;

await command({ usage, options, takes: 'file' }, async (values, file = '') => {
  const { half } = values;
  if (half !== undefined && half !== 'odd' && half !== 'even') throw new Error(`--half is odd or even.\n${usage}`);
  const words = values.words === undefined ? undefined : await wordsIn(values.words);
  const rows = rowsIn(file, await textOf(file)).filter(
    ({ id }) => half === undefined || (Number(id.replace(/\D/g, '')) % 2 === 1) === (half === 'odd'),
  );
  if (rows.length === 0) throw new Error(`${file} has no sentence in the ${half} half.`);
  process.stdout.write(report(measured(rows, words), { misses: values.quiet !== true }));
});
