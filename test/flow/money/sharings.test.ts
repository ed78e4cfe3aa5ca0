import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { linkTo } from '../links.ts';

let estate: TestEstate;
let owner: Household;
/** Homes of one building in two stairs: 89.37, 120.55 and 64.08 m². */
const homes: string[] = [];
const areas = ['89.37', '120.55', '64.08'];
const building = '公摊楼';
let elsewhere: string;

const admin = () => estate.staff.administrator;
const manager = () => estate.staff.manager;
const at = (path: string) => path.replace('{estateId}', estate.estateId);

beforeAll(async () => {
  estate = await estateCalled('SH');
  owner = await estate.household('owner');
  const entered = async (details: object) => {
    const { unitId } = await must(admin(), 'POST', at('/v1/estates/{estateId}/units'), { use: 'dwelling', ...details });
    await must(admin(), 'POST', `/v1/units/${unitId}/tenures`, {
      personId: owner.personId,
      role: 'owner',
      from: '2024-01-01',
    });
    return unitId;
  };
  for (const [i, area] of areas.entries()) {
    homes.push(await entered({ label: `公摊楼${i + 1}01`, building, area, stair: i < 2 ? '一单元' : '二单元' }));
  }
  elsewhere = await entered({ label: '别处101', building: '别处', area: '100.00' });
  await must(admin(), 'POST', at('/v1/estates/{estateId}/units'), {
    label: '大堂',
    building,
    area: '300.00',
    use: 'common',
  });
});

async function sharedItem(name: string): Promise<string> {
  const tariff = { from: '2020-01-01', price: '0.5383', addOn: '0', ground: '物业服务合同第十二条' };
  const item = { name, kind: 'shared', tariff, nature: 'agency' };
  return (await must(manager(), 'POST', at('/v1/fees/estates/{estateId}/fee-items'), item)).feeItemId;
}
const september = { from: '2025-09-01', to: '2025-09-30' };
const within = { within: 'building', building };
const hundred = { kind: 'amount', fen: 10_000 };

/** Shares a cost; returns the sharing and its lines. */
async function shared(sharing: object): Promise<{ sharing: Body; lines: Body[] }> {
  const { sharingId } = await must(manager(), 'POST', at('/v1/fees/estates/{estateId}/sharings'), sharing);
  await idle();
  const path = `/v1/fees/sharings/${sharingId}`;
  const { items: lines } = await must(manager(), 'GET', `${path}/lines?limit=200`);
  return { sharing: await must(manager(), 'GET', path), lines };
}
const byHome = (lines: readonly Body[]) => homes.map((id) => lines.find(({ unitId }: Body) => unitId === id)?.fen);
const sumOf = (lines: readonly Body[]) => lines.reduce((sum: number, { fen }: Body) => sum + fen, 0);

describe('D25 a common cost', () => {
  test('R6.3 is shared by area to the fen, exactly as previewed', async () => {
    const feeItemId = await sharedItem('楼道电费');
    const asking = { feeItemId, period: september, rule: { pool: within }, cost: hundred };
    const preview = () => must(manager(), 'POST', at('/v1/fees/estates/{estateId}/sharings/preview'), asking);
    const [one, other] = [await preview(), await preview()];
    expect(one).toEqual(other);
    const { sharing, lines } = await shared(asking);
    expect(sharing).toMatchObject({ state: 'done', totalFen: 10_000, units: 3, exempt: 0, rule: { basis: 'area' } });
    expect(byHome(lines)).toEqual([3_262, 4_399, 2_339]);
    expect(lines.map(({ unitId, fen }: Body) => [unitId, fen])).toEqual(
      one.lines.map(({ unitId, fen }: Body) => [unitId, fen]),
    );
    const again = await ask(manager(), 'POST', at('/v1/fees/estates/{estateId}/sharings'), asking);
    expect(again).toMatchObject({ status: 409, body: { code: 'shared-already', sharingId: sharing.sharingId } });
  });

  test('R6.2 is shared by household and by coefficient, in the estate, a building or a stair of it', async () => {
    const feeItemId = await sharedItem('电梯电费');
    const coefficients = homes.map((unitId, i) => ({ unitId, coefficient: ['0.5', '1', '2.5'][i] }));
    const rules = [
      [{ pool: { within: 'estate' }, basis: 'household' }, 5],
      [{ pool: within, basis: 'household' }, 3],
      [{ pool: within, basis: 'coefficient' }, 3],
      [{ pool: { within: 'stair', building, stair: '一单元' } }, 2],
    ] as const;
    const results: Body[] = [];
    for (const [nth, [rule, units]] of rules.entries()) {
      const days = { from: `2025-0${nth + 1}-01`, to: `2025-0${nth + 1}-28` };
      const { sharing, lines } = await shared({ feeItemId, period: days, rule, cost: hundred, coefficients });
      expect(sharing).toMatchObject({ state: 'done', units });
      expect(sumOf(lines)).toBe(10_000);
      results.push(byHome(lines));
    }
    const [estateWide, ofBuilding, byCoefficient, ofStair] = results;
    expect(estateWide).toEqual([2_000, 2_000, 2_000]);
    // The remaining fen goes to the first unit id.
    const first = homes.indexOf(homes.toSorted()[0] ?? '');
    expect(ofBuilding).toEqual(homes.map((_, i) => (i === first ? 3_334 : 3_333)));
    expect(byCoefficient).toEqual([1_250, 2_500, 6_250]);
    expect(ofStair).toEqual([4_257, 5_743, undefined]);
  });

  test('R6.4 is billed with the parts of others and exemptions with their clause, and the days of a bill add up', async () => {
    const [exempt = ''] = homes;
    const feeItemId = await sharedItem('公摊水费');
    const cost = {
      kind: 'metered',
      quantity: '1200',
      price: '0.5383',
      borneByOthers: [{ bearer: 'property-firm', what: '物业办公室', quantity: '200' }],
    };
    const clause = '合同第十五条：底层不摊电梯';
    const reliefs = [{ unitId: exempt, relief: { pays: '0', clause } }];
    const asking = { feeItemId, period: september, rule: { pool: within }, cost, reliefs };
    const { sharing, lines } = await shared(asking);
    expect(sharing).toMatchObject({ totalFen: 53_830, quantity: '1000', exempt: 1, units: 3 });
    expect(sumOf(lines)).toBe(53_830);
    expect(lines.find(({ unitId }: Body) => unitId === exempt)).toMatchObject({
      fen: 0,
      relief: { pays: '0', clause },
    });

    const fixed = await feeFor(estate, building, '10');
    const bills = await billsOut(estate, [feeItemId, fixed], '2025-09');
    const lineOf = (unitId: string) =>
      bills.find((bill: Body) => bill.unitId === unitId).lines.find((line: Body) => line.feeItemId === feeItemId);
    expect(lineOf(exempt)).toMatchObject({ fen: 0, held: true, sharing: { sharingId: sharing.sharingId, clause } });
    expect(homes.map((unitId) => lineOf(unitId).fen)).toEqual(byHome(lines));
    // Units elsewhere are not charged.
    expect(bills.some((bill: Body) => bill.unitId === elsewhere)).toBe(false);
    const page = await ask(undefined, 'GET', `/p/fees/${linkTo('fees', bills[0].billId)}`);
    expect(page.body).toContain('1200 × 单价 0.5383');
    const free = bills.find((bill: Body) => bill.unitId === exempt);
    expect((await ask(undefined, 'GET', `/p/fees/${linkTo('fees', free.billId)}`)).body).toContain(clause);
  });

  test('that cannot be shared gives the reason, and may be requested again', async () => {
    const feeItemId = await sharedItem('消防电费');
    const asking = { feeItemId, period: september, cost: hundred };
    const by = (rule: object) => ({ ...asking, rule });
    const previewed = await ask(
      manager(),
      'POST',
      at('/v1/fees/estates/{estateId}/sharings/preview'),
      by({ pool: within, basis: 'coefficient' }),
    );
    expect(previewed).toMatchObject({ status: 400, body: { code: 'cannot-be-shared' } });
    const { sharing } = await shared(by({ pool: within, basis: 'coefficient' }));
    expect(sharing).toMatchObject({ state: 'failed', why: expect.stringContaining('coefficient') });
    expect((await shared(by({ pool: within }))).sharing.state).toBe('done');
    const wrong = await ask(manager(), 'POST', at('/v1/fees/estates/{estateId}/sharings'), {
      ...by({ pool: within }),
      feeItemId: await feeFor(estate, building, '1'),
    });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'not-a-shared-item' } });
  });
});
