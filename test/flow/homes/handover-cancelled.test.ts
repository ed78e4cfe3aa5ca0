import { beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../infra/api-client/api-client.ts';
import { ask, type Body, idle, mailsTo, must, type TestEstate } from '../backend.ts';
import { htmlOf } from '../mail.ts';
import { announcedHomes, dayFromToday, dayOf, estateInTheMorning } from '../phase-fixtures.ts';

let estate: TestEstate;
let manager: TestEstate['staff']['manager'];
let desk: TestEstate['staff']['operator'];
let crew: Caller[];

beforeAll(async () => {
  estate = await estateInTheMorning('HC');
  ({ manager, operator: desk } = estate.staff);
  crew = await Promise.all(Array.from({ length: 20 }, (_, nth) => estate.technician(`crew-${nth}`)));
});

const people = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const cancel = (phaseId: string, body: object, query = '') =>
  ask(manager, 'POST', `/v1/handovers/phases/${phaseId}/cancel-day${query}`, { reason: '台风停工', ...body });

describe('a cancelled day', () => {
  test('ends its bookings, notifies each buyer with a link to rebook, and is no longer offered or counted', async () => {
    const { slots, act, now, owners, handoverIds, phaseId, first, figures } = await announcedHomes(
      estate,
      '1座',
      people('a', 4),
      { begins: 12, day: { hours: [{ from: '14:00', to: '16:00' }] } },
    );
    const second = dayFromToday(13);
    await must(manager, 'POST', `/v1/handovers/phases/${phaseId}/days`, {
      days: [dayOf(estate, second, { hours: [{ from: '14:00', to: '15:00' }] })],
    });
    const [one, two, three] = await slots();
    const { code } = (await act(0, 'book', { slotId: one.slotId })).body.booking;
    await act(1, 'book', { slotId: two.slotId });
    await act(2, 'book', { slotId: three.slotId });
    await act(3, 'join-waiting-list', {});

    expect(await cancel(phaseId, { day: second, station: '2号台' })).toMatchObject({
      status: 409,
      body: { code: 'nothing-to-cancel', day: second },
    });
    expect(
      (await ask(desk, 'POST', `/v1/handovers/phases/${phaseId}/cancel-day`, { day: first, reason: 'x' })).status,
    ).toBe(403);
    const dry = await cancel(phaseId, { day: first }, '?dryRun=true');
    expect(dry).toMatchObject({ status: 202, body: { slots: 2, bookings: 2, withoutAddress: 0, stations: ['1号台'] } });
    expect((await now(0)).state).toBe('booked');
    expect((await cancel(phaseId, { day: first })).status).toBe(202);
    await idle();

    for (const nth of [0, 1]) expect(await now(nth)).toMatchObject({ state: 'notified', waiting: {} });
    expect((await now(0)).booking).toBeUndefined();
    expect((await now(2)).booking.slotId).toBe(three.slotId);
    const door = { code, identity: { as: 'owner' } };
    expect((await ask(desk, 'POST', `/v1/handovers/phases/${phaseId}/check-in`, door)).body.code).toBe('unknown-code');
    const mail = htmlOf((await mailsTo(String(owners[0]?.email))).at(-1)?.raw ?? '');
    expect(mail).toContain('台风停工');
    const link = /https?:\/\/[^"<\s]+\/p\/handovers\/[\w.-]+/.exec(mail)?.[0] ?? '';
    const page = await (await fetch(link)).text();
    expect(page).toContain('已由我们取消');
    expect(page).not.toContain(one.slotId);
    const refused = await act(3, 'book', { slotId: one.slotId });
    expect(refused).toMatchObject({ status: 409, body: { code: 'slot-cancelled', free: [] } });
    expect((await ask(owners[3], 'GET', `/v1/handovers/${handoverIds[3]}/slots`)).body.items).toEqual([]);
    expect(await figures()).toMatchObject({
      byState: { booked: 1, notified: 3 },
      days: [
        { day: first, slots: 0, places: 0, booked: 0, cancelled: 2 },
        { day: second, slots: 1, places: 1, booked: 1, cancelled: 0 },
      ],
    });
    const { items: done } = await must(desk, 'GET', `/v1/handovers/phases/${phaseId}/cancelled-days`);
    expect(done).toMatchObject([{ day: first, state: 'done', slots: 2, bookings: 2, reason: '台风停工' }]);
    expect((await cancel(phaseId, { day: first })).body.code).toBe('nothing-to-cancel');

    // The buyer comes before all others on the waiting list.
    const line = (await must(desk, 'GET', `/v1/handovers/phases/${phaseId}/waiting`)).items;
    expect(line.map(({ handoverId }: Body) => handoverIds.indexOf(handoverId))).toEqual([0, 1, 3]);
    await act(2, 'release');
    await idle();
    expect(await now(0)).toMatchObject({ state: 'booked', booking: { slotId: three.slotId } });
    const events = (await must(desk, 'GET', `/v1/handovers/${handoverIds[0]}/events`)).items;
    expect(events.map(({ name }: Body) => name)).toContain('HandoverBookingCancelled');
  });

  test('notifies eighty buyers, and a concurrent booking is refused or notified as well', async () => {
    const stations = [{ name: '大厅', staff: crew.map(({ personId }) => personId), capacity: 20 }];
    const day = { hours: [{ from: '09:00', to: '15:00' }], stations };
    const { slots, act, handoverIds, phaseId, first, figures } = await announcedHomes(estate, '2座', people('b', 90), {
      begins: 12,
      day,
    });
    const all = await slots();
    const book = (nth: number) => act(nth, 'book', { slotId: all[nth % all.length]?.slotId });
    for (let from = 0; from < 80; from += 20) {
      const some = await Promise.all(handoverIds.slice(from, from + 20).map((_, nth) => book(from + nth)));
      expect(some.map(({ status }) => status)).toEqual(Array(20).fill(200));
    }
    expect((await cancel(phaseId, { day: first }, '?dryRun=true')).body).toMatchObject({ bookings: 80 });
    const [asked, ...late] = await Promise.all([
      cancel(phaseId, { day: first }),
      ...people('', 10).map((_, nth) => book(80 + nth)),
    ]);
    expect(asked.status).toBe(202);
    await idle();
    for (const { status, body } of late)
      expect([200, 'slot-cancelled', 'changed-meanwhile']).toContain(status === 200 ? 200 : body.code);
    const booked = 80 + late.filter(({ status }) => status === 200).length;
    expect((await slots()).map(({ booked: taken }) => taken)).toEqual(Array(6).fill(0));
    expect(await figures()).toMatchObject({
      homes: 90,
      waiting: booked,
      byState: { notified: 90, booked: 0 },
      days: [{ places: 0, cancelled: 6 }],
    });
    const { items } = await must(desk, 'GET', `/v1/handovers/phases/${phaseId}/cancelled-days`);
    expect(items).toMatchObject([{ state: 'done', slots: 6, bookings: booked }]);
    const told = (await mailsTo('@residents.example')).filter(({ recipients, raw }) => {
      return recipients[0]?.startsWith(`${estate.estateId}-b`) && htmlOf(raw).includes('台风停工');
    });
    expect(new Set(told.map(({ recipients }) => recipients[0])).size).toBe(booked);
    expect(told).toHaveLength(booked);
  });
});
