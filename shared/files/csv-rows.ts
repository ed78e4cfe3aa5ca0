import { pipeline, type Readable } from 'node:stream';
import { parse } from 'csv-parse';
import * as z from 'zod';

/** A row of a CSV file and its position. */
export interface CsvRow {
  /** First line of the row, counted from 1. */
  line: number;
  cells: string[];
  /** Position of the next row. A later read can start there. */
  next: { byte: number; line: number };
  /** True on the last row when the rest of the file is not CSV (an unclosed quotation mark). */
  broken?: boolean;
}

const parsedSchema = z
  .object({
    record: z.array(z.string()),
    info: z.object({ bytes: z.number(), empty_lines: z.number(), records: z.number() }),
  })
  .meta({ id: 'Parsed' });

/** Longest accepted row. It also limits how much text an unclosed quotation mark can include. */
const longestRow = 64 * 1024;

/** The character that decoding writes for bytes that are not UTF-8. */
export const notUtf8 = '\uFFFD';

/**
 * Yields the bytes of a file. A file with the byte order mark of UTF-16 or UTF-32 becomes one `notUtf8`
 * character. The parser would otherwise read its first slice in that encoding, and later slices as UTF-8.
 */
async function* utf8Only(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 4) continue;
    yield hasOtherMark(head) ? Buffer.from(notUtf8) : head;
    if (hasOtherMark(head)) return;
    head = undefined;
  }
  if (head !== undefined) yield hasOtherMark(head) ? Buffer.from(notUtf8) : head;
}

/** Returns true when a file begins with a byte order mark of UTF-16 or UTF-32, in either byte order. */
function hasOtherMark(head: Buffer): boolean {
  return ['fffe', 'feff', '0000feff'].some((mark) => head.toString('hex', 0, 4).startsWith(mark));
}

/**
 * Yields the rows of a CSV file (RFC 4180, UTF-8 with or without byte order mark) one at a time.
 * Skips empty lines. When the stream begins after an earlier row, `start` is the `next` of that row.
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
    // Recorded, not thrown: an error would discard the good rows in the parser's buffer.
    skip_records_with_error: true,
    on_skip: () => {
      goodRows ??= parser.info.records;
      return undefined;
    },
  });
  if (start.byte === 0) pipeline(source, utf8Only, parser, () => undefined);
  else pipeline(source, parser, () => undefined);

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
