import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthsBilled, withDigest } from '../../../../functions/money/fees/billing-run.ts';
import { billsOfUnit, payersOf, type UnitToBill } from '../../../../functions/money/fees/bills-of-unit.ts';
import type { StoredFeeItem } from '../../../../functions/money/fees/fee-item.ts';
import { monthOf, owedFor, priceRisesOn, prices } from '../../../../infra/tools/simulate/month-recomputed.ts';
import type { Flat } from '../../../../infra/tools/simulate/register-of-blocks.ts';
import { itemWith } from './billed-unit.ts';

const item = (changes: Partial<StoredFeeItem>) => itemWith({ feeItemId: 'fee_1', estateId: 'e', ...changes });
const unit = {
  unitId: 'u1',
  estateId: 'e',
  label: '1-101',
  building: '1',
  area: '89.37',
  use: 'dwelling' as const,
  updatedAt: '2026-01-01T00:00:00Z',
  version: 1,
};
const october = monthsBilled({ from: '2026-10', months: 1 }).period;
const toBill = (changes: Partial<UnitToBill>): UnitToBill => ({
  run: { runId: 'run_1', estateId: 'e', period: october },
  unit,
  owners: [{ personId: 'p1', from: '2024-06-30' }],
  developerId: null,
  items: [item({})],
  uses: new Map(),
  shares: [],
  rounding: 'fen-half-up',
  ...changes,
});

describe('the months of a run', () => {
  test('cross the new year and end on the last day', () => {
    expect(monthsBilled({ from: '2026-11', months: 4 })).toEqual({
      months: ['2026-11', '2026-12', '2027-01', '2027-02'],
      period: { from: '2026-11-01', to: '2027-02-28' },
    });
    expect(monthsBilled({ from: '2028-02', months: 1 }).period.to).toBe('2028-02-29');
  });
});

describe('the payers of a period', () => {
  const owners = [
    { personId: 'a', from: '2026-10-05', to: '2026-10-14' },
    { personId: 'b', from: '2026-10-20' },
  ];

  test('are the owners, and the developer on the days between (R3.5)', () => {
    expect(payersOf({ owners, developerId: 'dev' }, october)).toEqual([
      { payerId: 'dev', from: '2026-10-01', to: '2026-10-04' },
      { payerId: 'a', from: '2026-10-05', to: '2026-10-14' },
      { payerId: 'dev', from: '2026-10-15', to: '2026-10-19' },
      { payerId: 'b', from: '2026-10-20', to: '2026-10-31' },
    ]);
  });

  test('without a developer leave the days between unpaid', () => {
    expect(payersOf({ owners, developerId: null }, october).map(({ payerId }) => payerId)).toEqual(['a', 'b']);
  });
});

describe('the bills of a unit', () => {
  test('R4.2: are 239.51 for a month of 89.37 m² at 2.68', () => {
    expect(billsOfUnit(toBill({})).bills).toMatchObject([{ payerId: 'p1', fen: 23_951, status: 'draft' }]);
  });

  test('are two by days after a change of owner, and add up to the month (R4.3, R22.3)', () => {
    const owners = [
      { personId: 'p1', from: '2024-06-30', to: '2026-10-14' },
      { personId: 'p2', from: '2026-10-15' },
    ];
    const { bills } = billsOfUnit(toBill({ owners }));
    expect(bills.map(({ payerId, fen }) => [payerId, fen])).toEqual([
      ['p1', 10_817],
      ['p2', 13_134],
    ]);
  });

  test('skip days without a payer with the reason, and are none for a unit with nothing to charge', () => {
    const { bills, skipped } = billsOfUnit(toBill({ owners: [{ personId: 'p1', from: '2026-10-15' }] }));
    expect(bills).toHaveLength(1);
    expect(skipped).toMatchObject([{ from: '2026-10-01', to: '2026-10-14', why: 'no-payer', label: '1-101' }]);
    const free = billsOfUnit(toBill({ items: [item({ tariff: [] })] }));
    expect(free).toMatchObject({ bills: [], skipped: [{ why: 'no-price' }] });
  });

  test('leave out items that do not concern the unit', () => {
    const shops = item({ feeItemId: 'fee_2', scope: { uses: ['shop'] } });
    const elsewhere = item({ feeItemId: 'fee_3', scope: { buildings: ['2'] } });
    expect(billsOfUnit(toBill({ items: [item({}), shops, elsewhere] })).bills[0]?.lines).toHaveLength(1);
  });

  test('show a formula with its inputs and result', () => {
    const formula = item({ kind: 'formula', formula: 'floor > 7 ? area * price * 1.1 : area * price' });
    const { bills } = billsOfUnit(toBill({ items: [formula], unit: { ...unit, floor: 12 } }));
    expect(bills[0]).toMatchObject({ fen: 26_346 });
    expect(bills[0]?.lines[0]?.steps[0]?.formula).toMatchObject({
      inputs: { area: '89.37', floor: '12', price: '2.68' },
    });
  });

  test('skip a unit whose formula fails, with the reason', () => {
    const formula = item({ kind: 'formula', formula: 'insideArea * price' });
    expect(billsOfUnit(toBill({ items: [formula] }))).toMatchObject({ bills: [], skipped: [{ why: 'formula-fails' }] });
  });

  test('are the same on every calculation, and their digest does not depend on the order', () => {
    const [first, second] = [billsOfUnit(toBill({})).bills, billsOfUnit(toBill({})).bills];
    expect(first).toEqual(second);
    const other = billsOfUnit(toBill({ unit: { ...unit, unitId: 'u2' } })).bills;
    const none = '0'.repeat(64);
    expect(withDigest(none, [...first, ...other])).toBe(withDigest(withDigest(none, other), first));
    expect(withDigest(none, first)).not.toBe(none);
  });

  test('agree to the fen with a day-by-day recomputation', () => {
    const day = fc.integer({ min: 1, max: 31 }).map((n) => `2026-10-${String(n).padStart(2, '0')}`);
    const items = [
      item({
        tariff: [
          { number: 1, from: '2020-01-01', price: '2.68', addOn: '0', ground: '合同' },
          { number: 2, from: priceRisesOn, price: '2.85', addOn: '0', ground: '业主大会' },
        ],
      }),
      item({
        feeItemId: 'fee_2',
        kind: 'fixed',
        tariff: [{ number: 1, from: '2020-01-01', price: (prices.fixed / 100).toFixed(2), addOn: '0', ground: '合同' }],
      }),
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999 }),
        fc.array(day, { maxLength: 4 }),
        fc.boolean(),
        (area, cuts, sold) => {
          const starts = [...new Set(['2026-10-01', ...cuts])].sort();
          const owners = starts.flatMap((from, i) => {
            if (!sold && i === 0) return [];
            const next = starts[i + 1];
            const to = next && `2026-10-${String(Number(next.slice(8)) - 1).padStart(2, '0')}`;
            return [{ key: `p${i}`, from, ...(to && { to }) }];
          });
          const flat: Flat = { label: 'x', building: '1', floor: 1, area: (area / 100).toFixed(2), owners };
          const { bills } = billsOfUnit(
            toBill({
              items,
              developerId: 'developer',
              unit: { ...unit, area: flat.area },
              owners: owners.map(({ key, ...span }) => ({ personId: key, ...span })),
            }),
          );
          const fens = new Map(bills.map(({ payerId, fen }) => [payerId, fen]));
          expect([...fens].sort()).toEqual([...owedFor(flat)].sort());
          expect(monthOf([flat]).fen).toBe(bills.reduce((sum, { fen }) => sum + fen, 0));
        },
      ),
    );
  });
});
