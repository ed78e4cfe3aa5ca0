import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, must, type TestEstate } from '../backend.ts';
import { homesWithOwners, settleGates, takeHome } from '../home-fixtures.ts';
import { meterAt, meteredItem, readingsOf } from '../meter-fixtures.ts';
import { estateInTheMorning } from '../phase-fixtures.ts';
import { redelivered } from '../redeliver.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let desk: Caller;
let supervisor: Caller;
let power: string;
let water: string;
let homes: Awaited<ReturnType<typeof homesWithOwners>>;

beforeAll(async () => {
  estate = await estateInTheMorning('HM');
  ({ operator: desk, supervisor } = estate.staff);
  [power, water] = await Promise.all([
    meteredItem(estate),
    meteredItem(estate, '3.45', { name: '水费', utility: 'water' }),
  ]);
  homes = await homesWithOwners(estate, 3);
});

type Home = (typeof homes)[number];
const next = () => takeHome(homes);
async function meterOf({ buyer }: Home, utility: 'electricity' | 'water'): Promise<string> {
  const feeItemId = utility === 'water' ? water : power;
  return (await meterAt(estate, buyer.unitId, feeItemId, { utility, prepaid: false })).meterId;
}
const post = ({ handoverId }: Home, what: string, body: object) =>
  must(desk, 'POST', `/v1/handovers/${handoverId}/${what}`, body);

/** Settles everything before the keys. `signed` are the readings at the signature. */
async function signed(of: Home, readings: object): Promise<void> {
  await settleGates(estate, of);
  const { version } = await must(desk, 'GET', `/v1/handovers/${of.handoverId}`);
  await post(of, 'sign', { as: 'owner', version, readings });
}
const keys = (of: Home, readings: object) =>
  post(of, 'give-keys', { takenBy: '买家', items: [{ what: '入户门钥匙', count: 5 }], readings });
const readings = async (meterId: string): Promise<Body[]> =>
  (await must(desk, 'GET', `/v1/meters/${meterId}/readings?limit=200`)).items;
const stands = async (meterId: string) =>
  (await readings(meterId)).map(({ value, by, state, why }) => [value, by, why ?? state].join(' '));
async function unmatched({ buyer }: Home, state = 'open'): Promise<Body[]> {
  const path = `/v1/meters/unmatched-readings?estateId=${estate.estateId}&state=${state}&limit=200`;
  const { items } = await must(desk, 'GET', path);
  return items.filter((one: Body) => one.unitId === buyer.unitId);
}

describe('meter readings at the handover of keys (D17, D24)', () => {
  test("become readings of the home's meters, once, and the owner's first billing base", async () => {
    const home = next();
    const [electricity, cold] = await Promise.all([meterOf(home, 'electricity'), meterOf(home, 'water')]);
    await signed(home, { water: '3.0' });
    await keys(home, { electricity: '12.5', water: '3' });
    await until('the readings', async () => (await stands(electricity)).length > 0);
    expect(await stands(electricity)).toEqual(['12.5 handover base']);
    // The same value with the sheet and with the keys is one reading, with the time of the sheet.
    expect(await stands(cold)).toEqual(['3 handover base']);
    expect(await unmatched(home)).toEqual([]);

    const before = await must(desk, 'GET', `/v1/meters/${electricity}/events?limit=200`);
    const partition = [`HANDOVER#${home.handoverId}`];
    for (const name of ['KeysGiven', 'SheetSigned']) {
      expect(await redelivered('meter-updates', 'handovers', partition, name)).toBe(1);
    }
    expect(await stands(electricity)).toEqual(['12.5 handover base']);
    expect(await stands(cold)).toEqual(['3 handover base']);
    expect(await must(desk, 'GET', `/v1/meters/${electricity}/events?limit=200`)).toEqual(before);

    // A wrong reading is corrected as usual and does not come back.
    const [{ readingId, takenAt }] = await readings(electricity);
    const right = { takenAt, value: '10.5', by: 'person', reason: '看错' };
    await must(supervisor, 'POST', `/v1/meters/${electricity}/readings/${readingId}/correct`, right);
    await redelivered('meter-updates', 'handovers', partition, 'KeysGiven');
    expect((await stands(electricity)).sort()).toEqual(['10.5 person base', '12.5 handover reversed']);
  });

  test('a value below the last reading is held, as usual', async () => {
    const home = next();
    const cold = await meterOf(home, 'water');
    const takenAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
    await readingsOf(estate, [{ meterId: cold, takenAt, value: '5', by: 'person' }]);
    await signed(home, {});
    await keys(home, { water: '4.5' });
    await until('the reading at the keys', async () => (await stands(cold)).length > 1);
    expect(await stands(cold)).toEqual(['5 person base', '4.5 handover below-previous']);
    const { items } = await must(desk, 'GET', `/v1/meters/held-readings?estateId=${estate.estateId}&limit=200`);
    expect(items.filter((one: Body) => one.meterId === cold)).toMatchObject([
      { value: '4.5', by: 'handover', why: 'below-previous' },
    ]);
  });

  test('a reading for no meter or several meters is not entered, is listed, and is settled by staff', async () => {
    const home = next();
    const [one, two] = [await meterOf(home, 'electricity'), await meterOf(home, 'electricity')];
    await signed(home, { water: '3' });
    await keys(home, { electricity: '12.5', water: '3' });
    await until('both values', async () => (await unmatched(home)).length === 2);
    expect(await stands(one)).toEqual([]);
    expect(await stands(two)).toEqual([]);
    const open = () =>
      unmatched(home).then((all) => all.map(({ utility, value, why }) => [utility, value, why]).sort());
    const both = [
      ['electricity', '12.5', 'several-meters'],
      ['water', '3', 'no-meter'],
    ];
    expect(await open()).toEqual(both);
    await redelivered('meter-updates', 'handovers', [`HANDOVER#${home.handoverId}`], 'KeysGiven');
    expect(await open()).toEqual(both);

    const all = await unmatched(home);
    const of = (utility: string) => all.find((each) => each.utility === utility).unmatchedId;
    const settle = (unmatchedId: string, body: object, as = supervisor) =>
      ask(as, 'POST', `/v1/meters/unmatched-readings/${unmatchedId}/settle`, { reason: '现场核对', ...body });
    expect((await settle(of('electricity'), { meterId: two }, desk)).status).toBe(403);
    expect((await settle(of('water'), { meterId: two })).body).toMatchObject({ code: 'unknown-meter' });
    const entered = await settle(of('electricity'), { meterId: two });
    expect(entered.body).toMatchObject({ state: 'entered', settled: { meterId: two, by: supervisor.personId } });
    expect((await settle(of('electricity'), { meterId: one })).status).toBe(409);
    expect(await stands(one)).toEqual([]);
    expect(await stands(two)).toEqual(['12.5 handover base']);
    expect((await settle(of('water'), {})).body).toMatchObject({ state: 'set-aside' });
    // It stays settled when events repeat.
    await redelivered('meter-updates', 'handovers', [`HANDOVER#${home.handoverId}`], 'SheetSigned');
    expect(await open()).toEqual([]);
  });
});
