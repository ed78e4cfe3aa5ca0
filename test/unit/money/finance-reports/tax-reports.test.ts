import { describe, expect, it } from 'vitest';
import { mergeRows, totalsOf } from '../../../../functions/money/finance-reports/report-row.ts';
import { registerRow, taxRows, uninvoicedRows } from '../../../../functions/money/finance-reports/tax-reports.ts';
import type { Invoice } from '../../../../functions/money/invoices/invoice.ts';
import { chargeEntry, creditNoteEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { taxIn } from '../../../../functions/money/ledger/vat-rates.ts';
import { head } from '../ledger/ledger-fixtures.ts';
import { billOf, unitWith } from './a-unit.ts';

const payerId = 'psn_wang';
const at = (percent: string) => ({ vatClass: 'service', method: 'general', percent }) as const;
const charge = (n: number, day: string, feeItemId: string, fen: number, percent?: string) =>
  chargeEntry(head(n, { reference: `bil_${n}`, postedOn: day }), {
    payerId,
    bill: { billId: `bil_${n}`, dueOn: '2026-12-31' },
    lines: [{ feeItemId, fen, ...(percent !== undefined && { vat: taxIn(fen, at(percent)) }) }],
  });

describe('R32.6 value added tax by month and rate', () => {
  it('sums net and tax of each rate, and what bears no tax stands apart', () => {
    const entries = [
      charge(1, '2026-01-10', 'property', 23_951, '6'),
      charge(2, '2026-01-31', 'property', 23_951, '6'),
      charge(3, '2026-01-31', 'parking', 10_900, '9'),
      charge(4, '2026-01-31', 'water', 5_000),
      charge(5, '2026-02-01', 'property', 23_951, '6'),
    ];
    const rows = mergeRows(entries.flatMap((entry) => taxRows([entry], 'en')));
    expect(rows.map(({ cells, sums }) => [cells.month, cells.rate, sums.net, sums.tax])).toEqual([
      ['2026-01', '6', 45_190, 2_712],
      ['2026-01', '9', 10_000, 900],
      ['2026-01', '', 5_000, 0],
      ['2026-02', '6', 22_595, 1_356],
    ]);
    // The same from one page of entries as from single ones.
    expect(totalsOf(taxRows(entries, 'en'))).toEqual(totalsOf(rows));
  });

  it('a credit note takes net and tax off (R21.6: 40.00 is 37.74 and 2.26)', () => {
    const note = creditNoteEntry(head(6, { reference: 'crn_1', postedOn: '2026-03-02' }), {
      payerId,
      bill: { billId: 'bil_1', dueOn: '2026-12-31' },
      lines: [{ feeItemId: 'property', fen: 4_000, vat: taxIn(4_000, at('6')) }],
      lessFen: 4_000,
      badDebtFen: 0,
    });
    expect(taxRows(note ? [note] : [], 'zh-CN')).toMatchObject([
      { cells: { month: '2026-03', method: '一般计税', rate: '6' }, sums: { net: -3_774, tax: -226, gross: -4_000 } },
    ]);
  });
});

describe('R32.6 the register of invoices', () => {
  const invoice: Invoice = {
    number: '26332000000010000001',
    estateId: 'est_1',
    kind: 'ordinary',
    issuedOn: '2026-03-31',
    payerId,
    buyer: { name: '王芳' },
    seller: {},
    lines: [],
    fen: 23_951,
    netFen: 22_595,
    taxFen: 1_356,
    redFen: 4_000,
    state: 'part-red',
    recordedBy: 'stf_1',
    recordedAt: '2026-03-31T02:00:00Z',
    updatedAt: '2026-03-31T02:00:00Z',
    version: 1,
  };
  const march = { from: '2026-03-01', to: '2026-03-31' };

  it('lists an invoice on the day that it bears, with what red invoices took back', () => {
    expect(registerRow(invoice, march, 'en')).toMatchObject({
      cells: { kind: 'Ordinary', state: 'Taken back in part', blue: '' },
      sums: { net: 22_595, tax: 1_356, gross: 23_951, red: 4_000 },
    });
    expect(registerRow({ ...invoice, issuedOn: '2026-04-01' }, march, 'en')).toBeUndefined();
  });

  it('a red invoice names the one that it takes back', () => {
    const red = { number: invoice.number, confirmationNumber: '33010026117', redLetterId: 'rdl_1' };
    const row = registerRow(
      { ...invoice, number: '2', fen: -4_000, netFen: -3_774, taxFen: -226, red },
      march,
      'zh-TW',
    );
    expect(row?.cells).toMatchObject({ state: '紅字', blue: invoice.number });
  });
});

describe('R23.8 what is billed and not invoiced', () => {
  const taxed = (...invoiced: { line: number; number: string; fen: number }[]) => {
    const bill = billOf('bil_1', { property: 239.51, water: 30 }, { month: '2026-02' });
    const lines = bill.lines.map((line, nth) => (nth === 0 ? { ...line, vat: taxIn(line.fen, at('6')) } : line));
    return unitWith([{ ...bill, lines, invoiced }]);
  };

  it('counts taxed lines only, less what invoices have of them', () => {
    expect(uninvoicedRows(taxed()).map(({ sums }) => sums)).toEqual([{ fen: 23_951 }]);
    expect(uninvoicedRows(taxed({ line: 0, number: '1', fen: 15_000 }))).toMatchObject([
      { cells: { item: 'property', from: '2026-02-01', rate: '6' }, sums: { fen: 8_951 } },
    ]);
    expect(uninvoicedRows(taxed({ line: 0, number: '1', fen: 23_951 }))).toEqual([]);
  });

  it('says what must be taken back where more is invoiced than is left', () => {
    const [row] = uninvoicedRows(taxed({ line: 0, number: '1', fen: 24_000 }));
    expect(row?.sums).toEqual({ due: 49 });
  });

  it('a cancelled bill and a credit note are not to be invoiced', () => {
    const { bills, ...unit } = taxed();
    const ended = { on: '2026-03-01', by: 'stf_1', reason: '付款人有误' };
    for (const more of [{ cancelled: ended }, { kind: 'credit-note' as const }]) {
      expect(uninvoicedRows({ ...unit, bills: bills.map((bill) => ({ ...bill, ...more })) })).toEqual([]);
    }
  });
});
