import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertSums,
  type Invoice,
  recordInvoiceSchema,
  stateOf,
} from '../../../../functions/money/invoices/invoice.ts';
import {
  amountsOf,
  confirmed,
  issued,
  type RedLetter,
  redLetterAt,
  submitted,
} from '../../../../functions/money/invoices/red-letter.ts';
import { splitVat } from '../../../../functions/money/ledger/public.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { toInstant } from '../../../../shared/kernel/time.ts';

const refusal = (of: () => unknown): string | undefined => {
  try {
    of();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return undefined;
};
const lineOf = (fen: number, percent = '6') => ({
  billId: 'bill_1',
  line: 0,
  name: '*物业管理服务*物业费',
  fen,
  percent,
  taxFen: splitVat(fen, percent).taxFen,
});
const input = {
  number: '26332000000012345678',
  kind: 'ordinary',
  issuedOn: '2026-11-27',
  buyer: { name: '王芳' },
  lines: [lineOf(23_951), lineOf(23_951), lineOf(23_951)],
  fen: 71_853,
  taxFen: 4_068,
};

describe('R23.8 an invoice', () => {
  it('R23.4 has the sums of its lines: three times 239.51 have 40.68 of tax', () => {
    expect(assertSums(recordInvoiceSchema.parse(input))).toBeUndefined();
    const of = (change: object) => refusal(() => assertSums(recordInvoiceSchema.parse({ ...input, ...change })));
    expect(of({ taxFen: 4_067 })).toBe('invoice-sum-differs');
    expect(of({ fen: 71_852 })).toBe('invoice-sum-differs');
    expect(of({ lines: [{ ...lineOf(71_853), taxFen: 4_068 }] })).toBeUndefined();
    expect(of({ lines: [{ ...lineOf(71_853), taxFen: 4_070 }], taxFen: 4_070 })).toBe('invoice-tax-differs');
  });

  it('has the rate of the bill’s line', () => {
    const parsed = recordInvoiceSchema.parse(input);
    expect(refusal(() => assertSums(parsed, ['6', '6', undefined]))).toBeUndefined();
    expect(refusal(() => assertSums(parsed, ['9']))).toBe('invoice-tax-differs');
  });

  it.each([
    ['a number with letters', { number: 'A6332000000012345678' }],
    ['a short number', { number: '1234567' }],
    ['a special invoice for a buyer without a tax code', { kind: 'special' }],
    ['no lines', { lines: [] }],
    ['a line of a bill and a payment', { lines: [{ ...lineOf(71_853), paymentId: 'pay_1' }] }],
    ['a line of nothing', { lines: [{ name: '物业费', fen: 71_853, percent: '6', taxFen: 4_067 }] }],
    ['a bill without its line', { lines: [{ ...lineOf(71_853), line: undefined }] }],
  ])('refuses %s', (_, change) => {
    expect(recordInvoiceSchema.safeParse({ ...input, ...change }).success).toBe(false);
  });

  it('is blue, partly red or red', () => {
    const states = [0, 1, 99, 100].map((redFen) => stateOf({ fen: 100, redFen }));
    expect(states).toEqual(['blue', 'part-red', 'part-red', 'red']);
  });
});

const blue: Invoice = {
  ...recordInvoiceSchema.parse(input),
  estateId: 'yg',
  payerId: 'psn_wang',
  seller: {},
  lines: input.lines.map((line) => ({ ...line, redFen: 0, redTaxFen: 0, taxPointOn: '2026-11-27' })),
  netFen: 67_785,
  redFen: 0,
  state: 'blue',
  recordedBy: 'stf_li',
  recordedAt: '2026-11-27T02:00:00Z',
  updatedAt: '2026-11-27T02:00:00Z',
  version: 1,
};
const letterFor = (invoice: Invoice, asked?: { line: number; fen: number }[]): RedLetter => {
  const lines = amountsOf(invoice, asked);
  return {
    redLetterId: 'rlt_1',
    estateId: 'yg',
    number: invoice.number,
    lines,
    fen: lines.reduce((sum, { fen }) => sum + fen, 0),
    taxFen: lines.reduce((sum, { taxFen }) => sum + taxFen, 0),
    reason: '面积更正',
    status: 'requested',
    requested: { by: 'stf_li', at: '2026-11-27T02:00:00Z' },
    updatedAt: '2026-11-27T02:00:00Z',
    version: 1,
  };
};
const confirmation = (buyerConfirms: boolean) => ({ confirmationNumber: '33010026117', buyerConfirms });
// 2026-11-27 10:00 in Shanghai.
const asked = toInstant('2026-11-27T02:00:00Z');
const issue = (letter: RedLetter, invoice: Invoice, nth = 1) => {
  const ready = submitted(letter, confirmation(false), 'stf_li', asked);
  const how = { number: `2633200000009999000${nth}`, issuedOn: '2026-11-28', by: 'stf_li' };
  return issued(ready, invoice, how, asked);
};

describe('R23.9 a red letter', () => {
  it('lapses when the buyer has not confirmed it within 72 hours', () => {
    const waiting = submitted(letterFor(blue), confirmation(true), 'stf_li', asked);
    expect(waiting).toMatchObject({ status: 'waiting-buyer', dueAt: '2026-11-30T02:00:00Z' });
    const last = toInstant('2026-11-30T02:00:00Z');
    expect(redLetterAt(waiting, last).status).toBe('waiting-buyer');
    expect(confirmed(waiting, 'stf_li', last).status).toBe('confirmed');
    const later = toInstant('2026-11-30T02:00:01Z');
    expect(redLetterAt(waiting, later).status).toBe('lapsed');
    expect(refusal(() => confirmed(waiting, 'stf_li', later))).toBe('illegal-state');
  });

  it('is confirmed at once when the buyer has not used the invoice', () => {
    const ready = submitted(letterFor(blue), confirmation(false), 'stf_li', asked);
    expect(ready).toMatchObject({ status: 'confirmed', confirmationNumber: '33010026117' });
    expect(refusal(() => submitted(ready, confirmation(false), 'stf_li', asked))).toBe('illegal-state');
  });

  it('is issued only when it is confirmed, with both numbers in the remark', () => {
    const how = { number: '26332000000099990001', issuedOn: '2026-11-28', by: 'stf_li' };
    expect(refusal(() => issued(letterFor(blue), blue, how, asked))).toBe('illegal-state');
    const { red, letter } = issue(letterFor(blue), blue);
    expect(red.remark).toBe('被红冲蓝字数电票号码：26332000000012345678 红字发票信息确认单编号：33010026117');
    expect(red).toMatchObject({ fen: -71_853, netFen: -67_785, taxFen: -4_068, red: { number: blue.number } });
    expect(letter).toMatchObject({ status: 'issued', redNumber: red.number });
  });

  it('takes back a part: 40.00 of a line is 37.74 and 2.26, and the invoice is partly red', () => {
    const { red, blue: after } = issue(letterFor(blue, [{ line: 1, fen: 4_000 }]), blue);
    expect(red).toMatchObject({ fen: -4_000, netFen: -3_774, taxFen: -226, lines: [{ fen: -4_000, taxFen: -226 }] });
    expect(after).toMatchObject({ state: 'part-red', redFen: 4_000 });
    expect(after.lines.map(({ redFen }) => redFen)).toEqual([0, 4_000, 0]);
  });

  it('never takes back more than the invoice, also when another red invoice came in between', () => {
    expect(refusal(() => amountsOf(blue, [{ line: 0, fen: 23_952 }]))).toBe('red-above-invoice');
    expect(refusal(() => amountsOf(blue, [{ line: 3, fen: 1 }]))).toBe('red-above-invoice');
    const [first, second] = [letterFor(blue, [{ line: 0, fen: 20_000 }]), letterFor(blue, [{ line: 0, fen: 4_000 }])];
    const { blue: after } = issue(first, blue);
    expect(refusal(() => issue(second, after))).toBe('red-above-invoice');
    const { blue: gone } = issue(letterFor(after), after);
    expect(gone.state).toBe('red');
    expect(refusal(() => amountsOf(gone, undefined))).toBe('red-above-invoice');
  });

  it('in any number of parts, the red invoices of a whole invoice add up to it', () => {
    const parts = fc.array(fc.record({ line: fc.nat(2), fen: fc.integer({ min: 1, max: 23_951 }) }), { maxLength: 8 });
    fc.assert(
      fc.property(parts, (all) => {
        let now = blue;
        const reds: Invoice[] = [];
        const take = (lines?: { line: number; fen: number }[]) => {
          const done = issue(letterFor(now, lines), now);
          reds.push(done.red);
          now = done.blue;
        };
        for (const part of all) if (!refusal(() => amountsOf(now, [part]))) take([part]);
        if (now.state !== 'red') take();
        const sum = (of: (red: Invoice) => number) => reds.reduce((total, red) => total - of(red), 0);
        expect([now.state, sum(({ fen }) => fen), sum(({ taxFen }) => taxFen)]).toEqual(['red', 71_853, 4_068]);
        for (const { taxFen } of reds.flatMap(({ lines }) => lines)) expect(taxFen).toBeLessThanOrEqual(0);
      }),
    );
  });
});
