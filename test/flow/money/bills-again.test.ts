import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { ledgerStores, today } from '../ledger-fixtures.ts';
import { flawsIn } from '../ledger-flaws.ts';
import { linkTo } from '../links.ts';
import { meterAt, meteredItem, readingsOf } from '../meter-fixtures.ts';
import { endBill } from '../two-people.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let nth = 0;
const at = (path: string) => path.replace('{estateId}', estate.estateId);

beforeAll(async () => {
  await ledgerStores();
  estate = await estateCalled('AGN');
  await changePolicy(estate, 'ledger', { taxpayer: [{ from: '2026-01-01', kind: 'general' }] });
});

/** A household with a meter billed by a fee item of its own. */
async function metered(): Promise<{ household: Household; meterId: string; item: string }> {
  nth += 1;
  const household = await estate.household(`again-${nth}`);
  const item = await meteredItem(estate, '3.10', { name: `水费${nth}`, utility: 'water' });
  const meter = await meterAt(estate, household.unitId, item, { prepaid: false, utility: 'water', plate: `W${nth}` });
  return { household, meterId: meter.meterId, item };
}
const read = (meterId: string, day: string, value: string) =>
  readingsOf(estate, [{ meterId, takenAt: `${day}T02:00:00Z`, value, by: 'person' }]);
const readingOf = async (meterId: string, value: string): Promise<Body> => {
  const { items } = await must(estate.staff.operator, 'GET', `/v1/meters/${meterId}/readings?limit=50`);
  return items.find((one: Body) => one.value === value);
};
/** Fen of a payer's valid bills and credit notes of one item. */
async function billedTo({ personId }: Household, feeItemId: string): Promise<number> {
  const path = `/v1/fees/bills?estateId=${estate.estateId}&payerId=${personId}&limit=200`;
  const { items } = await must(estate.staff.manager, 'GET', path);
  const lines = items.filter(({ status }: Body) => status !== 'cancelled').flatMap(({ lines: all }: Body) => all);
  return lines
    .filter((line: Body) => line.feeItemId === feeItemId)
    .reduce((sum: number, { fen }: Body) => sum + fen, 0);
}
const balancesOf = ({ personId }: Household): Promise<Body> =>
  must(estate.staff.cashier, 'GET', at(`/v1/payments/estates/{estateId}/payers/${personId}/balances`));
const bill = (month: string, ...items: readonly string[]) => billsOut(estate, items, month);

describe('R11.4 two meters of one utility with a fee item each', () => {
  test('are each charged by their own item: 31.00 for cold water and 100.00 for hot water', async () => {
    const { household, meterId: cold, item: coldItem } = await metered();
    const hotItem = await meteredItem(estate, '20', { name: '热水费', utility: 'water' });
    const more = { prepaid: false, utility: 'water', plate: 'HOT' };
    const { meterId: hot } = await meterAt(estate, household.unitId, hotItem, more);
    for (const [day, ofCold, ofHot] of [
      ['2026-06-30', '100', '50'],
      ['2026-07-31', '110', '55'],
    ] as const) {
      await read(cold, day, ofCold);
      await read(hot, day, ofHot);
    }
    const bills = [...(await bill('2026-07', coldItem)), ...(await bill('2026-07', hotItem))];
    expect(bills.map(({ fen }) => fen)).toEqual([3_100, 10_000]);
  });
});

describe('R22.3 a published month', () => {
  test('(a) is completed by a late reading, with the reason on the bill', async () => {
    const { household, meterId, item } = await metered();
    await read(meterId, '2026-06-30', '100');
    expect(await bill('2026-07', item)).toEqual([]);
    await read(meterId, '2026-07-31', '112');
    const [late, ...others] = await bill('2026-07', item);
    expect([late.fen, others]).toEqual([3_720, []]);
    await read(meterId, '2026-08-31', '120');
    expect((await bill('2026-08', item)).map(({ fen }) => fen)).toEqual([2_480]);
    expect(await billedTo(household, item)).toBe(6_200);
    expect([...(await bill('2026-07', item)), ...(await bill('2026-08', item))]).toEqual([]);
  });

  test('is corrected by a reading between two billed ones: billed in its month and credited in the next, by one run', async () => {
    const { household, meterId, item } = await metered();
    await read(meterId, '2026-06-30', '100');
    await bill('2026-07', item);
    await read(meterId, '2026-08-31', '120');
    expect((await bill('2026-08', item)).map(({ fen }) => fen)).toEqual([6_200]);
    await read(meterId, '2026-07-31', '112');
    expect((await bill('2026-07', item)).map(({ fen }) => fen).toSorted()).toEqual([-3_720, 3_720]);
    expect(await billedTo(household, item)).toBe(6_200);
    expect(await bill('2026-08', item)).toEqual([]);
  });

  test('(b) is corrected by a credit note that frees what was paid and shows the payer the reason', async () => {
    const { household, meterId, item } = await metered();
    await read(meterId, '2026-06-30', '100');
    await read(meterId, '2026-07-31', '128');
    const [july] = await bill('2026-07', item);
    expect(july.fen).toBe(8_680);
    const paid = { payerId: household.personId, fen: 8_680, method: 'cash', reference: `R-${nth}` };
    await must(estate.staff.cashier, 'POST', at('/v1/payments/estates/{estateId}/payments'), paid);
    const { readingId } = await readingOf(meterId, '128');
    const right = { takenAt: '2026-07-31T02:00:00Z', value: '118', by: 'person', reason: '抄错' };
    await must(estate.staff.manager, 'POST', `/v1/meters/${meterId}/readings/${readingId}/correct`, right);
    const [note, ...others] = await bill('2026-07', item);
    expect(others).toEqual([]);
    const [line] = note.lines;
    expect(note).toMatchObject({ kind: 'credit-note', fen: -3_100, status: 'issued' });
    expect(line.difference).toMatchObject({
      cause: 'reading',
      wasFen: 8_680,
      isFen: 5_580,
      creditsBillId: july.billId,
    });
    expect(await balancesOf(household)).toMatchObject({ owedFen: 0, prepaidFen: 3_100 });
    await idle();
    const list = `/v1/notices?estateId=${estate.estateId}&aboutId=${note.billId}`;
    const letters = (await must(estate.staff.manager, 'GET', list)).items;
    expect(letters).toMatchObject([{ template: 'credit-note-issued', recipient: { id: household.personId } }]);
    const page = await ask(undefined, 'GET', `/p/fees/${linkTo('fees', note.billId)}`);
    expect(page.status).toBe(200);
    for (const text of ['更正单', '抄表读数补录或更正', '55.80 − 86.80', '−31.00']) expect(page.body).toContain(text);
    const wants = { reason: '不要了' };
    const refused = await ask(estate.staff.manager, 'POST', `/v1/fees/bills/${note.billId}/cancel`, wants);
    expect(refused).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    // Freed money pays the next bill.
    await read(meterId, '2026-08-31', '130');
    const [august] = await bill('2026-08', item);
    await idle();
    expect(await must(household, 'GET', `/v1/fees/bills/${august.billId}`)).toMatchObject({ fen: 3_720, openFen: 620 });
    expect(await billedTo(household, item)).toBe(9_300);
  });

  test('is completed by a held reading that is confirmed after the run', async () => {
    const { household, meterId, item } = await metered();
    for (const [day, value] of [
      ['2026-04-30', '100'],
      ['2026-05-31', '105'],
      ['2026-06-30', '110'],
      ['2026-07-31', '140'],
    ] as const) {
      await read(meterId, day, value);
    }
    expect(await bill('2026-07', item)).toEqual([]);
    const { readingId, state } = await readingOf(meterId, '140');
    expect(state).toBe('held');
    await must(estate.staff.manager, 'POST', `/v1/meters/${meterId}/readings/${readingId}/confirm`);
    await read(meterId, '2026-08-31', '146');
    await bill('2026-08', item);
    expect((await bill('2026-07', item)).map(({ fen }) => fen)).toEqual([9_300]);
    expect(await billedTo(household, item)).toBe(11_160);
  });

  test('(d) (f) is billed for an owner who is entered later; a sale entered later moves it to the new owner', async () => {
    const building = '再出账楼';
    const item = await feeFor(estate, building, '100');
    const { administrator } = estate.staff;
    const unit = { label: `${building}101`, building, area: '89.37', use: 'dwelling' };
    const { unitId } = await must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit);
    const [seller, buyer] = [await estate.household('seller-again'), await estate.household('buyer-again')];
    const own = ({ personId }: Household, from: string) =>
      must(administrator, 'POST', `/v1/units/${unitId}/tenures`, { personId, role: 'owner', from });
    expect(await bill('2026-05', item)).toEqual([]);
    const tenure = await own(seller, '2024-01-01');
    const [late] = await bill('2026-05', item);
    expect(late).toMatchObject({ payerId: seller.personId, fen: 10_000 });
    await must(administrator, 'POST', `/v1/units/${unitId}/tenures/${tenure.tenureId}/end`, { to: '2026-05-09' });
    await own(buyer, '2026-05-10');
    const both = await bill('2026-05', item);
    expect(both.map(({ payerId, fen }) => [payerId, fen]).toSorted()).toEqual(
      [
        [seller.personId, -7_097],
        [buyer.personId, 7_097],
      ].toSorted(),
    );
    const credited = await must(estate.staff.manager, 'GET', `/v1/fees/bills/${late.billId}`);
    expect(credited).toMatchObject({ fen: 10_000, openFen: 2_903, status: 'published' });
    const cancelled = await ask(estate.staff.manager, 'POST', `/v1/fees/bills/${late.billId}/cancel`, { reason: '错' });
    expect(cancelled).toMatchObject({ status: 409, body: { code: 'bill-was-credited' } });
    expect(await bill('2026-05', item)).toEqual([]);
  });

  test('(e) is billed again after a cancelled bill, and a due day is never in the past', async () => {
    const building = '作废楼';
    const item = await feeFor(estate, building, '100');
    const { administrator } = estate.staff;
    const unit = { label: `${building}101`, building, area: '89.37', use: 'dwelling' };
    const { unitId } = await must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit);
    const owner = await estate.household('cancelled-again');
    const tenure = { personId: owner.personId, role: 'owner', from: '2024-01-01' };
    await must(administrator, 'POST', `/v1/units/${unitId}/tenures`, tenure);
    const [wrong] = await billsOut(estate, [item], '2026-05', '2026-06-15');
    await endBill(estate, wrong.billId, 'cancelled', '付款人有误');
    const [again] = await billsOut(estate, [item], '2026-05', '2026-06-15');
    expect(again).toMatchObject({ fen: 10_000, payerId: owner.personId });
    expect(again.billId).not.toBe(wrong.billId);
    expect(again.dueOn >= today()).toBe(true);
    expect(await billsOut(estate, [item], '2026-05')).toEqual([]);
  });

  test('(c) is billed by an area from the day on which that area is right', async () => {
    const building = '面积楼';
    const { administrator, manager } = estate.staff;
    const unit = { label: `${building}101`, building, area: '89.37', use: 'dwelling' };
    const { unitId } = await must(administrator, 'POST', at('/v1/estates/{estateId}/units'), unit);
    const owner = await estate.household('area-again');
    const tenure = { personId: owner.personId, role: 'owner', from: '2024-01-01' };
    await must(administrator, 'POST', `/v1/units/${unitId}/tenures`, tenure);
    const price = { from: '2020-01-01', price: '2.68', addOn: '0', ground: '合同' };
    const kind = { name: '物业费', kind: 'building-area', scope: { buildings: [building] }, tariff: price };
    const { feeItemId } = await must(manager, 'POST', at('/v1/fees/estates/{estateId}/fee-items'), kind);
    for (const month of ['2026-02', '2026-03']) await bill(month, feeItemId);
    const { version } = await must(administrator, 'GET', `/v1/units/${unitId}`);
    const right = { ...unit, area: '90.12', areaFrom: '2026-03-01' };
    await must(administrator, 'PUT', `/v1/units/${unitId}`, right, { ifMatch: version });
    expect(await bill('2026-02', feeItemId)).toEqual([]);
    expect((await bill('2026-03', feeItemId)).map(({ fen }) => fen)).toEqual([201]);
  });
});

describe('R22.1 repeated runs', () => {
  const open = (feeItemIds: readonly string[], from: string, months = 1) =>
    ask(estate.staff.manager, 'POST', at('/v1/fees/estates/{estateId}/billing-runs'), {
      period: { from, months },
      feeItemIds,
    });

  test('run one at a time, and release their months when cancelled', async () => {
    const { meterId, item } = await metered();
    await read(meterId, '2026-06-30', '100');
    await bill('2026-07', item);
    await bill('2026-08', item);
    await read(meterId, '2026-07-31', '110');
    const all = await Promise.all([open([item], '2026-07'), open([item], '2026-07'), open([item], '2026-08')]);
    expect(all.map(({ status }) => status).toSorted()).toEqual([202, 409, 409]);
    const { runId } = all.find(({ status }) => status === 202)?.body ?? {};
    const rehearsal = { period: { from: '2026-07', months: 1 }, feeItemIds: [item] };
    const dry = await must(
      estate.staff.manager,
      'POST',
      at('/v1/fees/estates/{estateId}/billing-runs?dryRun=true'),
      rehearsal,
    );
    expect(dry).toMatchObject({ again: true, servicePeriods: [{ feeItemId: item }] });
    await until('drafts', async () => {
      return (await must(estate.staff.manager, 'GET', `/v1/fees/billing-runs/${runId}`)).state === 'drafted';
    });
    await must(estate.staff.manager, 'POST', `/v1/fees/billing-runs/${runId}/cancel`);
    expect((await bill('2026-07', item)).map(({ fen }) => fen)).toEqual([3_100]);
    expect(await bill('2026-07', item)).toEqual([]);
  });

  test('cover months that were billed together, and bill the months between for the first time', async () => {
    const item = await feeFor(estate, '没有这栋', '100');
    const publish = async (from: string, months: number) => {
      const { runId } = (await open([item], from, months)).body;
      const path = `/v1/fees/billing-runs/${runId}`;
      const state = (wanted: string) =>
        until(wanted, async () => {
          const run = await must(estate.staff.manager, 'GET', path);
          return run.state === wanted && run;
        });
      await state('drafted');
      await must(estate.staff.manager, 'POST', `${path}/publish`);
      return state('published');
    };
    await publish('2026-01', 3);
    const part = await open([item], '2026-02');
    expect(part).toMatchObject({ status: 409, body: { code: 'billed-with-other-months', from: '2026-01-01' } });
    const whole = await publish('2026-01', 5);
    expect(whole.servicePeriods.map(({ period }: Body) => period)).toEqual([
      { from: '2026-01-01', to: '2026-03-31' },
      { from: '2026-04-01', to: '2026-05-31' },
    ]);
  });

  test('leave ledger, bills and credit notes in agreement', async () => {
    await idle();
    expect(await flawsIn(estate.estateId)).toEqual([]);
  });
});
