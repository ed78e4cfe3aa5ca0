import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, must, type TestEstate } from '../backend.ts';
import { billsOut } from '../bill-fixtures.ts';
import { ledgerStores } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { meterAt, readingsOf } from '../meter-fixtures.ts';

let estate: TestEstate;
let nth = 0;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const water = {
  steps: [
    { above: '180', plus: '2' },
    { above: '260', plus: '4' },
  ],
};
const power = {
  steps: [
    { above: '2760', plus: '0.05' },
    { above: '4800', plus: '0.30' },
  ],
};

/** A fee item with a price, for a household of its own. */
async function metered(utility: 'water' | 'electricity', price: object) {
  nth += 1;
  const household = await estate.household(`tiers-${nth}`);
  const tariff = { from: '2010-01-01', addOn: '0', ground: '价格文件', ...price };
  const item = { name: `${utility} ${nth}`, kind: 'metered', nature: 'resale', utility, tariff };
  const path = at('/v1/fees/estates/{estateId}/fee-items');
  const { feeItemId } = await must(estate.staff.manager, 'POST', path, item);
  const more = { prepaid: false, utility, plate: `T${nth}` };
  const { meterId } = await meterAt(estate, household.unitId, feeItemId, more);
  return { household, feeItemId, meterId };
}
const read = (meterId: string, day: string, value: string, more: object = {}) =>
  readingsOf(estate, [{ meterId, takenAt: `${day}T02:00:00Z`, value, by: 'person', ...more }]);
const pageOf = async ({ billId }: Body, who: Household) =>
  (await ask(who, 'GET', `/v1/fees/bills/${billId}/document`, undefined, { language: 'zh-CN' })).body;

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('TIER');
});

describe('R33.5 tiers', () => {
  test('R33.5: 170 m³ before and 30 in June cost 190.00; a corrected reading of May runs the year again', async () => {
    const { household, feeItemId, meterId } = await metered('water', { price: '5', tiers: water });
    await read(meterId, '2025-12-31', '1000');
    await read(meterId, '2026-05-31', '1170');
    const [may] = await billsOut(estate, [feeItemId], '2026-05');
    expect(may.fen).toBe(85_000);
    await read(meterId, '2026-06-30', '1200');
    const [june] = await billsOut(estate, [feeItemId], '2026-06');
    expect(june).toMatchObject({ fen: 19_000, lines: [{ steps: [{ tier: 1 }, { tier: 2 }] }] });
    const page = await pageOf(june, household);
    for (const text of ['第 1 档', '10 × 5', '第 2 档', '20 × 7']) expect(page).toContain(text);

    // 190 by the end of May: June begins above the limit, and May goes over it.
    const { operator, manager } = estate.staff;
    const { items } = await must(operator, 'GET', `/v1/meters/${meterId}/readings?limit=50`);
    const { readingId } = items.find((one: Body) => one.value === '1170');
    const right = { takenAt: '2026-05-31T02:00:00Z', value: '1190', by: 'person', reason: '抄错' };
    await must(manager, 'POST', `/v1/meters/${meterId}/readings/${readingId}/correct`, right);
    const again = await billsOut(estate, [feeItemId], '2026-05');
    // May: 180 x 5 + 10 x 7 = 970.00 instead of 850.00; June: 10 x 7 = 70.00 instead of 190.00.
    expect(again.map(({ fen }) => fen).toSorted()).toEqual([-12_000, 12_000]);
    expect(await billsOut(estate, [feeItemId], '2026-06')).toEqual([]);
  });

  test('R33.5: a meter with tiers is not prepaid, and tiers begin with the fee item', async () => {
    const { household, feeItemId } = await metered('water', { price: '5', tiers: water });
    const { manager } = estate.staff;
    const meter = { unitId: household.unitId, utility: 'water', feeItemId, prepaid: true, plate: 'P1' };
    const refused = await ask(manager, 'POST', at('/v1/meters/estates/{estateId}/meters'), meter);
    expect(refused).toMatchObject({ status: 409, body: { code: 'tiers-not-prepaid' } });
    const flat = await metered('water', { price: '5' });
    const path = `/v1/fees/fee-items/${flat.feeItemId}`;
    const { version } = await must(manager, 'GET', path);
    const price = { from: '2030-01-01', price: '5', addOn: '0', ground: '价格文件', tiers: water };
    const late = await ask(manager, 'POST', `${path}/tariff`, price, { ifMatch: version });
    expect(late).toMatchObject({ status: 409, body: { code: 'tiers-from-the-start' } });
  });
});

describe('R33.6 peak and valley', () => {
  const peakValley = { peak: '0.568', valley: '0.288', valleyFrom: '22:00', valleyTo: '08:00' };

  test('R33.6: 2,700 kWh before and 200 now, 120 of them in the peak, cost 98.20', async () => {
    const { household, feeItemId, meterId } = await metered('electricity', {
      price: '0.538',
      tiers: power,
      peakValley,
    });
    await read(meterId, '2025-12-31', '0', { registers: { peak: '0', valley: '0' } });
    await read(meterId, '2026-05-31', '2700', { registers: { peak: '1700', valley: '1000' } });
    await read(meterId, '2026-06-30', '2900', { registers: { peak: '1820', valley: '1080' } });
    const [june] = await billsOut(estate, [feeItemId], '2026-06');
    expect(june.fen).toBe(9_820);
    const page = await pageOf(june, household);
    for (const text of ['峰 120 × 0.568', '谷 80 × 0.288', '第 2 档加价 140 × 0.05']) expect(page).toContain(text);
  });

  test('R33.7: a reading whose registers are not its total is held, and usage without registers is not billed', async () => {
    const { feeItemId, meterId } = await metered('electricity', { price: '0.538', peakValley });
    await read(meterId, '2026-05-31', '0', { registers: { peak: '0', valley: '0' } });
    const { results } = await read(meterId, '2026-06-30', '200', { registers: { peak: '120', valley: '81' } });
    expect(results).toMatchObject([{ state: 'held', why: 'parts-differ' }]);
    const { manager } = estate.staff;
    const confirm = `/v1/meters/${meterId}/readings/${results[0].readingId}/confirm`;
    expect((await ask(manager, 'POST', confirm, {})).body.code).toBe('cannot-be-confirmed');
    await read(meterId, '2026-07-31', '300');
    expect(await billsOut(estate, [feeItemId], '2026-07')).toEqual([]);
  });

  test('R33.6: an estate behind a master meter passes on the price without markup', async () => {
    const price = { from: '2010-01-01', price: '0.56', addOn: '0', ground: '合表电价', boughtAt: '0.558' };
    const item = { name: '合表电费', kind: 'metered', utility: 'electricity', tariff: price };
    const { manager } = estate.staff;
    const path = at('/v1/fees/estates/{estateId}/fee-items');
    expect(await ask(manager, 'POST', path, item)).toMatchObject({ status: 409, body: { code: 'no-markup' } });
    const flat = { ...item, tariff: { ...price, price: '0.558' } };
    expect((await ask(manager, 'POST', path, flat)).status).toBe(201);
  });
});

test('the ledger agrees with bills by tiers', async () => {
  expect(await flawsIn(estate.estateId)).toEqual([]);
});
