import { beforeAll, describe, expect, test } from 'vitest';
import { ask, type Body, estateCalled, type Household, idle, mailsTo, must, type TestEstate } from '../backend.ts';
import { billsOut } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { reversedBy } from '../ledger-fixtures.ts';
import { htmlOf } from '../mail.ts';
import { meterAt, meteredItem, readingsOf, toppedUp } from '../meter-fixtures.ts';
import { until } from '../until.ts';

let estate: TestEstate;
let feeItemId: string;
let nth = 0;

/** A household with a prepaid meter. */
async function metered(more: Parameters<TestEstate['household']>[1] = {}, meter: object = {}) {
  nth += 1;
  const household = await estate.household(`home-${nth}`, {
    language: 'en',
    email: `metered-${nth}@residents.example`,
    ...more,
  });
  const { meterId } = await meterAt(estate, household.unitId, feeItemId, meter);
  return { household, meterId };
}
const at = (day: string, time = '12:00') => new Date(`${day}T${time}:00+08:00`).toISOString();
const read = (meterId: string, day: string, value: string, more: object = {}) => ({
  meterId,
  takenAt: at(day),
  value,
  by: 'device',
  ...more,
});
const balance = async (meterId: string, when?: string): Promise<number> =>
  (await must(estate.staff.auditor, 'GET', `/v1/meters/${meterId}/balance${when ? `?at=${when}` : ''}`)).balanceFen;
const notices = async (meterId: string): Promise<Body[]> =>
  (await must(estate.staff.auditor, 'GET', `/v1/meters/${meterId}/low-balance-notices?limit=200`)).items;
const pay = (meterId: string, { personId: payerId }: Household, fen: number, day: string, time = '08:00') =>
  toppedUp(estate, { meterId, payerId, fen, at: at(day, time), reference: `cz-${meterId}-${day}` });
const states = ({ results }: Body) => results.map((one: Body) => one.why ?? one.code ?? one.state);

beforeAll(async () => {
  estate = await estateCalled('MT');
  // Tests do not wait for the morning.
  for (const context of ['meters', 'notices'])
    await changePolicy(estate, context, { quietFrom: '03:00', quietTo: '03:00' });
  feeItemId = await meteredItem(estate);
});

describe('readings in bulk', () => {
  test('D24 a thousand at once are answered in their order, and a wrong one does not affect the others', async () => {
    const meters = await Promise.all([metered(), metered(), metered()]);
    const readings = Array.from({ length: 1_000 }, (_, i): object => {
      const meterId = meters[i % 3]?.meterId ?? '';
      const takenAt = new Date(Date.parse('2025-01-01T00:00:00Z') + Math.floor(i / 3) * 1_800_000).toISOString();
      return { meterId, takenAt, value: String(i), by: 'device' };
    });
    readings[10] = { ...readings[10], meterId: 'nobody-knows-it' };
    readings[20] = { ...readings[20], value: 'a lot' };
    readings[30] = { ...readings[30], takenAt: '2999-01-01T00:00:00Z' };
    readings[40] = { ...readings[40], takenAt: '2009-12-31T00:00:00Z' };
    readings[50] = { ...readings[47] };
    readings[60] = { ...readings[60], value: '1' };
    const answer = await readingsOf(estate, readings);
    const others = new Set([10, 20, 30, 40, 50, 60]);
    expect(states(answer).filter((_: string, i: number) => !others.has(i))).toEqual(Array(994).fill('accepted'));
    expect([10, 20, 30, 40, 50, 60].map((i) => states(answer)[i])).toEqual([
      ...['unknown-meter', 'invalid-input', 'in-the-future', 'no-price-yet', 'duplicate', 'below-previous'],
    ]);
    expect(answer).toMatchObject({ accepted: 994, duplicate: 1, held: 1, refused: 4 });
    expect(answer.results[20].errors).toMatchObject([{ pointer: '/value' }]);

    const again = await readingsOf(estate, readings.toReversed());
    expect(again).toMatchObject({ accepted: 0, duplicate: 996, held: 0, refused: 4 });
  });

  test('D24 two concurrent requests enter the same readings once, and no balance is lost', async () => {
    const { household, meterId } = await metered();
    await pay(meterId, household, 10_000, '2025-03-01');
    const readings = Array.from({ length: 20 }, (_, i) =>
      read(meterId, `2025-03-${String(i + 1).padStart(2, '0')}`, String(100 + i)),
    );
    const answers = await Promise.all(
      [readings, readings, readings.toReversed()].map((some) => readingsOf(estate, some)),
    );
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(20);
    expect(await balance(meterId)).toBe(10_000 - 1_023);
  });

  test('D24 a request repeated under its key gets the first answer', async () => {
    const { meterId } = await metered();
    const { staff, estateId } = estate;
    const path = `/v1/meters/estates/${estateId}/readings`;
    const body = { readings: [read(meterId, '2025-03-01', '5')] };
    const first = await ask(staff.operator, 'POST', path, body, { key: `once-${meterId}` });
    const second = await ask(staff.operator, 'POST', path, body, { key: `once-${meterId}` });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(first.body.accepted).toBe(1);
  });

  test('R6.5 abnormal ones are held; after confirmation, correction or reversal the balance is as if in time', async () => {
    const { household, meterId } = await metered();
    await pay(meterId, household, 20_000, '2025-03-01');
    const days = ['100', '110', '120', '200', '130', '125'];
    const answer = await readingsOf(
      estate,
      days.map((value, i) => read(meterId, `2025-03-0${i + 1}`, value)),
    );
    expect(states(answer)).toEqual([...Array(3).fill('accepted'), 'above-mean', 'accepted', 'below-previous']);
    expect(await balance(meterId)).toBe(20_000 - 1_615);
    const { supervisor, operator } = estate.staff;
    const { items: held } = await must(
      operator,
      'GET',
      `/v1/meters/held-readings?estateId=${estate.estateId}&limit=200`,
    );
    expect(held.filter((one: Body) => one.meterId === meterId)).toMatchObject([
      { value: '200', why: 'above-mean' },
      { value: '125', why: 'below-previous' },
    ]);
    const [high, low] = [answer.results[3].readingId, answer.results[5].readingId];
    const path = (readingId: string, what: string) => `/v1/meters/${meterId}/readings/${readingId}/${what}`;
    const refused = await ask(supervisor, 'POST', path(low, 'confirm'), {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'cannot-be-confirmed' } });

    const right = { takenAt: at('2025-03-06'), value: '135', by: 'device', reason: 'misread' };
    expect(await must(supervisor, 'POST', path(low, 'correct'), right)).toMatchObject({ state: 'counted', use: '5' });
    expect(await balance(meterId)).toBe(20_000 - 1_884);
    // The high reading was right, so the later one is below it and is held.
    expect(await must(supervisor, 'POST', path(high, 'confirm'), {})).toMatchObject({ state: 'counted', use: '80' });
    expect(await balance(meterId)).toBe(20_000 - 5_383);
    expect(await must(supervisor, 'POST', path(high, 'reverse'), { reason: 'no' })).toMatchObject({
      state: 'reversed',
    });
    expect(await balance(meterId)).toBe(20_000 - 1_884);
    expect(await balance(meterId, at('2025-03-02'))).toBe(20_000 - 538);
    const { items } = await must(operator, 'GET', `/v1/meters/${meterId}/readings?limit=200`);
    const kinds = items.map((one: Body) => `${one.value} ${one.state}`);
    expect(kinds.sort()).toEqual([
      ...['100 base', '110 counted', '120 counted', '125 reversed', '130 counted', '135 counted', '200 reversed'],
    ]);
    const twice = await ask(supervisor, 'POST', path(high, 'reverse'), { reason: 'no' });
    expect(twice).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
  });
});

describe('top-ups', () => {
  test('R11.4 come through the cash desk, pay no bill, and are reversed with the payment', async () => {
    const { household, meterId } = await metered();
    const payment = await pay(meterId, household, 6_000, '2025-04-01');
    expect(payment).toMatchObject({ purpose: feeItemId, allocation: [], meter: { meterId } });
    expect(await balance(meterId)).toBe(6_000);
    const { cashier, manager } = estate.staff;
    const back = `/v1/payments/${payment.paymentId}`;
    const refund = { fen: 100, method: 'cash', reason: 'too much' };
    // What is left on the meter is known only after a final reading (R25.5).
    const early = await ask(manager, 'POST', `${back}/refunds`, refund);
    expect(early).toMatchObject({ body: { code: 'final-reading-needed' } });
    expect((await reversedBy(cashier, estate, payment.paymentId)).status).toBe(200);
    await until('the top-up to go', async () => (await balance(meterId)) === 0);
  });

  test('R11.4 an unknown meter, one of another estate, or one that is not prepaid takes no money', async () => {
    const { household, meterId } = await metered({}, { prepaid: false });
    const taking = (to: string) => ({
      payerId: household.personId,
      fen: 100,
      method: 'cash',
      reference: `x-${to}`,
      meterId: to,
    });
    const path = `/v1/payments/estates/${estate.estateId}/payments`;
    const ask_ = async (to: string, more: object = {}) =>
      (await ask(estate.staff.cashier, 'POST', path, { ...taking(to), ...more })).body.code;
    expect(await ask_(meterId)).toBe('meter-not-prepaid');
    expect(await ask_('no-meter')).toBe('unknown-meter');
    expect(await ask_(meterId, { purpose: 'parking' })).toBe('invalid-input');
  });

  test('R4.5 a price that begins later does not change the past', async () => {
    const item = await meteredItem(estate, '1');
    nth += 1;
    const household = await estate.household(`home-${nth}`);
    const { meterId } = await meterAt(estate, household.unitId, item);
    await pay(meterId, household, 10_000, '2025-03-01');
    await readingsOf(estate, [read(meterId, '2025-03-01', '0'), read(meterId, '2025-03-02', '10')]);
    const from = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    const price = { from, price: '9', addOn: '0', ground: '新电价' };
    await must(estate.staff.manager, 'POST', `/v1/fees/fee-items/${item}/tariff`, price);
    await idle();
    await readingsOf(estate, [read(meterId, '2025-03-03', '20')]);
    expect(await balance(meterId)).toBe(10_000 - 2_000);
  });
});

describe('low balance', () => {
  test('D30 a household below a level gets one letter with the days left, and another after a top-up', async () => {
    const { household, meterId } = await metered();
    await pay(meterId, household, 5_230, '2025-03-01', '11:00');
    await readingsOf(estate, [read(meterId, '2025-03-01', '1000'), read(meterId, '2025-03-02', '1008.91')]);
    await idle();
    const [notice, ...more] = await notices(meterId);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ levelFen: 5_000, balanceFen: 4_750, daysLeft: '9.9', channel: 'mail' });
    expect(notice).toMatchObject({ receiver: household.personId, result: 'delivered' });
    const mails = await mailsTo(household.email ?? '');
    expect(mails).toHaveLength(1);
    for (const part of ['47.50', '9.9 days', '50.00']) expect(htmlOf(mails[0]?.raw ?? '')).toContain(part);

    await readingsOf(estate, [read(meterId, '2025-03-03', '1010'), read(meterId, '2025-03-02', '1008.91')]);
    await idle();
    expect(await notices(meterId)).toHaveLength(1);

    // The second notice of a day waits for the next day.
    await pay(meterId, household, 1_000, '2025-03-03', '13:00');
    await readingsOf(estate, [read(meterId, '2025-03-04', '1024')]);
    await idle();
    const both = await notices(meterId);
    expect(both.map(({ levelFen, result }) => [levelFen, result])).toEqual([
      [5_000, 'sending'],
      [5_000, 'delivered'],
    ]);
    expect(Date.parse(both[0]?.sendFrom)).toBeGreaterThan(Date.now());
    expect(await mailsTo(household.email ?? '')).toHaveLength(1);
  });

  test('D30 an undelivered notice opens a task to visit the household', async () => {
    const { household, meterId } = await metered({ email: `bounce-metered-${nth}@residents.example` });
    await pay(meterId, household, 2_100, '2025-03-01', '11:00');
    await readingsOf(estate, [read(meterId, '2025-03-01', '0'), read(meterId, '2025-03-02', '10')]);
    const [notice] = await until('the result of the notice', async () => {
      const all = await notices(meterId);
      return all.some(({ result }) => result === 'failed') && all;
    });
    expect(notice).toMatchObject({ levelFen: 2_000, balanceFen: 1_562, result: 'failed' });
    const { items } = await must(
      estate.staff.operator,
      'GET',
      `/v1/notices/call-tasks?estateId=${estate.estateId}&status=open&limit=200`,
    );
    expect(items.filter((one: Body) => one.aboutId === notice?.noticeId)).toMatchObject([{ means: 'visit' }]);
  });

  test('D30 a household without an address is visited, too', async () => {
    const { household, meterId } = await metered({ email: null });
    await pay(meterId, household, 2_100, '2025-03-01', '11:00');
    await readingsOf(estate, [read(meterId, '2025-03-01', '0'), read(meterId, '2025-03-02', '10')]);
    await until('the result of the notice', async () => (await notices(meterId))[0]?.result === 'failed');
    const { items } = await must(
      estate.staff.operator,
      'GET',
      `/v1/notices/call-tasks?estateId=${estate.estateId}&status=open&limit=200`,
    );
    expect(items.filter((one: Body) => one.personId === household.personId)).toMatchObject([
      { means: 'visit', template: 'balance-low' },
    ]);
  });

  test('D30 a correction that removes the crossing withdraws the notice before it is sent', async () => {
    const { household, meterId } = await metered();
    await pay(meterId, household, 6_000, '2025-03-01', '11:00');
    const answer = await readingsOf(estate, [read(meterId, '2025-03-01', '0'), read(meterId, '2025-03-02', '20')]);
    expect(answer.accepted).toBe(2);
    await idle();
    expect((await notices(meterId)).map(({ levelFen }) => levelFen)).toEqual([5_000]);
    const { items } = await must(estate.staff.operator, 'GET', `/v1/meters/${meterId}/readings`);
    const right = { takenAt: at('2025-03-02'), value: '10', by: 'device', reason: 'misread' };
    await must(estate.staff.supervisor, 'POST', `/v1/meters/${meterId}/readings/${items[1].readingId}/correct`, right);
    expect(await notices(meterId)).toMatchObject([{ levelFen: 5_000, withdrawnAt: expect.any(String) }]);
    // The balance really fell: a new notice, tomorrow.
    await readingsOf(estate, [read(meterId, '2025-03-03', '25')]);
    const two = await notices(meterId);
    expect(two.filter(({ withdrawnAt }) => withdrawnAt === undefined)).toMatchObject([{ levelFen: 5_000 }]);
    expect(two).toHaveLength(2);
  });

  test('a resident sees only the meter of their own unit', async () => {
    const [mine, other] = await Promise.all([metered(), metered()]);
    expect((await ask(mine.household, 'GET', `/v1/meters/${mine.meterId}/balance`)).status).toBe(200);
    expect((await ask(mine.household, 'GET', `/v1/meters/${other.meterId}/balance`)).status).toBe(404);
    const ofOther = `/v1/meters?estateId=${estate.estateId}&unitId=${other.household.unitId}`;
    expect((await ask(mine.household, 'GET', ofOther)).status).toBe(404);
  });
});

describe('billed usage', () => {
  test('R6.5 the bill shows the month’s usage; later corrections are on record', async () => {
    const item = await meteredItem(estate, '0.5', { name: '公摊外电费', scope: { buildings: ['1栋'] } });
    nth += 1;
    const household = await estate.household(`home-${nth}`);
    const { meterId } = await meterAt(estate, household.unitId, item, { prepaid: false });
    const values = [
      ['2026-03-31', '100'],
      ['2026-04-10', '140'],
      ['2026-04-30', '200'],
      ['2026-05-31', '290'],
    ] as const;
    await readingsOf(
      estate,
      values.map(([day, value]) => read(meterId, day, value, { by: 'person' })),
    );
    const bills = await billsOut(estate, [item], '2026-04');
    const bill = bills.find((one: Body) => one.unitId === household.unitId);
    expect(bill).toMatchObject({ fen: 5_000, lines: [{ from: '2026-04-01', to: '2026-04-30' }] });

    const { items } = await must(estate.staff.operator, 'GET', `/v1/meters/${meterId}/readings`);
    const right = { takenAt: at('2026-04-30'), value: '190', by: 'person', reason: 'misread' };
    await must(estate.staff.supervisor, 'POST', `/v1/meters/${meterId}/readings/${items[2].readingId}/correct`, right);
    const events = await must(estate.staff.auditor, 'GET', `/v1/meters/${meterId}/events?limit=200`);
    const corrected = events.items.filter((one: Body) => one.name === 'MeterUseCorrected');
    expect(corrected).toMatchObject([{ data: { from: '2026-04-11', to: '2026-05-31' } }]);
  });
});
