import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test } from 'vitest';
import { handovers } from '../../../functions/homes/handovers/handovers.store.ts';
import { ask, type Body, idle, mailsTo, must, runJob, type TestEstate } from '../backend.ts';
import { billsOut, feeFor } from '../bill-fixtures.ts';
import { changePolicy } from '../change-policy.ts';
import { rewritten } from '../engine-table.ts';
import { linkTo } from '../links.ts';
import { htmlOf } from '../mail.ts';
import { announcedHomes, byPost, dayFromToday, estateInTheMorning } from '../phase-fixtures.ts';

let estate: TestEstate;
let manager: TestEstate['staff']['manager'];
let desk: TestEstate['staff']['operator'];

beforeAll(async () => {
  estate = await estateInTheMorning('HB');
  ({ manager, operator: desk } = estate.staff);
});

const afternoon = { hours: [{ from: '14:00', to: '20:00' }], minutes: 60 };
const people = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

describe('bookings', () => {
  test('are made, moved and released; a buyer who is too late gets the free slots', async () => {
    const { slots, act, now, figures, owners, handoverIds } = await announcedHomes(estate, '1座', people('a', 3), {
      begins: 12,
      day: afternoon,
    });
    const [one, two] = await slots();
    const booked = await act(0, 'book', { slotId: one.slotId });
    expect(booked).toMatchObject({ status: 200, body: { state: 'booked', booking: { slotId: one.slotId } } });
    expect(booked.body.booking.code).toMatch(/^\d{8}$/);
    const late = await act(1, 'book', { slotId: one.slotId });
    expect(late).toMatchObject({ status: 409, body: { code: 'slot-full' } });
    expect(late.body.free.map((slot: Body) => slot.slotId)).toContain(two.slotId);
    const moved = await act(0, 'book', { slotId: two.slotId });
    expect(moved.body).toMatchObject({
      reschedules: 1,
      booking: { slotId: two.slotId, code: booked.body.booking.code },
    });
    expect((await slots()).map(({ booked: taken }) => taken)).toEqual([0, 1, 0, 0, 0, 0]);
    expect((await act(1, 'book', { slotId: one.slotId })).status).toBe(200);
    expect((await act(1, 'release')).body.state).toBe('notified');
    expect((await act(1, 'release')).body).toMatchObject({ code: 'illegal-state' });
    expect((await act(1, 'book', { slotId: 'no-such-slot' })).body).toMatchObject({ code: 'unknown-slot' });
    expect((await act(1, 'book', { slotId: one.slotId }, owners[2])).status).toBe(404);
    expect(await figures()).toMatchObject({
      reschedules: 1,
      byState: { booked: 1, notified: 2 },
      days: [{ booked: 1 }],
    });
    expect((await now(0)).version).toBeGreaterThan(2);
    await idle();
    const mails = await mailsTo(String(owners[0]?.email));
    expect(htmlOf(mails.at(-1)?.raw ?? '')).toContain(booked.body.booking.code.slice(0, 4));

    // A registered agent gives the power of attorney. A tenant has no access.
    const [, mine] = owners;
    const agent = await estate.household('agent');
    const tenant = await estate.household('tenant');
    for (const [who, role] of [
      [agent, 'agent'],
      [tenant, 'tenant'],
    ] as const) {
      const tenure = { personId: who.personId, role, from: '2025-01-01' };
      await must(estate.staff.administrator, 'POST', `/v1/units/${mine?.unitId}/tenures`, tenure);
    }
    const book = (as: typeof agent, body: object) => ask(as, 'POST', `/v1/handovers/${handoverIds[1]}/book`, body);
    expect((await book(tenant, { slotId: one.slotId })).status).toBe(404);
    expect(await book(agent, { slotId: one.slotId })).toMatchObject({ body: { code: 'power-of-attorney-missing' } });
    const represented = await book(agent, { slotId: one.slotId, powerOfAttorney: '沪公证字2025-88' });
    expect(represented.body.booking.by).toMatchObject({ as: 'agent', id: agent.personId });
  });

  test('a hundred owners book ten slots: ten succeed, and the others learn that their slot is full', async () => {
    const { slots, handoverIds, owners, figures } = await announcedHomes(estate, '2座', people('b', 100), {
      begins: 12,
      day: { hours: [{ from: '10:00', to: '20:00' }], minutes: 60 },
    });
    const all = await slots();
    // An overloaded machine may answer too late. The client then repeats the request with the same key, as
    // phones do.
    const booking = async (nth: number) => {
      const key = randomUUID();
      const path = `/v1/handovers/${handoverIds[nth]}/book`;
      for (;;) {
        const answer = await ask(owners[nth], 'POST', path, { slotId: all[nth % all.length]?.slotId }, { key });
        if (answer.status !== 500) return answer;
        await wait(500);
      }
    };
    const answers = await Promise.all(handoverIds.map((_, nth) => booking(nth)));
    const statuses = Map.groupBy(answers, ({ status, body }) => `${status} ${body.code ?? ''}`);
    expect([...statuses].map(([status, some]) => [status, some.length]).sort()).toEqual([
      ['200 ', 10],
      ['409 slot-full', 90],
    ]);
    expect((await slots()).map(({ booked }) => booked)).toEqual(Array(10).fill(1));
    expect(await figures()).toMatchObject({ homes: 100, byState: { booked: 10, notified: 90 } });
  });

  test('a freed slot goes to the first on the waiting list', async () => {
    const { slots, act, now, owners, first, phaseId, figures } = await announcedHomes(estate, '3座', people('c', 4), {
      begins: 12,
      day: { hours: [{ from: '14:00', to: '15:00' }], minutes: 60 },
    });
    const [only] = await slots();
    expect((await act(1, 'join-waiting-list', { day: first })).body).toMatchObject({ code: 'places-free' });
    const over = await act(1, 'join-waiting-list', { day: dayFromToday(-1) });
    expect(over).toMatchObject({ status: 400, body: { code: 'day-over' } });
    await act(0, 'book', { slotId: only.slotId });
    for (const nth of [1, 2])
      expect((await act(nth, 'join-waiting-list', nth === 1 ? { day: first } : {})).status).toBe(200);
    expect(await figures()).toMatchObject({ waiting: 2 });
    const line = await must(desk, 'GET', `/v1/handovers/phases/${phaseId}/waiting`);
    expect(line.items).toHaveLength(2);
    await act(0, 'release');
    await idle();
    expect(await now(1)).toMatchObject({ state: 'booked', booking: { slotId: only.slotId } });
    expect((await now(1)).waiting).toBeUndefined();
    const mail = htmlOf((await mailsTo(String(owners[1]?.email))).at(-1)?.raw ?? '');
    expect(mail).toContain('候补');
    expect(await now(2)).toMatchObject({ state: 'notified', waiting: {} });
    await act(1, 'release');
    await idle();
    expect(await now(2)).toMatchObject({ state: 'booked' });
    expect((await act(3, 'join-waiting-list')).status).toBe(200);
    expect((await act(3, 'leave-waiting-list')).body.waiting).toBeUndefined();
    expect((await slots())[0]).toMatchObject({ booked: 1 });
  });

  test('the booking page books, moves, releases and joins the waiting list without script', async () => {
    const { slots, handoverIds, now } = await announcedHomes(estate, '4座', ['d0', 'd1'], {
      begins: 12,
      day: { hours: [{ from: '14:00', to: '16:00' }], minutes: 60 },
    });
    const [one, two] = await slots();
    const open = (nth: number) => `/p/handovers/${linkTo('handovers', handoverIds[nth] ?? '')}`;
    const press = (nth: number, form: object) => ask(undefined, 'POST', open(nth), form);
    expect((await ask(undefined, 'GET', open(0))).body).toContain(one.slotId);
    expect((await press(0, { action: 'book' })).status).toBe(400);
    expect((await press(0, { action: 'book', slot: one.slotId })).status).toBe(200);
    const mine = await now(0);
    expect(mine).toMatchObject({ state: 'booked', booking: { slotId: one.slotId, by: { as: 'owner' } } });
    expect((await ask(undefined, 'GET', open(0))).body).toContain(mine.booking.code.slice(4));
    expect((await press(0, { action: 'book', slot: one.slotId })).status).toBe(200);
    expect((await press(1, { action: 'book', slot: one.slotId })).status).toBe(409);
    expect((await press(1, { action: 'book', slot: two.slotId })).status).toBe(200);
    expect((await press(1, { action: 'release' })).status).toBe(200);
    expect((await press(0, { action: 'book', slot: two.slotId })).status).toBe(200);
    expect((await press(1, { action: 'book', slot: one.slotId })).status).toBe(200);
    expect((await press(1, { action: 'release' })).status).toBe(200);
    expect((await ask(undefined, 'GET', '/p/handovers/no-link-of-ours')).status).toBe(404);
    expect((await ask(undefined, 'GET', `/p/handovers/${linkTo('fees', handoverIds[0] ?? '')}`)).status).toBe(404);
  });
});

describe('on the handover day', () => {
  test('a buyer checks in by code once, and only on the day of the booking', async () => {
    const { slots, act, phaseId } = await announcedHomes(estate, '5座', ['e0', 'e1', 'e2'], {
      begins: 0,
      method: byPost(),
      day: afternoon,
    });
    const station = { name: '2号台', staff: [estate.staff.supervisor.personId], capacity: 1 };
    const tomorrow = { day: dayFromToday(1), ...afternoon, stations: [station] };
    await must(manager, 'POST', `/v1/handovers/phases/${phaseId}/days`, { days: [tomorrow] });
    const all = await slots();
    const codeOf = async (nth: number, slot: Body) =>
      (await act(nth, 'book', { slotId: slot.slotId })).body.booking.code;
    const [today, later] = [await codeOf(0, all[0]), await codeOf(1, all[6])];
    const checkIn = (code: string, identity: object = { as: 'owner' }) =>
      ask(desk, 'POST', `/v1/handovers/phases/${phaseId}/check-in`, { code, identity });
    expect(await checkIn('0000 0000')).toMatchObject({ status: 404, body: { code: 'unknown-code' } });
    expect(await checkIn(later)).toMatchObject({ status: 409, body: { code: 'not-its-day', day: dayFromToday(1) } });
    const spoken = `${today.slice(0, 4)}-${today.slice(4)}`;
    expect((await checkIn(spoken)).body).toMatchObject({
      state: 'inspecting',
      identified: { as: 'owner', name: 'e0' },
    });
    expect(await checkIn(spoken)).toMatchObject({ status: 409, body: { code: 'illegal-state', state: 'inspecting' } });
    const agent = { as: 'agent', name: '周律师' };
    const code = await codeOf(2, all[1]);
    expect((await checkIn(code, agent)).status).toBe(400);
    const shown = { ...agent, powerOfAttorney: '公证书 12' };
    expect((await checkIn(code, shown)).body.identified).toMatchObject(shown);
  });

  test('a no-show is recorded when the booked time is over, and the buyer is notified and may rebook', async () => {
    const zone = (await must(desk, 'GET', `/v1/estates/${estate.estateId}`)).calendar.zone;
    const { act, now, owners, figures, slots, phaseId, first, handoverIds } = await announcedHomes(
      estate,
      '6座',
      ['f0'],
      { begins: 0, method: byPost(), day: afternoon },
    );
    const [next] = await slots();
    // A time that has begun and is not over.
    const local = Temporal.Now.zonedDateTimeISO(zone);
    const clock = (minutes: number) => local.add({ minutes }).toPlainTime().toString({ smallestUnit: 'minute' });
    const station = { name: '2号台', staff: [estate.staff.supervisor.personId], capacity: 1 };
    const hours = [{ from: clock(-10), to: clock(20) }];
    await must(manager, 'POST', `/v1/handovers/phases/${phaseId}/days`, {
      days: [{ day: first, hours, minutes: 30, stations: [station] }],
    });
    const [running] = await slots();
    expect((await act(0, 'book', { slotId: running.slotId })).body).toMatchObject({ code: 'slot-over' });
    expect((await act(0, 'book', { slotId: running.slotId }, desk)).status).toBe(200);
    await runJob('no-show');
    expect((await now(0)).state).toBe('booked');
    // The recorded time was over a minute ago.
    const [handoverId = ''] = handoverIds;
    const over = new Date(Date.now() - 60_000).toISOString();
    await rewritten(handovers, { handoverId }, (one) => ({
      ...one,
      nextDueAt: over,
      ...(one.booking && { booking: { ...one.booking, from: over, to: over } }),
    }));
    await runJob('no-show');
    expect(await now(0)).toMatchObject({ state: 'no-show', noShows: 1 });
    expect(await figures()).toMatchObject({ noShows: 1, byState: { 'no-show': 1 } });
    await idle();
    const mail = htmlOf((await mailsTo(String(owners[0]?.email))).at(-1)?.raw ?? '');
    expect(mail).toContain('/p/handovers/');
    expect(mail).toContain('没有等到您');
    expect((await act(0, 'book', { slotId: next.slotId })).body).toMatchObject({ state: 'booked', noShows: 1 });
  });

  test('a home is deemed delivered only after a proven notice; its fees are the owner’s from the day that the notice named', async () => {
    const { act, now, phaseId, owners, figures } = await announcedHomes(estate, '7座', ['g0', 'g1', 'g2', 'g3'], {
      begins: 0,
      method: byPost(),
      day: afternoon,
    });
    const deem = (nth: number) => act(nth, 'deem-delivered', { reason: '经核实' }, manager);
    const named = dayFromToday(0);
    expect(await deem(0)).toMatchObject({ status: 409, body: { code: 'notice-not-proven', rule: 'R3.4' } });
    const prove = (nth: number, on: string) =>
      act(nth, 'record-proof', { method: 'courier', on, proof: `SF-${nth}` }, desk);
    const refuse = (nth: number, ground: string) => act(nth, 'refuse', { reason: '不满意', ground }, desk);
    await refuse(0, 'other');
    await prove(0, named);
    expect((await deem(0)).body).toMatchObject({ code: 'notice-not-proven' });
    await prove(0, dayFromToday(-1));
    expect((await deem(0)).body).toMatchObject({
      state: 'deemed-delivered',
      delivery: { on: named, method: 'deemed' },
    });
    expect(await deem(0)).toMatchObject({ status: 409, body: { code: 'illegal-state' } });
    await prove(1, dayFromToday(-1));
    await prove(2, dayFromToday(-1));
    expect((await refuse(1, 'structure')).body).toMatchObject({ state: 'refused', refused: { withGoodReason: true } });
    expect((await deem(1)).body).toMatchObject({ code: 'refused-with-good-reason' });
    expect((await refuse(2, 'other')).body).toMatchObject({ refused: { withGoodReason: false } });
    expect((await deem(2)).body).toMatchObject({ delivery: { on: named } });
    expect(await figures()).toMatchObject({
      refused: { withGoodReason: 1, without: 2 },
      delivered: { deemed: 2 },
      byState: { 'deemed-delivered': 2, refused: 1, notified: 1 },
    });
    const { items: events } = await must(desk, 'GET', `/v1/handovers/${(await now(2)).handoverId}/events?limit=50`);
    expect(events.filter(({ name }: Body) => name === 'HomeDelivered')).toHaveLength(1);
    expect(phaseId).toBeTruthy();

    // In the month of that day the developer pays before it and the owner from it on (R3.5).
    const { estateId, staff } = estate;
    const developer = { personId: `${estateId}-developer`, name: '开发商', language: 'zh-CN' };
    await must(staff.administrator, 'POST', `/v1/estates/${estateId}/persons`, developer);
    await changePolicy(estate, 'fees', { developerPayerId: developer.personId });
    const bills = await billsOut(estate, [await feeFor(estate, '7座', '300')], named.slice(0, 7));
    const linesOf = (nth: number) =>
      bills
        .filter(({ unitId }) => unitId === owners[nth]?.unitId)
        .flatMap(({ payerId, lines }) => lines.map(({ from, to }: Body) => ({ payerId, from, to })));
    const owner = owners[0]?.personId;
    expect(linesOf(0).find(({ payerId }) => payerId === owner)).toMatchObject({ from: named });
    expect(
      linesOf(0)
        .filter(({ payerId }) => payerId !== owner)
        .every(({ to }) => to < named),
    ).toBe(true);
    expect(linesOf(3).every(({ payerId }) => payerId === developer.personId)).toBe(true);
  });

  test('an incident reaches the manager’s deputy at once while the manager is away, and is closed with its outcome', async () => {
    const { phaseId, handoverIds } = await announcedHomes(estate, '8座', ['h0'], {
      begins: 0,
      method: byPost(),
      day: afternoon,
    });
    const file = `/v1/staff/${manager.personId}`;
    const { staffId: _, estateId: __, updatedAt: ___, version, ...details } = await must(desk, 'GET', file);
    const away = {
      from: new Date(Date.now() - 60_000).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const deputyId = estate.staff.supervisor.personId;
    const absent = { ...details, absences: [away], deputyId };
    await must(estate.staff.administrator, 'PUT', file, absent, { ifMatch: version });
    await wait(11_000);
    const body = { what: '业主之间发生冲突\n需要增援', severity: 'urgent', handoverId: handoverIds[0], place: '大厅' };
    const report = `/v1/handovers/phases/${phaseId}/incidents`;
    const incident = await must(estate.staff.technician, 'POST', report, body);
    expect(incident).toMatchObject({ state: 'open', managerId: deputyId, insteadOf: manager.personId });
    await idle();
    const mail = (await mailsTo(`${deputyId}@staff.example`)).at(-1);
    expect(htmlOf(mail?.raw ?? '')).toContain('需要增援');
    const close = `/v1/handovers/incidents/${incident.incidentId}/close`;
    expect(await must(desk, 'POST', close, { outcome: '已劝离' })).toMatchObject({
      state: 'closed',
      outcome: '已劝离',
    });
    expect((await ask(desk, 'POST', close, { outcome: '再关一次' })).status).toBe(409);
    expect((await must(desk, 'GET', `${report}?state=open`)).items).toEqual([]);
    expect((await must(desk, 'GET', report)).items).toHaveLength(1);
  });
});
