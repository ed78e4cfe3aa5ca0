import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { checkIn } from '../../../../../functions/homes/handovers/check-in.ts';
import { changed, type Handover } from '../../../../../functions/homes/handovers/handover.ts';
import { handoverUpdates } from '../../../../../functions/homes/handovers/handover-updates.consumer.ts';
import { handovers } from '../../../../../functions/homes/handovers/handovers.store.ts';
import { bookSlot, releaseSlot, SlotFull } from '../../../../../functions/homes/handovers/plan/book-slot.ts';
import { cancelDay } from '../../../../../functions/homes/handovers/plan/cancel-day.ts';
import { countsOf, differences, tallyOf } from '../../../../../functions/homes/handovers/plan/phase-counters.ts';
import { isFree, type Slot } from '../../../../../functions/homes/handovers/plan/slot.ts';
import {
  bookingCodes,
  everySlot,
  slots,
  stationPlans,
  waitingList,
} from '../../../../../functions/homes/handovers/plan/slots.store.ts';
import { waitForSlot, waitNoMore } from '../../../../../functions/homes/handovers/plan/wait-for-slot.ts';
import { saveHandover } from '../../../../../functions/homes/handovers/save-handover.ts';
import type { ActionContext } from '../../../../../shared/events/catalogue.ts';
import { Transaction } from '../../../../../shared/events/transaction.ts';
import { Problem } from '../../../../../shared/kernel/problem.ts';
import { get } from '../../../../../shared/store/table.ts';
import { aHandover, aPhase } from '../../../../unit/homes/handovers/a-handover.ts';
import { emptyTables, eventsOf, itemsOf, store } from '../../../real-table.ts';

const now = Temporal.Instant.from('2026-05-01T00:00:00Z');
const act: ActionContext = { actor: { kind: 'staff', id: 'desk' }, recordedAt: now.toString() };
const phaseId = 'phs_1';
const homes = ['h0', 'h1', 'h2', 'h3', 'h4'];
const slotAt = (day: string, hour: string, capacity: number): Slot => ({
  slotId: `${day}T${hour}00`,
  phaseId,
  day,
  station: '1',
  capacity,
  booked: 0,
  from: `${day}T${hour}:00:00Z`,
  to: `${day}T${hour}:30:00Z`,
});
const plan = [slotAt('2026-06-01', '09', 1), slotAt('2026-06-01', '10', 1), slotAt('2026-06-02', '09', 2)];

const days = ['2026-06-01', '2026-06-02'];
const stationOf = (day: string, capacity: number) => ({
  phaseId,
  estateId: 'e',
  day,
  name: '1',
  staff: ['a'],
  capacity,
  slots: 1,
  places: capacity,
  minutes: 30,
  hours: [{ from: '09:00', to: '11:00' }],
});

async function world() {
  await emptyTables('handovers');
  await store(slots, ...plan);
  await store(stationPlans, ...days.map((day) => stationOf(day, 1)));
  for (const handoverId of homes) {
    const handover = aHandover({ handoverId, phaseId, unitId: `unit-${handoverId}`, buyerId: `p-${handoverId}` });
    await saveHandover(new Transaction(), handover, undefined, act).commit();
  }
  const delivered = new Set<string>();
  const events = async () => (await eventsOf('handovers')).filter(({ name }) => handoverUpdates.events.includes(name));
  const deliver = async (nth: number) => {
    const all = await events();
    const event = all[nth % Math.max(1, all.length)];
    if (!event) return;
    await handoverUpdates.handle(event, now);
    delivered.add(event.id);
  };
  const deliverAll = async () => {
    for (;;) {
      const missing = (await events()).findIndex(({ id }) => !delivered.has(id));
      if (missing < 0) return;
      await deliver(missing);
    }
  };
  return { deliver, deliverAll };
}

const command = fc.oneof(
  fc.record({ what: fc.constant('book' as const), home: fc.nat(4), slot: fc.nat(2) }),
  fc.record({ what: fc.constant('release' as const), home: fc.nat(4) }),
  fc.record({
    what: fc.constant('join-waiting-list' as const),
    home: fc.nat(4),
    day: fc.constantFrom('2026-06-01', '2026-06-02', undefined),
  }),
  fc.record({ what: fc.constant('leave-waiting-list' as const), home: fc.nat(4) }),
  fc.record({ what: fc.constant('cancel' as const), home: fc.constant(0), day: fc.constantFrom(...days) }),
  fc.record({ what: fc.constant('deliver' as const), nth: fc.nat(30) }),
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

async function perform(said: Exclude<Command, { what: 'deliver' }>): Promise<void> {
  const handover = await get(handovers, { handoverId: homes[said.home] ?? '' });
  if (!handover) throw new Error('no handover');
  const by = { as: 'owner' as const, id: handover.buyerId };
  const change = async () => {
    switch (said.what) {
      case 'book':
        return bookSlot(handover, plan[said.slot]?.slotId ?? '', { by, now, act });
      case 'release':
        return releaseSlot(handover, act);
      case 'join-waiting-list':
        return waitForSlot(handover, { ...said, today: '2026-05-01' }, act, now);
      case 'cancel':
        return cancelDay(aPhase({}), { day: said.day, reason: '台风' }, act);
      case 'leave-waiting-list':
        return waitNoMore(handover, act);
    }
  };
  try {
    await (await change())?.transaction.commit();
  } catch (error) {
    if (!(error instanceof SlotFull) && !(error instanceof Problem)) throw error;
  }
}

/** Checks the slots, codes, waiting list and counters against the handovers, which it returns. */
async function mustAddUp(): Promise<Handover[]> {
  const items = await itemsOf('handovers');
  const of = <T>({ type, schema }: { type: string; schema: z.ZodType<T> }) =>
    items.filter((item) => item.type === type).map((item) => schema.parse(item));
  const all = of(handovers);
  for (const { slotId, booked, capacity, takenBy } of of(slots)) {
    const booking = all.filter((one) => one.booking?.slotId === slotId).map(({ handoverId }) => handoverId);
    expect(booked).toBe(booking.length);
    expect(booked).toBeLessThanOrEqual(capacity);
    expect([...(takenBy ?? [])].sort()).toEqual(booking.sort());
  }
  const codes = of(bookingCodes).map(({ code, handoverId }) => `${handoverId} ${code}`);
  const said = all.flatMap(({ handoverId, booking }) => (booking ? [`${handoverId} ${booking.code}`] : []));
  expect(codes.sort()).toEqual(said.sort());
  const line = of(waitingList).map(({ handoverId, since }) => `${handoverId} ${since}`);
  const waiting = all.flatMap(({ handoverId, waiting: mine }) => (mine ? [`${handoverId} ${mine.since}`] : []));
  expect(line.sort()).toEqual(waiting.sort());
  const counted = [...(await countsOf(phaseId))].filter(([, count]) => count !== 0);
  expect(new Map(counted)).toEqual(differences(all.map((after) => ({ after }))));
  return all;
}

describe('bookings in any order, with events delivered in any order and repeatedly', () => {
  const cancelled = { what: 'cancel' as const, home: 0 as const, day: '2026-06-01' };
  const waiting = { what: 'join-waiting-list' as const, home: 0, day: '2026-06-01' as const };
  test('no slot is overbooked or lost, and nobody waits while their day has a free slot', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
        const { deliver, deliverAll } = await world();
        for (const said of commands) {
          if (said.what === 'deliver') await deliver(said.nth);
          else await perform(said);
          await mustAddUp();
        }
        await deliverAll();
        const after = await mustAddUp();
        const known = await everySlot(phaseId);
        const cancelled = known.filter(({ cancelledAt }) => cancelledAt !== undefined);
        for (const { booked, takenBy } of cancelled) expect([booked, takenBy]).toEqual([0, undefined]);
        const free = known.filter((slot) => isFree(slot, now));
        for (const { waiting } of after) {
          // A buyer whose booking was cancelled chooses among the free slots.
          if (waiting && waiting.lostSlotId === undefined)
            expect(free.filter(({ day }) => waiting.day === undefined || waiting.day === day)).toEqual([]);
        }
      }),
      // Two requests at the same instant for a cancelled day.
      { numRuns: 60, examples: [[[cancelled, { what: 'deliver', nth: 0 }, waiting, waiting]]] },
    );
  });
});

describe('a buyer who comes again for the re-inspection', () => {
  test('books a second slot: the first stays used, it is no reschedule, and the old code no longer works', async () => {
    await world();
    const by = { as: 'owner' as const, id: 'p-h0' };
    const current = async () => (await get(handovers, { handoverId: 'h0' })) ?? aHandover({});
    await (await bookSlot(await current(), '2026-06-01T0900', { by, now, act }))?.transaction.commit();
    const booked = await current();
    await checkIn(booked, { as: 'owner' }, 'UTC', '林', {
      ...act,
      recordedAt: '2026-06-01T09:05:00Z',
    }).transaction.commit();
    const here = { ...(await current()), state: 'reinspecting' as const };
    const again = await bookSlot(here, '2026-06-02T0900', { by, now, act });
    await again?.transaction.commit();
    expect(again?.after).toMatchObject({ state: 'booked', reschedules: 0, booking: { slotId: '2026-06-02T0900' } });
    expect((await everySlot(phaseId)).map((slot) => slot.booked)).toEqual([1, 0, 1]);
    const codes = (await itemsOf('handovers')).flatMap(({ type, code }) => (type === 'booking-code' ? [code] : []));
    expect(codes).toEqual([again?.after.booking?.code]);
  });
});

describe('a cancelled day', () => {
  test('ends every booking without check-in, slice by slice, in any order and repeatedly', async () => {
    const { deliver, deliverAll } = await world();
    const day = '2026-06-03';
    await store(stationPlans, stationOf(day, 20));
    const big = ['09', '10', '11'].map((hour) => slotAt(day, hour, 20));
    await store(slots, ...big);
    const ids = Array.from({ length: 50 }, (_, nth) => `d${nth}`);
    const found = async (handoverId: string) => (await get(handovers, { handoverId })) ?? aHandover({});
    for (const [nth, handoverId] of ids.entries()) {
      const handover = aHandover({ handoverId, phaseId, unitId: `unit-${handoverId}`, buyerId: `p-${handoverId}` });
      await saveHandover(new Transaction(), handover, undefined, act).commit();
      const by = { as: 'owner' as const, id: handover.buyerId };
      const change = await bookSlot(handover, big[nth % 3]?.slotId ?? '', { by, now, act });
      await change?.transaction.commit();
    }
    const came = changed(await found('d0'), { state: 'inspecting', nextDueAt: undefined }, now.toString());
    await saveHandover(new Transaction(), came, await found('d0'), act).commit();

    await (await cancelDay(aPhase({}), { day, reason: '台风' }, act)).transaction.commit();
    for (const nth of [3, 0, 3, 7, 1]) await deliver(nth);
    const waiting = aHandover({ handoverId: 'last', phaseId, unitId: 'unit-last' });
    await saveHandover(new Transaction(), waiting, undefined, act).commit();
    await deliverAll();
    expect(await found('d0')).toEqual(came);
    for (const handoverId of ids.slice(1)) {
      expect(await found(handoverId)).toMatchObject({ state: 'notified', waiting: { lostSlotId: expect.any(String) } });
      expect((await found(handoverId)).booking).toBeUndefined();
    }
    expect((await everySlot(phaseId, day)).map(({ booked }) => booked)).toEqual([1, 0, 0]);
    const kept = await itemsOf('handovers');
    expect(kept.filter(({ type }) => type === 'booking-code')).toHaveLength(1);
    expect(kept.find(({ type }) => type === 'handover-cancellation')).toMatchObject({
      state: 'done',
      slots: 3,
      bookings: 49,
    });
    const told = (await eventsOf('handovers')).filter(({ name }) => name === 'HandoverBookingCancelled');
    expect(told).toHaveLength(49);
    const late = bookSlot(await found('last'), big[0]?.slotId ?? '', { by: { as: 'owner', id: 'x' }, now, act });
    await expect(late).rejects.toThrow(SlotFull);
    await expect(cancelDay(aPhase({}), { day, reason: '台风' }, act)).rejects.toThrow('nothing-to-cancel');

    // The next freed slot goes to the buyer whose slot was cancelled first, before all others.
    const [free] = plan;
    const by = { as: 'owner' as const, id: 'p-h0' };
    await (await bookSlot(await found('h0'), free?.slotId ?? '', { by, now, act }))?.transaction.commit();
    const full = ['2026-06-01T1000', '2026-06-02T0900', '2026-06-02T0900'];
    for (const [nth, slotId] of full.entries()) {
      await (await bookSlot(await found(`h${nth + 1}`), slotId, { by, now, act }))?.transaction.commit();
    }
    await (
      await waitForSlot(await found('h4'), { day: '2026-06-01', today: '2026-05-01' }, act, now)
    ).transaction.commit();
    await releaseSlot(await found('h0'), act).transaction.commit();
    await deliverAll();
    expect((await found('h4')).waiting).toBeDefined();
    const [first] = (await everySlot(phaseId, '2026-06-01')).map(({ takenBy }) => [...(takenBy ?? [])]);
    expect(first?.[0]).toMatch(/^d/);
  });
});

describe('the counters that a handover adds to its phase', () => {
  test('are its state, its notice and its failures, each once', () => {
    const notice = {
      noticedFor: '2026-06-01',
      until: '2026-06-03',
      bookBy: '2026-05-31',
      writtenOn: '2026-05-01',
      addressee: 'x',
    };
    expect(tallyOf(aHandover({ notice, noShows: 2, openDefects: 3 }))).toMatchObject({
      homes: 1,
      'state.notified': 1,
      notified: 1,
      noShows: 2,
      openDefects: 3,
    });
    const proven = { method: 'mail', on: '2026-05-02' };
    const change = { before: aHandover({ notice }), after: aHandover({ notice: { ...notice, proven } }) };
    expect(differences([change])).toEqual(new Map([['proven', 1]]));
  });
});
