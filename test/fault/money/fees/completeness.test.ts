import { beforeAll, expect, test } from 'vitest';
import { unitCompletenessSchema } from '../../../../functions/money/fees/completeness.ts';
import { feeItems } from '../../../../functions/money/fees/fees.store.ts';
import { listCompleteness } from '../../../../functions/money/fees/list-completeness.ts';
import { estates, tenures, units } from '../../../../functions/register/owners/owners.store.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { byArea, water } from '../../../unit/money/fees/billed-unit.ts';
import { emptyTables, pagesOf, store, storeMany } from '../../real-table.ts';

const updatedAt = '2026-01-01T00:00:00Z';
const unit = (n: number) => ({
  unitId: `unt_${n}`,
  estateId: 'yg',
  label: `1-${100 + n}`,
  building: '1',
  area: '89.37',
  use: 'dwelling' as const,
  updatedAt,
  version: 1,
});
const owner = (n: number) => ({
  tenureId: `ten_${n}`,
  unitId: `unt_${n}`,
  estateId: 'yg',
  personId: `psn_${n}`,
  role: 'owner' as const,
  from: '2024-06-30',
  updatedAt,
  version: 1,
});

beforeAll(async () => {
  await emptyTables('ledger', 'owners', 'handovers', 'tickets');
  const estate = { estateId: 'yg', code: 'YG', name: '阳光花园', language: 'zh-CN' as const };
  await store(estates, { ...estate, calendar: stateCouncilCalendar(), updatedAt: updatedAt, version: 1 });
  await storeMany(
    units,
    Array.from({ length: 45 }, (_, n) => unit(n)),
  );
  await storeMany(
    tenures,
    Array.from({ length: 44 }, (_, n) => owner(n)),
  );
  await store(feeItems, byArea, water);
});

test('R22.4 the report of a month has every unit once, in full pages, each with every fee item', async () => {
  const pages = await pagesOf((cursor) => listCompleteness('yg', '2026-01', { limit: 20, cursor }, updatedAt));
  expect(pages.map(({ items }) => items.length)).toEqual([20, 20, 5]);
  const all = pages.flatMap(({ items }) => items);
  expect(new Set(all.map(({ unitId }) => unitId)).size).toBe(45);
  expect(all.map((one) => one.label)).toEqual(all.map((one) => one.label).toSorted());
  const period = { from: '2026-01-01', to: '2026-01-31' };
  const nothing = { period, shouldFen: 0, billedFen: 0, differenceFen: 0 };
  const notMeasured = { ...nothing, feeItemId: water.feeItemId, reasons: [{ ...period, why: 'not-measured' }] };
  for (const one of all) {
    expect(unitCompletenessSchema.parse(one)).toEqual(one);
    const isOwned = one.unitId !== 'unt_44';
    const area = isOwned
      ? { shouldFen: 23_951, billedFen: 0, differenceFen: 23_951, reasons: [] }
      : { ...nothing, reasons: [{ ...period, why: 'no-payer' }] };
    expect(one.rows).toHaveLength(2);
    expect(one.rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ feeItemId: byArea.feeItemId, ...area }),
        expect.objectContaining(notMeasured),
      ]),
    );
  }
});
