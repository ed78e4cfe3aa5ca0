import { beforeAll, expect, test } from 'vitest';
import { ask, type Body, idle, must, type TestEstate } from '../backend.ts';
import {
  announcedPhase,
  byPost,
  dayFromToday,
  dayOf,
  estateInTheMorning,
  handoverOfUnit,
  homeIn,
  phaseFrom,
  plannedPhase,
  sold,
} from '../phase-fixtures.ts';

let estate: TestEstate;

beforeAll(async () => {
  estate = await estateInTheMorning('HD');
});

const keys = { takenBy: '买家', items: [{ what: '入户门钥匙', count: 5 }], readings: { water: '3' } };
const papers = ['住宅质量保证书', '住宅使用说明书', '竣工验收备案表'];

test('a phase closes when every home has its keys or may stay open; it then takes no days, bookings or notices, and its homes continue', async () => {
  const { manager, operator: desk } = estate.staff;
  const names = ['keyed', 'deemed', 'refused', 'late'];
  const owners = await Promise.all(names.map((name) => homeIn(estate, name, '1座')));
  const spare = await homeIn(estate, 'spare', '2座');
  const gates = [{ gate: 'documents', ground: '城市房地产开发经营管理条例 30' }];
  const { phaseId } = await plannedPhase(estate, { ...phaseFrom(estate, '1座', 0, 20), gates });
  const phase = (what: string, body: object = {}) =>
    ask(manager, 'POST', `/v1/handovers/phases/${phaseId}/${what}`, body);
  const hours = [{ from: '10:00', to: '20:00' }];
  const days = [dayOf(estate, dayFromToday(0), { hours }), dayOf(estate, dayFromToday(3), { hours })];
  await must(manager, 'POST', `/v1/handovers/phases/${phaseId}/days`, { days });
  await announcedPhase(estate, { phaseId }, byPost());
  await idle();
  const ids: string[] = [];
  for (const { unitId } of owners) ids.push((await handoverOfUnit(estate, unitId)).handoverId);
  const act = (nth: number, what: string, body: object = {}, as = desk) =>
    ask(as, 'POST', `/v1/handovers/${ids[nth]}/${what}`, body);
  const slots = (await must(desk, 'GET', `/v1/handovers/phases/${phaseId}/slots?limit=200`)).items;
  const handOver = async (nth: number, slotId: string) => {
    const { booking } = (await act(nth, 'book', { slotId })).body;
    const door = { code: booking.code, identity: { as: 'owner' } };
    await must(desk, 'POST', `/v1/handovers/phases/${phaseId}/check-in`, door);
    await act(nth, 'hand-over-documents', { papers });
    expect((await act(nth, 'give-keys', keys)).body.state).toBe('keys-given');
  };

  await handOver(0, slots[2].slotId);
  await act(1, 'record-proof', { method: 'courier', on: dayFromToday(-15), proof: 'SF1' });
  await act(1, 'refuse', { reason: '嫌楼层不好', ground: 'other' });
  expect((await act(1, 'deem-delivered', { reason: '无正当理由' }, manager)).status).toBe(200);
  await act(2, 'refuse', { reason: '承重墙开裂', ground: 'structure' });
  const whole = await phase('close');
  expect(whole).toMatchObject({
    status: 409,
    body: { code: 'homes-open', open: 3, byState: { notified: 1, refused: 1, 'deemed-delivered': 1 } },
  });
  expect(whole.body.homes).toHaveLength(3);
  expect((await phase('close', { leaving: true })).status).toBe(400);
  const leaving = { leaving: true, reason: '两户另行处理' };
  expect(await phase('close', leaving)).toMatchObject({
    status: 409,
    body: { open: 1, mayStayOpen: 2, homes: [{ handoverId: ids[3], state: 'notified' }] },
  });
  await handOver(3, slots[3].slotId);
  expect((await ask(desk, 'POST', `/v1/handovers/phases/${phaseId}/close`, leaving)).status).toBe(403);
  const closed = await phase('close', leaving);
  expect(closed).toMatchObject({ status: 200, body: { phase: { state: 'closed', closed: { leftOpen: 2 } } } });
  expect(closed.body.open.map(({ handoverId }: Body) => handoverId).sort()).toEqual([ids[1], ids[2]].sort());
  expect((await phase('close', leaving)).body.phase.version).toBe(closed.body.phase.version);

  const stopped = { status: 409, body: { code: 'illegal-state', state: 'closed' } };
  const more = [dayOf(estate, dayFromToday(4))];
  expect(await phase('days', { days: more })).toMatchObject(stopped);
  expect(await phase('homes', { unitId: spare.unitId })).toMatchObject(stopped);
  expect(await phase('announce')).toMatchObject(stopped);
  expect(await phase('cancel-day', { day: dayFromToday(3), reason: 'x' })).toMatchObject(stopped);
  const lastSlot = slots.at(-1).slotId;
  expect(await act(2, 'book', { slotId: lastSlot })).toMatchObject(stopped);
  expect(await act(2, 'join-waiting-list')).toMatchObject(stopped);
  expect(await act(2, 'announce', {}, manager)).toMatchObject(stopped);
  expect((await must(desk, 'GET', `/v1/handovers/${ids[2]}/slots`)).items).toEqual([]);
  const figures = await must(desk, 'GET', `/v1/handovers/phases/${phaseId}/figures`);
  expect(figures).toMatchObject({ homes: 4, keysGiven: 2, byState: { refused: 1, 'deemed-delivered': 1 } });

  // The keys of a home left open are given as before.
  await act(1, 'hand-over-documents', { papers });
  expect((await act(1, 'give-keys', keys)).body.state).toBe('keys-given');
  expect((await must(desk, 'GET', `/v1/handovers/phases/${phaseId}`)).state).toBe('closed');

  // Its owner may sell it, because it was handed over to them.
  const [keyed] = owners;
  if (keyed) await sold(estate, keyed, spare);
  expect(await must(desk, 'GET', `/v1/handovers/${ids[0]}`)).toMatchObject({ buyerId: keyed?.personId });

  // The other home is rectified, and its phase is reopened for it.
  expect(await phase('reopen', { reason: '已加固，重新交付' })).toMatchObject({
    status: 200,
    body: { state: 'announced' },
  });
  await handOver(2, slots[4].slotId);
  expect(await phase('close')).toMatchObject({ status: 200, body: { open: [], phase: { closed: { leftOpen: 0 } } } });
});
