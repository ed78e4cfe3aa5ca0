import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import * as z from 'zod';

/** Yields the rows of a CSV file with a heading, plain or gzipped, one at a time. */
export async function* rowsOf(file: string): AsyncGenerator<Record<string, string>> {
  const text = createReadStream(file);
  const plain = file.endsWith('.gz') ? text.pipe(createGunzip()) : text;
  for await (const row of plain.pipe(parse({ columns: true, bom: true, relax_quotes: true }))) {
    yield z.record(z.string(), z.string()).parse(row);
  }
}
