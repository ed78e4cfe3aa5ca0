import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectionColumns, collectionRows } from '../../../../functions/money/finance-reports/collection-rate.ts';
import { detailColumns, detailRows } from '../../../../functions/money/finance-reports/receivable-detail.ts';
import {
  addSums,
  mergeRows,
  rateText,
  type Sums,
  textOf,
  totalsOf,
} from '../../../../functions/money/finance-reports/report-row.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { filled } from '../../../filled.ts';
import { billOf, credited, paid, unitWith, waived, writtenOff } from './a-unit.ts';

const window = { from: '2026-01-01', to: '2026-12-31' };
const asOf = '2026-12-31';
const year = (bills: Parameters<typeof unitWith>[0], by: Parameters<typeof collectionRows>[1]['by'] = 'unit') =>
  collectionRows(unitWith(bills), { by, window, asOf });
/** The values of a row as the report shows them. */
const shown = (sums: Sums) =>
  Object.fromEntries(
    collectionColumns('unit')
      .filter(({ type }) => type !== 'text')
      .map((column) => [column.id, textOf(column, { cells: {}, sums })]),
  );

describe('R32.1 collection rates', () => {
  test('R32.2 the worked example: 86.00 %, 30.00 %, 70.00 %, closing 38,000.00', () => {
    // Opening arrears 40,000.00, of which 500.00 of the 40,500.00 billed were paid before the window.
    const old = {
      ...billOf('old', { property: 40_500 }, { month: '2025-03' }),
      paid: [paid('2025-12-31', 500), paid('2026-05-05', 12_000)],
      writtenOff: writtenOff('2026-11-01', 3_000),
    };
    const current = {
      ...billOf('new', { property: 100_300 }, { month: '2026-02' }),
      credited: [credited('2026-03-01', 300, billOf('new', { property: 100_300 }, { month: '2026-02' }))],
      paid: [paid('2026-03-02', 80_000), paid('2026-12-31', 6_000), paid('2027-01-01', 9_000)],
      waived: [waived('2026-06-01', 1_000)],
    };
    expect(shown(year([old, current]).totals)).toMatchObject({
      arrears: '40000.00',
      billed: '100000.00',
      received: '86000.00',
      receivedArrears: '12000.00',
      waived: '1000.00',
      writtenOff: '3000.00',
      closing: '38000.00',
      currentRate: '86.00',
      arrearsRate: '30.00',
      overallRate: '70.00',
    });
  });

  test('R32.1 without a denominator a rate is "-", not 0 or 100', () => {
    expect([rateText(0, 0), rateText(5, 0), rateText(0, 5), rateText(5, 5)]).toEqual(['-', '-', '0.00', '100.00']);
    expect([rateText(1, 3), rateText(2, 3), rateText(1, 8), rateText(-1, 8)]).toEqual([
      '33.33',
      '66.67',
      '12.50',
      '-12.50',
    ]);
    expect(shown(year([billOf('b', { property: 5 }, { month: '2025-05' })]).totals)).toMatchObject({
      currentRate: '-',
      arrearsRate: '0.00',
      unitRate: '-',
    });
    expect(shown({})).toMatchObject({ overallRate: '-', closing: '0.00' });
  });

  test('R32.2 money for next year counts in neither, also when it is paid in this one', () => {
    const next = {
      ...billOf('next', { property: 700 }, { month: '2027-01', published: '2026-12-01' }),
      paid: [paid('2026-12-02', 700)],
    };
    const early = {
      ...billOf('early', { property: 90 }, { month: '2026-01', published: '2025-12-01' }),
      paid: [paid('2025-12-05', 90)],
    };
    expect(year([next])).toEqual({ rows: [], totals: {} });
    // What was paid in advance for a period of the window is received.
    expect(shown(year([early]).totals)).toMatchObject({ billed: '90.00', received: '90.00', currentRate: '100.00' });
  });

  test('R32.2 a unit is clear when nothing of the window is open, whatever it owes of earlier years', () => {
    const bills = [
      billOf('old', { property: 50 }, { month: '2025-03' }),
      {
        ...billOf('a', { property: 10, water: 5 }, { month: '2026-03' }),
        paid: [paid('2026-04-01', 10, { purpose: 'property' })],
      },
    ];
    expect(shown(year(bills).totals)).toMatchObject({ unitsBilled: '1', unitsClear: '0', unitRate: '0.00' });
    const byItem = year(bills, 'item').rows.map(({ key, sums }) => [key, sums.unitsBilled, sums.unitsClear]);
    expect(byItem).toEqual([
      ['property', 1, 1],
      ['water', 1, 0],
    ]);
    expect(year(bills, 'month').rows.map(({ key }) => key)).toEqual(['2025-03', '2026-03']);
  });

  const histories = fc.array(
    fc.record({
      month: fc.constantFrom('2025-03', '2025-12', '2026-01', '2026-07', '2027-02'),
      yuan: fc.integer({ min: 10, max: 900 }),
      water: fc.integer({ min: 0, max: 90 }),
      share: fc.integer({ min: 0, max: 10 }),
      late: fc.integer({ min: 0, max: 700 }),
      given: fc.integer({ min: 0, max: 9 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const billsOf = (all: { month: string; yuan: number; water: number; share: number; late: number; given: number }[]) =>
    all.map(({ month, yuan, water, share, late, given }, nth) => {
      const bill = billOf(
        `b${nth}`,
        { property: yuan, ...(water > 0 && { water }) },
        { month, published: '2025-03-01' },
      );
      const on = addDays('2025-06-01', late);
      const fen = Math.floor((bill.fen * share) / 10) / 100;
      const rest = Math.floor((bill.fen - fen * 100) / 2) / 100;
      return {
        ...bill,
        paid: fen > 0 ? [paid(on, fen)] : [],
        waived: given < 3 && rest > 0 ? [waived(addDays(on, 5), rest, 'property')].filter(() => water === 0) : [],
      };
    });

  test('opening and billed less what was received and given up is closing, however the rows are made', () => {
    let compared = 0;
    fc.assert(
      fc.property(histories, (all) => {
        const { totals } = year(billsOf(all));
        const of = (name: string) => totals[name] ?? 0;
        const left =
          of('arrears') + of('billed') - of('received') - of('receivedArrears') - of('waived') - of('writtenOff');
        expect(left).toBe(of('closing'));
        for (const by of ['unit', 'building', 'payer', 'item', 'month'] as const) {
          const { unitsBilled: _, unitsClear: __, ...sums } = totalsOf(year(billsOf(all), by).rows);
          const { unitsBilled: ___, unitsClear: ____, ...whole } = totals;
          expect(sums).toEqual(whole);
          compared += 1;
        }
      }),
    );
    expect(compared).toBeGreaterThan(100);
  });

  test('R32.5 each line of the detail adds up, and its closing is the opening of the next span', () => {
    const spans = [
      { from: '2025-01-01', to: '2025-12-31' },
      { from: '2026-01-01', to: '2026-06-30' },
      { from: '2026-07-01', to: '2027-12-31' },
    ];
    fc.assert(
      fc.property(histories, (all) => {
        const unit = unitWith(billsOf(all));
        const rows = spans.map((span) => detailRows(unit, span));
        for (const { sums } of rows.flat()) {
          const {
            opening = 0,
            billed = 0,
            credited: less = 0,
            waived: given = 0,
            received = 0,
            writtenOff: lost = 0,
            closing,
          } = sums;
          expect(opening + billed - less - given - received - lost).toBe(closing);
          expect(Math.min(...Object.values(sums))).toBeGreaterThanOrEqual(0);
        }
        for (const [nth, later] of rows.slice(1).entries()) {
          const closings = (rows[nth] ?? []).filter(({ sums }) => sums.closing !== 0);
          const openings = later.filter(({ sums }) => sums.opening !== 0);
          expect(openings.map(({ key, sums }) => [key, sums.opening])).toEqual(
            closings.map(({ key, sums }) => [key, sums.closing]),
          );
        }
      }),
    );
    expect(filled(detailColumns).map(({ id }) => id)).toContain('writtenOff');
  });

  test('R32.5 a bill that is cancelled in the span is credited', () => {
    const bill = {
      ...billOf('b1', { property: 10 }),
      status: 'cancelled' as const,
      cancelled: { on: '2026-05-01', by: 'x', reason: 'y' },
    };
    expect(detailRows(unitWith([bill]), { from: '2026-04-01', to: '2026-05-31' })).toMatchObject([
      { sums: { opening: 1_000, credited: 1_000, closing: 0 } },
    ]);
    expect(detailRows(unitWith([bill]), { from: '2026-01-01', to: '2026-05-31' })).toEqual([]);
  });

  test('rows with the same key are one, in natural order', () => {
    const row = (key: string, fen: number) => ({ key, order: key, cells: {}, sums: { fen } });
    expect(mergeRows([row('10栋', 1), row('2栋', 2), row('10栋', 3)])).toEqual([row('2栋', 2), row('10栋', 4)]);
    expect(addSums({ a: 1 }, { a: 2, b: 3 })).toEqual({ a: 3, b: 3 });
  });
});
