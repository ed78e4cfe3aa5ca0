import type * as z from 'zod';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { errorAt, type FileError, type Rule } from './opening-errors.ts';
import type { ReadKind } from './opening-file.ts';

/** Returns yuan with at most two decimals as fen, exactly; undefined for any other text. */
export function fenOfYuan(yuan: string): number | undefined {
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(yuan) ?? [];
  if (whole === '') return undefined;
  const fen = Number(`${sign}${whole}${part.padEnd(2, '0')}`);
  return Number.isSafeInteger(fen) ? fen + 0 : undefined;
}

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads the cells of a row, and collects what is wrong with them. */
export class RowReader {
  readonly errors: FileError[] = [];
  readonly #file: ReadKind;
  readonly line: number;
  readonly #cells: Readonly<Record<string, string>>;

  constructor(file: ReadKind, line: number, cells: Readonly<Record<string, string>>) {
    this.#file = file;
    this.line = line;
    this.#cells = cells;
  }

  /** Records that a cell breaks a rule. */
  refuse(column: string, rule: Rule, value = this.#cells[column]): void {
    this.errors.push(errorAt({ file: this.#file, line: this.line, column }, rule, value));
  }

  /** Returns an optional text. */
  optional(column: string, most = 200): string | undefined {
    const text = this.#cells[column];
    if (text !== undefined && text.length > most) this.refuse(column, 'not-valid');
    return text;
  }

  /** Returns a required text; empty where it is missing. */
  text(column: string, most = 200): string {
    const text = this.optional(column, most);
    if (text === undefined) this.refuse(column, 'missing');
    return text ?? '';
  }

  /** Returns a required id, as accounts have them. */
  id(column: string): string {
    const text = this.text(column);
    if (text !== '' && !idPattern.test(text)) this.refuse(column, 'not-valid');
    return text;
  }

  #day(column: string, text: string | undefined, last: string | undefined): string | undefined {
    if (text === undefined || text === '') return undefined;
    const day = dateSchema.safeParse(text).data;
    if (day === undefined) this.refuse(column, 'not-a-day');
    else if (last !== undefined && day > last) this.refuse(column, 'after-cut-over');
    return day;
  }

  /** Returns a required day, not after `last` where given. */
  day(column: string, last?: string): string {
    return this.#day(column, this.text(column), last) ?? '';
  }

  /** Returns an optional day, not after `last` where given. */
  optionalDay(column: string, last?: string): string | undefined {
    return this.#day(column, this.#cells[column], last);
  }

  /** Returns an optional amount in fen, 0 where the cell is empty; never negative. */
  optionalFen(column: string): number {
    const text = this.#cells[column];
    if (text === undefined) return 0;
    const fen = fenOfYuan(text);
    if (fen === undefined) this.refuse(column, 'not-an-amount');
    else if (fen < 0) this.refuse(column, 'not-positive');
    return fen ?? 0;
  }

  /** Returns a required amount above zero in fen. */
  fen(column: string): number {
    const text = this.text(column);
    const fen = text === '' ? 0 : fenOfYuan(text);
    if (fen === undefined) this.refuse(column, 'not-an-amount');
    else if (text !== '' && fen <= 0) this.refuse(column, 'not-positive');
    return fen ?? 0;
  }

  /** Returns a required amount in fen, also 0 or below. */
  anyFen(column: string): number {
    const text = this.text(column);
    const fen = text === '' ? 0 : fenOfYuan(text);
    if (fen === undefined) this.refuse(column, 'not-an-amount');
    return fen ?? 0;
  }

  /** Returns a required decimal, such as a reading. */
  decimal(column: string): string {
    const text = this.text(column);
    if (text !== '' && !decimalSchema.safeParse(text).success) this.refuse(column, 'not-valid');
    return text;
  }

  /** Returns a value of an enum, `usual` where the cell is empty; undefined where it is wrong. */
  oneOf<V extends string>(column: string, schema: z.ZodEnum<Record<string, V>>, usual?: NoInfer<V>): V | undefined {
    if (usual !== undefined && this.#cells[column] === undefined) return usual;
    const text = this.text(column);
    const found = schema.safeParse(text);
    if (text !== '' && !found.success) this.refuse(column, 'not-valid');
    return found.data;
  }

  /** Returns `yes` or `no` as a truth value; `no` where the cell is empty. */
  yesNo(column: string): boolean {
    const text = this.#cells[column] ?? 'no';
    if (text !== 'yes' && text !== 'no') this.refuse(column, 'not-valid');
    return text === 'yes';
  }
}
