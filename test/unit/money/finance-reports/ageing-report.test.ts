import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageingRows, bucketOf } from '../../../../functions/money/finance-reports/ageing-report.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { filled } from '../../../filled.ts';
import { billOf, paid, unitWith } from './a-unit.ts';

const nobody = new Map();
const onlyFen = (sums: Record<string, number>) => Object.fromEntries(Object.entries(sums).filter(([, fen]) => fen));

describe('R32.3 the ageing of an estate', () => {
  test('R32.3 the age counts from the day after the due day', () => {
    const due = '2024-03-31';
    const limits = [
      [0, 'notDue'],
      [1, 'days1to30'],
      [30, 'days1to30'],
      [31, 'days31to60'],
      [60, 'days31to60'],
      [61, 'days61to90'],
      [90, 'days61to90'],
      [91, 'days91to180'],
      [180, 'days91to180'],
      [181, 'days181to365'],
      [365, 'days181to365'],
      [366, 'years1to2'],
    ] as const;
    for (const [days, bucket] of filled(limits)) expect(bucketOf(due, addDays(due, days))).toBe(bucket);
    expect(bucketOf(due, '2026-03-31')).toBe('years1to2');
    expect(bucketOf(due, '2026-04-01')).toBe('years2to3');
    expect(bucketOf(due, '2027-03-31')).toBe('years2to3');
    expect(bucketOf(due, '2027-04-01')).toBe('over3years');
    expect(bucketOf(due, '2024-01-01')).toBe('notDue');
  });

  test('R32.3 rows are units, buildings, payers, fee items or service months, and always add up to the same', () => {
    const units = [
      unitWith([
        billOf('b1', { property: 200, water: 100 }),
        { ...billOf('b2', { property: 200 }, { month: '2026-02' }), paid: [paid('2026-03-01', 50)], payerId: 'psn_li' },
      ]),
      unitWith([billOf('b3', { property: 70 }, { dueOn: '2026-06-30' })], {
        unitId: 'unt_2',
        label: '2栋1',
        building: '2栋',
      }),
    ];
    const by = (grouping: Parameters<typeof ageingRows>[1]['by']) =>
      units.flatMap((unit) => ageingRows(unit, { by: grouping, asOf: '2026-03-31' }, nobody));
    expect(by('building').map(({ key, sums }) => [key, onlyFen(sums)])).toEqual([
      ['1栋', { days61to90: 30_000, days31to60: 15_000, total: 45_000 }],
      ['2栋', { notDue: 7_000, total: 7_000 }],
    ]);
    expect(by('item').map(({ key, sums }) => [key, sums.total])).toEqual([
      ['property', 35_000],
      ['water', 10_000],
      ['property', 7_000],
    ]);
    expect(by('payer').map(({ key }) => key)).toEqual(['psn_li', 'psn_wang', 'psn_wang']);
    for (const grouping of ['unit', 'building', 'payer', 'item', 'month'] as const) {
      expect(by(grouping).reduce((sum, { sums }) => sum + (sums.total ?? 0), 0)).toBe(52_000);
    }
  });

  test('R32.3 disputed, in instalments and limitation risk are part of what is owed', () => {
    const dispute = { from: '2026-03-01', reason: '漏水', lodgedBy: 'psn_wang' };
    const bill = { ...billOf('b1', { property: 200 }), disputes: [dispute] };
    const standing = new Map([['b1', { inPlan: true, atRisk: true }]]);
    const rows = ageingRows(unitWith([bill]), { by: 'unit', asOf: '2026-03-31' }, standing);
    expect(rows).toMatchObject([
      { cells: { unit: '1栋1201' }, sums: { total: 20_000, disputed: 20_000, inPlan: 20_000, atRisk: 20_000 } },
    ]);
    const settled = { ...bill, disputes: [{ ...dispute, to: '2026-03-10', decision: 'unfounded' as const }] };
    expect(
      ageingRows(unitWith([settled]), { by: 'unit', asOf: '2026-03-31' }, nobody)[0]?.sums.disputed,
    ).toBeUndefined();
  });

  test('what was paid beyond a bill is a credit, and the buckets less the credit are the total', () => {
    const amounts = fc.array(
      fc.record({ yuan: fc.integer({ min: 1, max: 900 }), pay: fc.integer({ min: 0, max: 900 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(amounts, (all) => {
        const bills = all.map(({ yuan, pay }, nth) => ({
          ...billOf(`b${nth}`, { property: yuan }, { dueOn: addDays('2025-01-31', nth * 100) }),
          paid: pay === 0 ? [] : [paid('2026-02-01', pay)],
        }));
        const rows = ageingRows(unitWith(bills), { by: 'unit', asOf: '2026-12-31' }, nobody);
        const { total = 0, credit = 0, ...rest } = rows[0]?.sums ?? {};
        const buckets = Object.values(rest).reduce((sum, fen) => sum + fen, 0);
        expect(buckets - credit).toBe(total);
        expect(total).toBe(all.reduce((sum, { yuan, pay }) => sum + (yuan - pay) * 100, 0));
      }),
    );
  });
});
