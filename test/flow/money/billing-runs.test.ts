import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let seller: Household;
let buyer: Household;

beforeAll(async () => {
  estate = await estateCalled('RN');
  [seller, buyer] = await Promise.all([estate.household('seller'), estate.household('buyer')]);
});

const admin = () => estate.staff.administrator;
const manager = () => estate.staff.manager;
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const open = (feeItemIds: readonly string[], from: string, more: { months?: number; dryRun?: boolean } = {}) => {
  const { months = 1, dryRun = false } = more;
  return ask(manager(), 'POST', at(`/v1/fees/estates/{estateId}/billing-runs?dryRun=${dryRun}`), {
    period: { from, months },
    feeItemIds,
  });
};
const drafted = (runId: string) =>
  until('drafts', async () => {
    const run = await must(manager(), 'GET', `/v1/fees/billing-runs/${runId}`);
    return run.state === 'drafted' && run;
  });
const billsOf = async (runId: string): Promise<Body[]> =>
  (await must(manager(), 'GET', `/v1/fees/billing-runs/${runId}/bills?limit=200`)).items;
const skippedOf = async (runId: string): Promise<Body[]> =>
  (await must(manager(), 'GET', `/v1/fees/billing-runs/${runId}/skipped?limit=200`)).items;

/** A unit in a building of its own, so that a fee item can concern it alone. */
async function unitIn(building: string, more: object = {}): Promise<string> {
  const unit = { label: `${building}101`, building, area: '89.37', use: 'dwelling', ...more };
  return (await must(admin(), 'POST', at('/v1/estates/{estateId}/units'), unit)).unitId;
}
const own = ({ personId }: Household, unitId: string, from: string): Promise<Body> =>
  must(admin(), 'POST', `/v1/units/${unitId}/tenures`, { personId, role: 'owner', from });
const sold = async (unitId: string, { tenureId }: Body, lastDay: string) => {
  await must(admin(), 'POST', `/v1/units/${unitId}/tenures/${tenureId}/end`, { to: lastDay });
};
const price = (from: string, yuan: string) => ({ from, price: yuan, addOn: '0', ground: '业主大会决定' });
async function itemFor(building: string, kind: string, tariff: object, more: object = {}): Promise<string> {
  const item = { name: `${kind} ${building}`, kind, scope: { buildings: [building] }, tariff, ...more };
  return (await must(manager(), 'POST', at('/v1/fees/estates/{estateId}/fee-items'), item)).feeItemId;
}

/** Recomputes a line in whole numbers from its stored steps: (quantity x price + add-on) x part / whole. */
function recomputed({ steps }: Body): number {
  const scaled = (decimal: string, decimals: number) => {
    const [whole = '', rest = ''] = decimal.split('.');
    return BigInt(whole + rest.padEnd(decimals, '0'));
  };
  let [top, bottom] = [0n, 1n];
  for (const { quantity, price: each, addOn, part, whole } of steps) {
    const full = scaled(quantity, 8) * scaled(each, 8) + scaled(addOn, 16);
    top = top * BigInt(whole) + full * BigInt(part) * bottom;
    bottom *= BigInt(whole);
  }
  const fen = bottom * 10n ** 14n;
  return Number((top * 2n + fen) / (fen * 2n));
}

describe('D26 a billing run', () => {
  test('holds its fee item and month alone: a second run is refused with the id of the first', async () => {
    const item = await feeFor(estate, '1栋', '120');
    const first = (await open([item], '2025-01', { months: 3 })).body;
    const other = await feeFor(estate, '1栋', '30');
    const second = await open([other, item], '2025-03');
    expect(second).toMatchObject({ status: 409, body: { code: 'month-billed-already', runId: first.runId } });
    expect((await open([other], '2025-03')).status).toBe(202);
    expect((await open([item], '2025-04')).status).toBe(202);
    const unknown = await open(['fee_of_nobody'], '2025-04');
    expect(unknown).toMatchObject({ status: 400, body: { code: 'unknown-fee-item' } });
  });

  test('is created once by eight concurrent openings', async () => {
    const item = await feeFor(estate, '1栋', '120');
    const all = await Promise.all(Array.from({ length: 8 }, () => open([item], '2025-01')));
    expect(all.map(({ status }) => status).toSorted()).toEqual([202, ...Array.from({ length: 7 }, () => 409)]);
  });

  test('leaves no trace as a dry run, and the real run has exactly the same bills', async () => {
    const item = await feeFor(estate, '1栋', '123.45');
    const { body: dry } = await open([item], '2025-05', { dryRun: true });
    const rehearsed = await drafted(dry.runId);
    expect(rehearsed).toMatchObject({ dryRun: true, bills: 2, totalFen: 24_690 });
    expect(await billsOf(dry.runId)).toEqual([]);
    const publishing = await ask(manager(), 'POST', `/v1/fees/billing-runs/${dry.runId}/publish`);
    expect(publishing).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    expect((await must(seller, 'GET', `/v1/fees/bills?estateId=${estate.estateId}`)).items).toEqual([]);

    const { body: opened } = await open([item], '2025-05');
    const real = await drafted(opened.runId);
    const { digest, bills, totalFen, units, skipped } = rehearsed;
    expect(real).toMatchObject({ digest, bills, totalFen, units, skipped, dryRun: false });
    expect(await billsOf(opened.runId)).toHaveLength(2);
  });

  test('is internal as a draft, owed once published, and final then', async () => {
    const item = await feeFor(estate, '1栋', '100');
    const { body: opened } = await open([item], '2025-06');
    const run = `/v1/fees/billing-runs/${opened.runId}`;
    const { version } = await drafted(opened.runId);
    const [draft] = (await billsOf(opened.runId)).filter((bill: Body) => bill.unitId === seller.unitId);
    expect(draft.status).toBe('draft');
    expect((await ask(seller, 'GET', `/v1/fees/bills/${draft.billId}`)).status).toBe(404);
    const mine = async () => (await must(seller, 'GET', `/v1/fees/bills?estateId=${estate.estateId}`)).items;
    expect(await mine()).toEqual([]);

    expect((await ask(manager(), 'POST', `${run}/publish`, {}, { ifMatch: version + 1 })).status).toBe(412);
    await must(manager(), 'POST', `${run}/publish`, {}, { ifMatch: version });
    await until('publication', async () => (await must(manager(), 'GET', run)).state === 'published');
    expect(await mine()).toMatchObject([{ billId: draft.billId, status: 'published', fen: 10_000 }]);
    for (const name of ['publish', 'cancel']) {
      const again = await ask(manager(), 'POST', `${run}/${name}`);
      expect(again, name).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    }
    // R4.5 Billed days keep their price for good.
    const late = await ask(manager(), 'POST', `/v1/fees/fee-items/${item}/tariff`, price('2025-06-15', '200'));
    expect(late).toMatchObject({ status: 409, body: { code: 'past-period-not-repriced' } });
  });

  test('is owed by nobody once cancelled, and its month is free for another run', async () => {
    const item = await feeFor(estate, '1栋', '100');
    const { body: opened } = await open([item], '2025-07');
    await drafted(opened.runId);
    const dropped = await must(manager(), 'POST', `/v1/fees/billing-runs/${opened.runId}/cancel`);
    expect(dropped.state).toBe('cancelled');
    const publishing = await ask(manager(), 'POST', `/v1/fees/billing-runs/${opened.runId}/publish`);
    expect(publishing).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    expect((await billsOf(opened.runId)).map(({ status }) => status)).toEqual(['draft', 'draft']);
    const { body: again } = await open([item], '2025-07');
    expect(await drafted(again.runId)).toMatchObject({ bills: 2, totalFen: 20_000 });
  });

  test('lists every unit that it does not charge, with days and reason', async () => {
    const building = '跳过楼';
    const bare = await unitIn(building);
    const owned = await unitIn(building, { label: `${building}102` });
    await own(seller, owned, '2025-08-11');
    const inside = await itemFor(building, 'inside-area', price('2020-01-01', '2'));
    const later = await itemFor(building, 'fixed', price('2025-08-16', '31'));
    const free = await itemFor(building, 'fixed', price('2020-01-01', '0'), { name: '免费' });
    const formula = await itemFor(building, 'formula', price('2020-01-01', '1'), { formula: 'price * floor' });
    const shared = await itemFor(building, 'shared', price('2020-01-01', '1'));
    const metered = await itemFor(building, 'metered', price('2020-01-01', '1'), { utility: 'water' });
    const { body: opened } = await open([inside, later, free, formula, shared, metered], '2025-08');
    const run = await drafted(opened.runId);
    const all = await skippedOf(opened.runId);
    const of = (unitId: string) =>
      all
        .filter((one: Body) => one.unitId === unitId)
        .map(({ feeItemId, from, to, why }: Body) => [feeItemId, from, to, why].join(' '));
    const month = '2025-08-01 2025-08-31';
    const whatever = [
      `${inside} ${month} no-inside-area`,
      `${shared} ${month} no-share`,
      `${metered} ${month} not-measured`,
    ];
    expect(of(bare)).toEqual(expect.arrayContaining([...whatever, `${free} ${month} no-payer`]));
    expect(of(owned)).toEqual(expect.arrayContaining([...whatever, `${free} 2025-08-01 2025-08-10 no-payer`]));
    // Nothing is calculated where nobody pays.
    expect(of(bare)).toContainEqual(`${formula} ${month} no-payer`);
    expect(of(owned)).toContainEqual(`${formula} ${month} formula-fails`);
    expect(of(owned)).toContainEqual(`${later} 2025-08-11 2025-08-15 no-price`);
    expect(all.every(({ label }) => label.startsWith(building))).toBe(true);
    // The free item is a line of 0 on bills with another line.
    const [bill, ...others] = await billsOf(opened.runId);
    expect(others).toEqual([]);
    expect(bill).toMatchObject({ unitId: owned, fen: 1_600 });
    expect(run).toMatchObject({ skipped: 2, bills: 1, totalFen: 1_600 });
  });
});

describe('R4.3 a month in which the price and the owner change', () => {
  test('is divided by days, and every fen follows from the bills', async () => {
    const building = '换手楼';
    const unitId = await unitIn(building);
    const tenure = await own(seller, unitId, '2024-06-30');
    await sold(unitId, tenure, '2025-08-20');
    await own(buyer, unitId, '2025-08-21');
    const byArea = await itemFor(building, 'building-area', price('2025-08-11', '2.85'));
    await must(manager(), 'POST', `/v1/fees/fee-items/${byArea}/tariff`, price('2020-01-01', '2.68'));
    const fixed = await itemFor(building, 'fixed', { ...price('2020-01-01', '15.50'), addOn: '0.70' });
    const bills = await billsOut(estate, [byArea, fixed], '2025-08');
    const of = ({ personId }: Household) => bills.find(({ payerId }: Body) => payerId === personId);
    const [before, after] = [of(seller), of(buyer)];
    expect(bills).toHaveLength(2);

    const steps = ({ lines }: Body) =>
      lines
        .find(({ feeItemId }: Body) => feeItemId === byArea)
        .steps.map(({ from, to, quantity, price: each, part, whole, tariff }: Body) =>
          [from, to, quantity, each, `${part}/${whole}`, tariff].join(' '),
        );
    expect(steps(before)).toEqual([
      '2025-08-01 2025-08-10 89.37 2.68 10/31 2',
      '2025-08-11 2025-08-20 89.37 2.85 10/31 1',
    ]);
    expect(steps(after)).toEqual(['2025-08-21 2025-08-31 89.37 2.85 11/31 1']);
    // 89.37 x 2.68 x 10/31 + 89.37 x 2.85 x 10/31 = 159.4245; 89.37 x 2.85 x 11/31 = 90.3785; 16.20 by 20 and
    // 11 days.
    expect(before.lines.map(({ fen }: Body) => fen).toSorted()).toEqual([1_045, 15_942]);
    expect(after.lines.map(({ fen }: Body) => fen).toSorted()).toEqual([575, 9_038]);
    for (const bill of bills) {
      expect(bill.lines.map(recomputed)).toEqual(bill.lines.map(({ fen }: Body) => fen));
      expect(bill.fen).toBe(bill.lines.reduce((sum: number, { fen }: Body) => sum + fen, 0));
    }
  });

  test('R3.5 the developer pays until the day before the delivery of a home, where the estate names the developer', async () => {
    const building = '新楼';
    const unitId = await unitIn(building);
    await own(buyer, unitId, '2024-02-13');
    const item = await itemFor(building, 'building-area', price('2020-01-01', '2.68'));
    const developer = `${estate.estateId}-developer`;
    await must(admin(), 'POST', at('/v1/estates/{estateId}/persons'), {
      personId: developer,
      name: '开发商',
      language: 'zh-CN',
    });
    await changePolicy(estate, 'fees', { developerPayerId: developer });
    const bills = await billsOut(estate, [item], '2024-02');
    const owed = Object.fromEntries(bills.map(({ payerId, fen }: Body) => [payerId, fen]));
    // 239.5116 x 12/29 and x 17/29.
    expect(owed).toEqual({ [developer]: 9_911, [buyer.personId]: 14_040 });
    for (const { lines } of bills) expect(lines.map(recomputed)).toEqual(lines.map(({ fen }: Body) => fen));
    await changePolicy(estate, 'fees', { developerPayerId: null });
  });
});

describe('R4.1 an item with a custom formula of the estate', () => {
  test('is charged by the formula, and the bill stores inputs and result', async () => {
    const building = '高楼';
    const low = await unitIn(building, { floor: 2 });
    const high = await unitIn(building, { floor: 18, label: `${building}1801`, area: '120.55' });
    await Promise.all([own(seller, low, '2024-01-01'), own(buyer, high, '2024-01-01')]);
    const formula = 'floor <= 3 ? addOn : max(area * price, 100) + 0.5 * (floor - 3)';
    const tariff = { ...price('2020-01-01', '1.20'), addOn: '12.30' };
    const item = await itemFor(building, 'formula', tariff, { formula });
    const bills = await billsOut(estate, [item], '2025-08');
    const of = (unitId: string) => bills.find((bill: Body) => bill.unitId === unitId);
    // 120.55 x 1.20 + 0.5 x 15 = 152.16
    expect(of(low).fen).toBe(1_230);
    expect(of(high).fen).toBe(15_216);
    const [step] = of(high).lines[0].steps;
    expect(step.formula).toMatchObject({ text: formula, yuan: '152.16' });
    expect(step.formula.inputs).toMatchObject({ area: '120.55', floor: '18', price: '1.20', addOn: '12.30' });
  });

  test('is refused when it is unreadable or a program', async () => {
    for (const formula of ['area *', 'process.exit()', 'area ** 2', 'rooms * price', '0 - area']) {
      const item = { name: '自定', kind: 'formula', formula, tariff: price('2020-01-01', '1') };
      const refused = await ask(manager(), 'POST', at('/v1/fees/estates/{estateId}/fee-items'), item);
      expect(refused, formula).toMatchObject({ status: 400, body: { code: 'bad-formula' } });
    }
  });
});
