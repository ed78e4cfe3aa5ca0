import { describe, expect, test } from 'vitest';
import { type ChargedUnit, completenessOf } from '../../../../functions/money/fees/completeness.ts';
import { BilledUnit, byArea, type Facts, itemWith, month, water } from './billed-unit.ts';

const [january, february] = [month('2026-01'), month('2026-02')];
const owner = { personId: 'old', from: '2024-06-30' };
const facts = (more: Partial<Facts> = {}): Facts => ({ owners: [owner], area: '89.37', readings: new Map(), ...more });
const parking = itemWith({ feeItemId: 'fee_parking', name: '车位费', kind: 'fixed', scope: { uses: ['parking'] } });
const items = [byArea, water, parking];

/** Returns the report of January after some runs, by the facts known now. */
function reportOf(unit: BilledUnit, now: Facts, more: Partial<ChargedUnit> = {}) {
  const published = [...unit.bills.values()];
  const { area } = now;
  const base = { unitId: 'u1', estateId: 'yg', label: '1-101', building: '1', use: 'dwelling' as const };
  const { bills, skipped } = unit.work(now, [january], published);
  const charged = { unit: { ...base, area, updatedAt: '', version: 1 }, bills, skipped, published, ...more };
  const periods = items.map(({ feeItemId }) => ({ feeItemId, period: january }));
  return completenessOf(charged, items, periods).map((row) => [
    row.name,
    row.shouldFen,
    row.billedFen,
    row.differenceFen,
    row.reasons.map(({ why }) => why).join(),
  ]);
}

describe('R22.4 the completeness report', () => {
  test('R22.4 a month without a run is owed in full; without readings, and out of scope, nothing is owed', () => {
    expect(reportOf(new BilledUnit(items), facts())).toEqual([
      ['物业费', 23_951, 0, 23_951, ''],
      ['水费', 0, 0, 0, 'not-measured'],
      ['车位费', 0, 0, 0, 'out-of-scope'],
    ]);
  });

  test('R22.4 after its run nothing is left, and a late reading is owed until the month is billed again', () => {
    const unit = new BilledUnit(items);
    unit.run(facts(), january);
    const late = facts({
      readings: new Map([
        ['2025-12-31', 100],
        ['2026-01-31', 110],
      ]),
    });
    expect(reportOf(unit, late).slice(0, 2)).toEqual([
      ['物业费', 23_951, 23_951, 0, ''],
      ['水费', 5_000, 0, 5_000, ''],
    ]);
    unit.run(late, january);
    expect(reportOf(unit, late)[1]).toEqual(['水费', 5_000, 5_000, 0, '']);
    // Another month does not change the report.
    unit.run(late, february);
    expect(reportOf(unit, late)[0]).toEqual(['物业费', 23_951, 23_951, 0, '']);
  });

  test('R22.4 a smaller area is billed too much, and a cancelled bill is owed in full again', () => {
    const unit = new BilledUnit(items);
    const [bill] = unit.run(facts({ area: '100' }), january);
    expect(reportOf(unit, facts())[0]).toEqual(['物业费', 23_951, 26_800, -2_849, '']);
    unit.cancel(bill?.billId ?? '');
    expect(reportOf(unit, facts())[0]).toEqual(['物业费', 23_951, 0, 23_951, '']);
  });

  test('R22.4 days without an owner are named, and those of a home that is not delivered by that name', () => {
    const nobody = facts({ owners: [] });
    expect(reportOf(new BilledUnit(items), nobody)[0]).toEqual(['物业费', 0, 0, 0, 'no-payer']);
    const waiting = reportOf(new BilledUnit(items), nobody, { home: { deliveredOn: '2026-03-01' } });
    expect(waiting[0]).toEqual(['物业费', 0, 0, 0, 'not-delivered']);
  });
});
