import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { csvRows, notUtf8 } from '../../../shared/files/csv-rows.ts';
import { s3 } from '../../../shared/files/s3.ts';
import { setting } from '../../../shared/kernel/environment.ts';
import { errorAt, type FileError } from './opening-errors.ts';
import { columnsByKind, type ReadKind } from './opening-file.ts';

/** A row of a file with its cells by column. */
export interface FileRow<K extends ReadKind = ReadKind> {
  readonly kind: K;
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

async function bytesOf(key: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: setting('UPLOADS_BUCKET'), Key: key }));
    return Body && Buffer.from(await Body.transformToByteArray());
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

function headingErrors(kind: ReadKind, heading: readonly string[]): FileError[] {
  const { required, optional } = columnsByKind[kind];
  const at = (column: string) => ({ file: kind, line: 1, column: column.slice(0, 60) });
  const found = heading.flatMap((column, nth) => {
    if (column.includes(notUtf8)) return [errorAt({ file: kind, line: 1 }, 'not-utf-8')];
    if (heading.indexOf(column) < nth) return [errorAt(at(column), 'column-twice')];
    return required.includes(column) || optional.includes(column) ? [] : [errorAt(at(column), 'unknown-column')];
  });
  const missing = required.filter((column) => !heading.includes(column));
  return [...found, ...missing.map((column) => errorAt(at(column), 'column-missing'))];
}

/** Returns the trimmed, non-empty cells of a row by column, or what is wrong with the whole row. */
function cellsOf(
  kind: ReadKind,
  heading: readonly string[],
  { line, cells }: { line: number; cells: readonly string[] },
): Readonly<Record<string, string>> | FileError {
  if (cells.length !== heading.length) return errorAt({ file: kind, line }, 'wrong-number-of-cells');
  const named: Record<string, string> = {};
  for (const [nth, column] of heading.entries()) {
    const cell = cells[nth]?.trim() ?? '';
    if (cell.includes(notUtf8)) return errorAt({ file: kind, line, column }, 'not-utf-8');
    if (cell !== '') named[column] = cell;
  }
  return named;
}

const isError = (one: Readonly<Record<string, string>> | FileError): one is FileError => 'rule' in one;

/**
 * Reads an uploaded file under a key, whose hash must be the announced one. Returns its rows, and what is
 * wrong with the file or with whole rows.
 */
export async function readFile<K extends ReadKind>(
  key: string,
  { kind, sha256 }: { kind: K; sha256: string },
): Promise<{ rows: FileRow<K>[]; errors: FileError[] }> {
  const bytes = await bytesOf(key);
  const refused = (rule: 'no-file' | 'wrong-file') => ({ rows: [], errors: [errorAt({ file: kind, line: 1 }, rule)] });
  if (!bytes) return refused('no-file');
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return refused('wrong-file');
  const rows: FileRow<K>[] = [];
  const errors: FileError[] = [];
  let heading: string[] | undefined;
  for await (const row of csvRows(Readable.from([bytes]))) {
    const { line, broken } = row;
    if (broken) errors.push(errorAt({ file: kind, line }, 'not-csv'));
    else if (heading === undefined) {
      heading = row.cells.map((cell) => cell.trim());
      errors.push(...headingErrors(kind, heading));
      if (errors.length > 0) break;
    } else {
      const cells = cellsOf(kind, heading, row);
      if (isError(cells)) errors.push(cells);
      else rows.push({ kind, line, cells });
    }
  }
  if (heading === undefined && errors.length === 0) errors.push(...headingErrors(kind, []));
  return { rows, errors };
}
