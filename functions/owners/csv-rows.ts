import { pipeline, type Readable } from 'node:stream';
import { parse } from 'csv-parse';
import * as z from 'zod';

/** A row of a CSV file and where it stands. */
export interface CsvRow {
  /** Its first line, from 1. */
  line: number;
  cells: string[];
  /** Where the next row starts: a later reading may begin there. */
  next: { byte: number; line: number };
  /** True of the last one when what follows is not CSV (a quotation mark that nobody closes). */
  broken?: boolean;
}

const parsedSchema = z.object({
  record: z.array(z.string()),
  info: z.object({ bytes: z.number(), empty_lines: z.number(), records: z.number() }),
});

/** Nothing in the register is longer; it also bounds what a quotation mark that nobody closes can swallow. */
const longestRow = 64 * 1024;

/**
 * The rows of a CSV file (RFC 4180, UTF-8 with or without a byte order mark), one at a time, however long the file is.
 * Empty lines are passed over. `start` is the `next` of an earlier row when the stream begins after it.
 */
export async function* csvRows(source: Readable, start = { byte: 0, line: 1 }): AsyncGenerator<CsvRow> {
  let goodRows: number | undefined;
  const parser = parse({
    bom: start.byte === 0,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    record_delimiter: ['\r\n', '\n'],
    // Noted and not thrown: an error would take with it the good rows that wait in the parser's buffer.
    skip_records_with_error: true,
    on_skip: () => {
      goodRows ??= parser.info.records;
      return undefined;
    },
  });
  pipeline(source, parser, () => undefined);

  let { byte, line } = start;
  let emptyLines = 0;
  for await (const parsed of parser) {
    const { record, info } = parsedSchema.parse(parsed);
    if (goodRows !== undefined && info.records > goodRows) break;
    line += info.empty_lines - emptyLines;
    emptyLines = info.empty_lines;
    const first = line;
    byte = start.byte + info.bytes;
    line += 1 + record.reduce((sum, cell) => sum + newlines(cell), 0);
    yield { line: first, cells: record, next: { byte, line } };
  }
  if (goodRows !== undefined) yield { line, cells: [], next: { byte, line }, broken: true };
}

function newlines(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  return count;
}
