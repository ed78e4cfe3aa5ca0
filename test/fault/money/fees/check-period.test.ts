import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, test } from 'vitest';
import { billing } from '../../../../functions/money/fees/billing.consumer.ts';
import { feeItems } from '../../../../functions/money/fees/fees.store.ts';
import { openRows, periodCloses } from '../../../../functions/money/ledger/period-close.store.ts';
import type { PeriodClose } from '../../../../functions/money/ledger/period-close.ts';
import { estates, tenures, units } from '../../../../functions/register/owners/owners.store.ts';
import { eventOf } from '../../../../shared/events/catalogue.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';
import { get } from '../../../../shared/store/table.ts';
import { byArea, water } from '../../../unit/money/fees/billed-unit.ts';
import { counted, emptyTables, store, stored, storeMany } from '../../real-table.ts';

const at = '2026-02-02T01:00:00Z';
const act = { actor: { kind: 'staff' as const, id: 'li' }, recordedAt: at };
const closeId = 'pcl_1';
const homes = 250;
const numbers = Array.from({ length: homes }, (_, n) => n);
const begun: PeriodClose = {
  closeId,
  estateId: 'yg',
  month: '2026-01',
  state: 'checking',
  requested: { by: 'li', at },
  units: 0,
  rows: 0,
  openRows: 0,
  shouldFen: 0,
  billedFen: 0,
  groups: [],
  updatedAt: at,
  version: 1,
};

beforeAll(async () => {
  await emptyTables('ledger', 'owners', 'handovers', 'tickets');
  const estate = { estateId: 'yg', code: 'YG', name: '阳光花园', language: 'zh-CN' as const };
  await store(estates, { ...estate, calendar: stateCouncilCalendar(), updatedAt: at, version: 1 });
  const of = { estateId: 'yg', updatedAt: at, version: 1 };
  await storeMany(
    units,
    numbers.map((n) => {
      const label = `1-${1_000 + n}`;
      return { ...of, unitId: `unt_${n}`, label, building: '1', area: '89.37', use: 'dwelling' as const };
    }),
  );
  await storeMany(
    tenures,
    numbers.map((n) => {
      const who = { personId: `psn_${n}`, role: 'owner' as const, from: '2024-06-30' };
      return { ...of, tenureId: `ten_${n}`, unitId: `unt_${n}`, ...who };
    }),
  );
  await store(feeItems, byArea, water);
  await store(periodCloses, begun);
});

/** Delivers the event that starts the next slice; returns the requests of the slice. */
async function slice(): Promise<number> {
  const { version } = (await get(periodCloses, { closeId })) ?? begun;
  const data = { closeId, month: '2026-01' };
  const subject = { kind: 'period-close', id: closeId };
  const event = eventOf({ name: 'PeriodCloseRequested', data, act, estateId: 'yg', subject, version, nth: 0 });
  const { requests } = await counted(() => billing.handle(event, Temporal.Instant.from(at)));
  return requests;
}

test('R22.4 a month is checked a hundred units at a time, and a repeated message counts nothing twice', async () => {
  const requests = [await slice(), await slice(), await slice()];
  const checked = await get(periodCloses, { closeId });
  expect(checked).toMatchObject({
    state: 'checked',
    units: homes,
    rows: 2 * homes,
    openRows: 2 * homes,
    shouldFen: homes * 23_951,
    billedFen: 0,
    groups: expect.arrayContaining([
      expect.objectContaining({ feeItemId: byArea.feeItemId, why: 'difference', rows: homes, open: homes }),
      expect.objectContaining({ feeItemId: water.feeItemId, why: 'not-measured', rows: homes, open: homes }),
    ]),
  });
  expect(await stored(openRows)).toHaveLength(2 * homes);
  await slice();
  expect(await get(periodCloses, { closeId })).toEqual(checked);
  // About three requests for each unit, as in a billing run.
  expect(Math.max(...requests)).toBeLessThan(400);
});
