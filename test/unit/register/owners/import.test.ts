import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorPage } from '../../../../functions/register/owners/error.page.ts';
import { columnsOf } from '../../../../functions/register/owners/import-columns.ts';
import { errorView, type RowError } from '../../../../functions/register/owners/import-errors.ts';
import { readPersonRow } from '../../../../functions/register/owners/person-rows.ts';
import {
  peopleCheck,
  personIdOf,
  type RegisterReads,
  unitCheck,
} from '../../../../functions/register/owners/row-checks.ts';
import type { Tenure } from '../../../../functions/register/owners/tenure.ts';
import { readUnitRow } from '../../../../functions/register/owners/unit-rows.ts';
import { type Findings, validateRows } from '../../../../functions/register/owners/validate-rows.ts';
import { csvRows } from '../../../../shared/files/csv-rows.ts';
import { languages } from '../../../../shared/kernel/language.ts';

const whole = { from: 0, rows: 1_000_000, keep: 1_000 };
const streamOf = (text: string | Buffer) => Readable.from([Buffer.from(text)]);
async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
const judgeUnits = (text: string | Buffer, slice = whole) =>
  validateRows(csvRows(streamOf(text)), columnsOf('units'), unitCheck(), slice);

const emptyRegister: RegisterReads = { unitIds: async () => new Map(), tenures: async () => [] };
function registerOf(labels: readonly string[], tenures: readonly Tenure[] = []): RegisterReads {
  return {
    unitIds: async (asked) => new Map(asked.filter((one) => labels.includes(one)).map((one) => [one, `id of ${one}`])),
    tenures: async (unitId) => tenures.filter((one) => one.unitId === unitId),
  };
}
const judgePeople = (text: string, register: RegisterReads, slice = whole) =>
  validateRows(csvRows(streamOf(text)), columnsOf('people'), peopleCheck('yangguang', register), slice);
const errorsOf = ({ errors }: Findings) => errors.map(({ line, column, code }) => [line, column, code]);

describe('a row of a unit', () => {
  const cells = { label: '3栋2单元1201', building: '3栋', area: '89.5', use: '住宅' };

  test('accepts Chinese words and short decimals', () => {
    expect(readUnitRow(2, { ...cells, floor: '12', phase: '一期' })).toEqual({
      value: { label: '3栋2单元1201', building: '3栋', area: '89.50', use: 'dwelling', floor: 12, phase: '一期' },
    });
  });

  test.each([
    ['label', undefined, 'missing'],
    ['label', 'x'.repeat(121), 'too-long'],
    ['area', '1,200', 'not-valid'],
    ['area', '89.555', 'not-valid'],
    ['area', '-5', 'not-valid'],
    ['area', '0', 'not-valid'],
    ['area', '0.00', 'not-valid'],
    ['insideArea', '0.0', 'not-valid'],
    ['use', '别墅', 'unknown-word'],
    ['floor', 'G', 'not-valid'],
    ['floor', '301', 'too-long'],
  ])('whose %s is %s is rejected: %s %s', (column, cell, code) => {
    expect(readUnitRow(2, { ...cells, [column]: cell })).toMatchObject({
      errors: [{ line: 2, column, code, ...(cell !== undefined && { value: cell.slice(0, 100) }) }],
    });
  });

  test('reports all its errors, in the order of the columns', () => {
    expect(readUnitRow(7, { use: 'x', label: 'a' })).toEqual({
      errors: [
        { line: 7, column: 'building', code: 'missing' },
        { line: 7, column: 'area', code: 'missing' },
        { line: 7, column: 'use', code: 'unknown-word', value: 'x' },
      ],
    });
  });
});

describe('a row of a person', () => {
  test('needs only key and name; an empty cell is no consent (R15.5)', () => {
    expect(readPersonRow(2, { key: 'k1', name: '李' })).toEqual({
      value: { key: 'k1', person: { name: '李', language: undefined, marketingConsent: false }, holding: undefined },
    });
  });

  test('must have unit, role and first day together', () => {
    const cells = { key: 'k1', name: '李', unitLabel: '1-101', role: '业主', from: '2024-03-01' };
    expect(readPersonRow(2, cells)).toMatchObject({ value: { holding: { role: 'owner', from: '2024-03-01' } } });
    expect(readPersonRow(2, { ...cells, from: undefined, role: undefined })).toEqual({
      errors: [
        { line: 2, column: 'role', code: 'missing' },
        { line: 2, column: 'from', code: 'missing' },
      ],
    });
    expect(readPersonRow(2, { ...cells, to: '2024-02-28' })).toEqual({
      errors: [{ line: 2, column: 'to', code: 'ends-before-it-starts', value: '2024-02-28' }],
    });
  });

  test.each([
    ['email', 'li at example.com', 'not-valid'],
    ['phone', 'ask at the gate', 'not-valid'],
    ['language', 'fr', 'unknown-word'],
    ['marketingConsent', 'maybe', 'unknown-word'],
    ['role', 'landlord', 'unknown-word'],
    ['from', '2024-02-30', 'not-valid'],
  ])('whose %s is "%s" is rejected: %s', (column, cell, code) => {
    const cells = { key: 'k1', name: '李', unitLabel: '1-101', role: 'owner', from: '2024-03-01', [column]: cell };
    expect(readPersonRow(2, cells)).toMatchObject({
      errors: [{ line: 2, column, code, ...(cell !== undefined && { value: cell.slice(0, 100) }) }],
    });
  });
});

describe('a file', () => {
  const heading = 'label,building,area,use';

  test('with byte order mark and CRLF, as spreadsheets write it, is valid', async () => {
    const found = await judgeUnits(`\uFEFF${heading}\r\n1-101,1,89.5,住宅\r\n\r\n1-102,1,90,shop\r\n`);
    expect(found).toMatchObject({ processed: 2, count: 0, atEnd: true, columns: heading.split(',') });
  });

  const twoHomes = `${heading}\r\n1-101,1,89.5,dwelling\r\n1-102,1,90,shop\r\n`;
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  const utf32 = (text: string) =>
    Buffer.concat([...text].map((one) => Buffer.from([one.codePointAt(0) ?? 0, 0, 0, 0])));
  test.each([
    ['UTF-16, little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(twoHomes)])],
    ['UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(twoHomes).swap16()])],
    ['UTF-32, little end first', Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), utf32(twoHomes)])],
    ['UTF-32, big end first', Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), utf32(twoHomes).swap32()])],
  ])('in %s is rejected before its first row, for every chunk size', async (_, bytes) => {
    for (const pieces of [1, 3, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / pieces) }, (__, i) =>
        bytes.subarray(i * pieces, (i + 1) * pieces),
      );
      const found = await validateRows(csvRows(Readable.from(chunks)), columnsOf('units'), unitCheck(), whole);
      expect(errorsOf(found)).toContainEqual([1, undefined, 'not-utf-8']);
      expect(found.processed).toBe(0);
    }
  });

  test.each([
    ['UTF-16 without a mark', utf16(twoHomes)],
    ['UTF-16 without a mark, big end first', utf16(twoHomes).swap16()],
    ['two bytes of a mark and nothing else', Buffer.from([0xff, 0xfe])],
    ['GBK', Buffer.concat([Buffer.from(`${heading}\n`), Buffer.from([0xb1, 0xb1]), Buffer.from('1,1,90,shop\n')])],
  ])('in %s is rejected', async (_, bytes) => {
    expect((await judgeUnits(bytes)).count).toBeGreaterThan(0);
  });

  test('reports errors in the order of its rows, with the first line of each row', async () => {
    const text = `${heading}\n"1-\n101",1,x,dwelling\n\n1-102,1,90\n1-103,1,90,villa\n1-104,1,90,shop\n1-104,1,90,shop\n`;
    expect(errorsOf(await judgeUnits(text))).toEqual([
      [2, 'area', 'not-valid'],
      [5, undefined, 'wrong-number-of-cells'],
      [6, 'use', 'unknown-word'],
      [8, 'label', 'twice-in-file'],
    ]);
  });

  test('names line, column, value and rule of an error, and the other line of a repeated one', async () => {
    const text = `${heading}\n3栋101,3栋,89.37,dwelling\n3栋102,3栋,0.00,dwelling\n３ 栋 １０１,3栋,89.37,dwelling\n`;
    const { errors } = await judgeUnits(text);
    expect(errors).toEqual([
      { line: 3, column: 'area', code: 'not-valid', value: '0.00' },
      { line: 4, column: 'label', code: 'twice-in-file', value: '３ 栋 １０１', otherLine: 2 },
    ]);
    expect(errors.map((error) => errorView(error, 'en'))).toMatchObject([
      {
        rule: 'Write square metres above 0 with at most two decimals, such as 89.37.',
        message: 'The format is wrong. Write square metres above 0 with at most two decimals, such as 89.37.',
      },
      { message: 'Line 2 says the same. Remove one of the two lines.' },
    ]);
    expect(errorView({ line: 4, column: 'label', code: 'twice-in-file', otherLine: 2 }, 'zh-CN').message).toContain(
      '第 2 行',
    );
  });

  test('may end with rows and columns without text, as spreadsheets write them', async () => {
    const text = `${heading},,\n1-101,1,90,shop,,\n,,,,,\n1-102,1,90,shop\n , ,\u3000,\u200b\n,,,\n`;
    const found = await judgeUnits(text);
    expect(errorsOf(found)).toEqual([]);
    expect(found.processed).toBe(2);
  });

  test('reports a cell beyond its heading and a column without a name', async () => {
    const { errors } = await judgeUnits(`${heading}\n1-101,1,90,shop,,南向\n`);
    expect(errors).toEqual([{ line: 2, column: 'F', code: 'extra-cell', value: '南向' }]);
    expect(errorsOf(await judgeUnits('label,,building,area,use\n1-101,x,1,90,shop\n'))).toEqual([
      [1, 'B', 'column-without-name'],
    ]);
  });

  test('rejects a cell with a control character, and calls an invisible one empty', async () => {
    const text = `${heading}\n1-\u0007101,1,90,shop\n\u200b,1,90,shop\n`;
    expect(errorsOf(await judgeUnits(text))).toEqual([
      [2, 'label', 'control'],
      [3, 'label', 'missing'],
    ]);
  });

  test('with a wrong heading is not read further', async () => {
    expect(errorsOf(await judgeUnits('label,building,building,colour\n1,2,3,4\n'))).toEqual([
      [1, 'building', 'column-twice'],
      [1, 'colour', 'unknown-column'],
      [1, 'area', 'column-missing'],
      [1, 'use', 'column-missing'],
    ]);
  });

  test('without rows is rejected', async () => {
    expect(errorsOf(await judgeUnits(''))).toEqual([[1, undefined, 'no-rows']]);
    expect(errorsOf(await judgeUnits(`${heading}\n`))).toEqual([[1, undefined, 'no-rows']]);
  });

  test('in GBK reports the encoding, not wrong words', async () => {
    const gbk = Buffer.concat([Buffer.from(`${heading}\n1-101,1,90,`), Buffer.from([0xc9, 0xcc, 0xc6, 0xcc])]);
    expect(errorsOf(await judgeUnits(gbk))).toEqual([[2, 'use', 'not-utf-8']]);
  });

  test('reports the errors before an unclosed quotation mark', async () => {
    const text = `${heading}\n1-101,1,x,shop\n1-102,1,90,shop\n"1-103,1,90,shop\n1-104,1,90,shop\n`;
    expect(errorsOf(await judgeUnits(text))).toEqual([
      [2, 'area', 'not-valid'],
      [4, undefined, 'not-csv'],
    ]);
  });

  test('counts all errors and keeps the first ones', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => `1-${n},1,x,shop`).join('\n');
    const found = await judgeUnits(`${heading}\n${rows}`, { ...whole, keep: 100 });
    expect(found.count).toBe(250);
    expect(found.errors.map((error) => error.line)).toEqual(Array.from({ length: 100 }, (_, n) => n + 2));
  });

  test('gives the same remaining rows when it is read from the end of any row', async () => {
    const cell = fc.oneof(
      fc.constantFrom('甲', 'a', '', ' x ', 'say "hi"', 'two\nlines', 'two\r\nlines', 'a,b', '𠮷'),
      fc.string({ maxLength: 6 }).map((text) => text.replace(/[\r\n\uFEFF]/g, '')),
    );
    const file = fc.record({
      rows: fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 12 }),
      newline: fc.constantFrom('\n', '\r\n'),
      bom: fc.boolean(),
      gap: fc.boolean(),
      pieces: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, newline, bom, gap, pieces }) => {
        const lines = rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(','));
        const bytes = Buffer.from((bom ? '\uFEFF' : '') + lines.join(gap ? newline + newline : newline));
        const inPieces = (from: number) => {
          const chunks: Buffer[] = [];
          for (let at = from; at < bytes.length; at += pieces) chunks.push(bytes.subarray(at, at + pieces));
          return Readable.from(chunks);
        };
        const all = await allOf(csvRows(inPieces(0)));
        expect(all.map((row) => row.cells)).toEqual(rows);
        for (const [place, { next }] of all.entries()) {
          const rest = await allOf(csvRows(inPieces(next.byte), next));
          expect(rest).toEqual(all.slice(place + 1));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('people of a file', () => {
  const heading = 'key,name,unitLabel,role,from,to';

  test('must hold units of the register', async () => {
    const text = `${heading}\nk1,李,1-101,owner,2024-01-01,\nk2,王,9-999,owner,2024-01-01,\n`;
    expect(errorsOf(await judgePeople(text, registerOf(['1-101'])))).toEqual([[3, 'unitLabel', 'unknown-unit']]);
  });

  test('may hold several units under one key, with one set of details', async () => {
    const register = registerOf(['1-101', '1-102']);
    const same = `${heading}\nk1,李,1-101,owner,2024-01-01,\nk1,李,1-102,owner,2024-01-01,\n`;
    expect((await judgePeople(same, register)).count).toBe(0);
    const text = `${same}k1,李四,1-102,tenant,2024-01-01,\nk1,李,1-101,owner,2024-01-01,\n`;
    expect(errorsOf(await judgePeople(text, register)).slice(0, 2)).toEqual([
      [4, 'key', 'differs-in-file'],
      [5, 'key', 'twice-in-file'],
    ]);
  });

  test('name the other line of a row that repeats or contradicts it', async () => {
    const text = `${heading}\nk1,李,1-101,owner,2024-01-01,\nk1,李四,1-102,tenant,2024-01-01,\nｋ1,李,１-101 ,owner,2024-01-01,\nk2,王,1 -101,owner,2025-01-01,\n`;
    const { errors } = await judgePeople(text, registerOf(['1-101', '1-102', '1 -101']));
    expect(errors).toEqual([
      { line: 3, column: 'key', code: 'differs-in-file', value: 'k1', otherLine: 2 },
      { line: 4, column: 'key', code: 'twice-in-file', value: 'k1', otherLine: 2 },
      { line: 5, column: 'unitLabel', code: 'unit-has-owner', value: '1 -101', otherLine: 2 },
    ]);
  });

  test('cannot be two owners of a unit at the same time', async () => {
    const text = `${heading}\nk1,李,1-101,owner,2024-01-01,\nk2,王,1-101,owner,2025-01-01,\nk3,赵,1-101,co-owner,2024-01-01,\n`;
    expect(errorsOf(await judgePeople(text, registerOf(['1-101'])))).toEqual([[3, 'unitLabel', 'unit-has-owner']]);
  });

  const li: Tenure = {
    tenureId: 'ten_1',
    estateId: 'yangguang',
    unitId: 'id of 1-101',
    personId: personIdOf('yangguang', 'k1'),
    role: 'owner',
    from: '2024-01-01',
    updatedAt: '2024-01-01T00:00:00Z',
    version: 1,
  };

  test('are checked against the owners of the register; the same file may end the tenure of a seller', async () => {
    const bought = 'k2,王,1-101,owner,2025-01-01,\n';
    const register = registerOf(['1-101'], [li]);
    expect(errorsOf(await judgePeople(`${heading}\n${bought}`, register))).toEqual([
      [2, 'unitLabel', 'unit-has-owner'],
    ]);
    const sold = `${heading}\nk1,李,1-101,owner,2024-01-01,2024-12-31\n${bought}`;
    expect((await judgePeople(sold, register)).count).toBe(0);
  });

  test('may already be in the register', async () => {
    const text = `${heading}\nk1,李,1-101,owner,2024-01-01,\n`;
    expect((await judgePeople(text, registerOf(['1-101'], [li]))).count).toBe(0);
    const ended = registerOf(['1-101'], [{ ...li, to: '2024-12-31' }]);
    expect((await judgePeople(`${text}k2,王,1-101,owner,2025-01-01,\n`, ended)).count).toBe(0);
  });
});

test('a file has the same errors in the same order with and without slices', async () => {
  const heading = 'label,building,area,use';
  const row = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom('90', 'x'), fc.constantFrom('shop', 'y'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 80 }),
      async (rows, sliceRows, keep) => {
        const text = `${heading}\n${rows.map(([n, area, use]) => `1-${n},1,${area},${use}`).join('\n')}`;
        const once = await judgeUnits(text, { ...whole, keep });
        const errors: RowError[] = [];
        let count = 0;
        let from = 0;
        for (let atEnd = false; !atEnd; ) {
          const found = await judgeUnits(text, { from, rows: sliceRows, keep });
          errors.push(...found.errors);
          count += found.count;
          from = found.processed;
          atEnd = found.atEnd;
        }
        expect(count).toBe(once.count);
        expect(from).toBe(once.processed);
        expect(errors.slice(0, keep)).toEqual(once.errors);
      },
    ),
    { numRuns: 60 },
  );
});

describe('100,000 rows', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');

  /** Returns the peak growth of the heap in MB while the rows are read, measured after garbage collection. */
  async function keptOf(lines: (n: number) => string, judge: (source: Readable) => Promise<Findings>) {
    const heap = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = heap();
    let peak = 0;
    function* chunks() {
      for (let n = 0; n < 100_000; n += 500) {
        yield Buffer.from(Array.from({ length: 500 }, (_, i) => lines(n + i)).join(''));
        if (n % 10_000 === 9_500) peak = Math.max(peak, heap() - before);
      }
    }
    const found = await judge(Readable.from(chunks()));
    return { found, keptMb: peak / 1024 / 1024 };
  }

  test('of units are read without keeping them in memory', async () => {
    const { found, keptMb } = await keptOf(
      (n) => `${n === 0 ? 'label,building,floor,area,use\n' : ''}${n >> 7}栋${n},${n >> 7}栋,${n % 33},89.5,住宅\n`,
      (source) => validateRows(csvRows(source), columnsOf('units'), unitCheck(), whole),
    );
    expect(found).toMatchObject({ processed: 100_000, count: 0 });
    expect(keptMb).toBeLessThan(60);
  });

  test('of people are read without keeping them in memory, and every error is counted', async () => {
    const { found, keptMb } = await keptOf(
      (n) =>
        `${n === 0 ? 'key,name,phone,unitLabel,role,from\n' : ''}k${n},业主${n},138${String(n).padStart(8, '0')},${n},owner,${n % 2 ? 'soon' : '2024-01-01'}\n`,
      (source) => validateRows(csvRows(source), columnsOf('people'), peopleCheck('yangguang', emptyRegister), whole),
    );
    expect(found).toMatchObject({ processed: 100_000, count: 100_000 });
    expect(found.errors).toHaveLength(1_000);
    expect(keptMb).toBeLessThan(60);
  });
});

describe('the errors of a file', () => {
  const errors: RowError[] = Array.from({ length: 120 }, (_, n) => ({ line: n + 2, code: 'wrong-number-of-cells' }));
  const job = { importId: 'imp_1', run: 1 };

  test('are listed in pages, each error once', () => {
    const first = errorPage(job, errors, { limit: 50 });
    const second = errorPage(job, errors, { limit: 50, cursor: first.cursor });
    const third = errorPage(job, errors, { limit: 50, cursor: second.cursor });
    expect([...first.items, ...second.items, ...third.items]).toEqual(errors);
    expect(third.cursor).toBeUndefined();
  });

  test('of an earlier run need another cursor', () => {
    const { cursor } = errorPage(job, errors, { limit: 50 });
    expect(() => errorPage({ ...job, run: 2 }, errors, { limit: 50, cursor })).toThrow('another list');
  });

  test('have a message in every language', () => {
    for (const language of languages) {
      expect(errorView({ line: 3, column: 'area', code: 'not-valid' }, language).message).not.toBe('');
    }
    expect(errorView({ line: 3, code: 'not-utf-8' }, 'zh-CN').message).toContain('UTF-8');
  });
});
