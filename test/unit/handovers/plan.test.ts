import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { sinceDelivery } from '../../../functions/fees/payer.ts';
import type { Handover } from '../../../functions/handovers/handover.ts';
import { checkIn, missed } from '../../../functions/handovers/meet-buyer.ts';
import { toBeTold } from '../../../functions/handovers/plan/incident.ts';
import { mustLeaveTime } from '../../../functions/handovers/plan/phase.ts';
import { isFree, plannedDays } from '../../../functions/handovers/plan/slot.ts';
import { deemedOn } from '../../../functions/handovers/refuse-home.ts';
import type { Staff } from '../../../functions/owners/public.ts';
import type { Act } from '../../../shared/events/catalogue.ts';
import { Problem } from '../../../shared/http/problem.ts';
import { aHandover } from './a-handover.ts';

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.kind.code;
    throw error;
  }
  return 'done';
}
const actAt = (at: string): Act => ({ actor: { kind: 'staff', id: 'desk' }, recordedAt: at });

describe('a notice', () => {
  test('names a day that is far enough ahead, that day itself included', () => {
    expect(codeOf(() => mustLeaveTime({ noticeDays: 10 }, '2026-05-22', '2026-06-01'))).toBe('done');
    expect(codeOf(() => mustLeaveTime({ noticeDays: 10 }, '2026-05-23', '2026-06-01'))).toBe('notice-too-short');
  });
});

describe('the plan of a day', () => {
  const phase = { phaseId: 'phs_1', estateId: 'e', from: '2026-06-01', to: '2026-06-03' };
  const known = { zone: 'Asia/Shanghai', people: new Set(['a', 'b']), planned: [] };
  const day = {
    ...{
      day: '2026-06-01',
      hours: [
        { from: '09:00', to: '11:50' },
        { from: '13:00', to: '14:00' },
      ],
      minutes: 60,
    },
    stations: [{ name: '1', staff: ['a'], capacity: 1 }],
  };
  const codeFor = (change: object, more: object = {}) =>
    codeOf(() => plannedDays(phase, [{ ...day, ...change }], { ...known, ...more }));

  test('has the slots that lie wholly within its hours, on the estate’s clock', () => {
    const { slots, plans } = plannedDays(phase, [day], known);
    expect(slots.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-06-01T01:00:00Z 2026-06-01T02:00:00Z',
      '2026-06-01T02:00:00Z 2026-06-01T03:00:00Z',
      '2026-06-01T05:00:00Z 2026-06-01T06:00:00Z',
    ]);
    expect(plans).toMatchObject([{ name: '1', slots: 3, places: 3 }]);
    expect(slots.map(({ slotId }) => slotId)).toEqual(slots.map(({ slotId }) => slotId).toSorted());
  });

  test('is refused outside the phase, with hours that overlap, too few people, or somebody in two places', () => {
    expect(codeFor({})).toBe('done');
    expect(codeFor({ day: '2026-05-31' })).toBe('day-plan-wrong');
    expect(codeFor({ day: '2026-06-03' })).toBe('done');
    expect(codeFor({ day: '2026-06-04' })).toBe('day-plan-wrong');
    expect(
      codeFor({
        hours: [
          { from: '09:00', to: '11:00' },
          { from: '10:30', to: '12:00' },
        ],
      }),
    ).toBe('day-plan-wrong');
    expect(codeFor({ stations: [{ name: '1', staff: ['a'], capacity: 2 }] })).toBe('day-plan-wrong');
    expect(codeFor({ stations: [{ name: '1', staff: ['x'], capacity: 1 }] })).toBe('day-plan-wrong');
    const two = [
      { name: '1', staff: ['a'], capacity: 1 },
      { name: '2', staff: ['a'], capacity: 1 },
    ];
    expect(codeFor({ stations: two })).toBe('day-plan-wrong');
    const planned = [{ day: '2026-06-01', name: '1', staff: ['b'] }];
    expect(codeFor({}, { planned })).toBe('station-planned-already');
    expect(codeFor({ minutes: 5, hours: [{ from: '08:00', to: '20:00' }] })).toBe('too-many-slots');
  });

  test('offers a slot until it begins and as long as it has places', () => {
    const [slot] = plannedDays(phase, [day], known).slots;
    if (!slot) throw new Error('no slot');
    expect(isFree(slot, Temporal.Instant.from('2026-06-01T00:59:59Z'))).toBe(true);
    expect(isFree(slot, Temporal.Instant.from('2026-06-01T01:00:00Z'))).toBe(false);
    expect(isFree({ ...slot, booked: 1 }, Temporal.Instant.from('2026-05-01T00:00:00Z'))).toBe(false);
  });
});

describe('deemed delivery (R3.4)', () => {
  const notice = {
    noticedFor: '2026-06-01',
    until: '2026-06-10',
    bookBy: '2026-05-31',
    writtenOn: '2026-05-20',
    addressee: 'x',
  };
  const proven = (on: string) => ({ ...notice, proven: { how: 'courier', on } });
  const refused = (withGoodReason: boolean) => ({ on: '2026-05-25', reason: 'x', withGoodReason });
  const on = (changes: Partial<Handover>, today: string, to = '2026-06-10') => {
    try {
      return deemedOn(aHandover(changes), { to }, today);
    } catch (error) {
      if (error instanceof Problem) return error.kind.code;
      throw error;
    }
  };

  test('rests on a notice that is proven to have arrived before the day that it named', () => {
    const without = { refused: refused(false) };
    expect(on({ ...without }, '2026-06-20')).toBe('notice-not-proven');
    expect(on({ ...without, notice }, '2026-06-20')).toBe('notice-not-proven');
    expect(on({ ...without, notice: proven('2026-06-01') }, '2026-06-20')).toBe('notice-not-proven');
    expect(on({ ...without, notice: proven('2026-05-31') }, '2026-06-20')).toBe('2026-06-01');
  });

  test('of a home refused without good reason comes on the day named and not a day before, with good reason never', () => {
    const known = { notice: proven('2026-05-22') };
    expect(on({ ...known, refused: refused(false) }, '2026-05-31')).toBe('too-early-to-deem');
    expect(on({ ...known, refused: refused(false) }, '2026-06-01')).toBe('2026-06-01');
    expect(on({ ...known, refused: refused(true) }, '2027-06-01')).toBe('refused-with-good-reason');
  });

  test('of a buyer who never came waits until the last day of the phase is over, and falls on the day named', () => {
    const known = { notice: proven('2026-05-22') };
    expect(on(known, '2026-06-10')).toBe('too-early-to-deem');
    expect(on(known, '2026-06-11')).toBe('2026-06-01');
    expect(on(known, '2026-06-11', '2026-06-12')).toBe('too-early-to-deem');
    const identified = { as: 'owner' as const, name: 'x', by: 'desk', at: '2026-06-02T02:00:00Z' };
    expect(on({ ...known, identified }, '2026-06-20')).toBe('not-refused');
  });

  test('makes the fees the owner’s from that day on, and nobody’s but the developer’s without it (R3.5)', () => {
    const owners = [
      { personId: 'first', from: '2024-01-01', to: '2026-05-31' },
      { personId: 'buyer', from: '2025-06-01' },
    ];
    expect(sinceDelivery(owners, undefined)).toEqual([]);
    expect(sinceDelivery(owners, '2026-06-01')).toEqual([{ personId: 'buyer', from: '2026-06-01' }]);
    expect(sinceDelivery(owners, '2026-05-31')).toEqual([
      { personId: 'first', from: '2026-05-31', to: '2026-05-31' },
      { personId: 'buyer', from: '2026-05-31' },
    ]);
  });
});

describe('on the day', () => {
  beforeAll(() => void vi.stubEnv('HANDOVERS_TABLE', 'handovers'));
  const booking = {
    ...{ slotId: '2026-06-01T0900-1', from: '2026-06-01T01:00:00Z', to: '2026-06-01T02:00:00Z', code: '12345678' },
    by: { as: 'owner' as const, id: 'p1' },
  };
  const booked = aHandover({ state: 'booked', booking });
  const arrives = (at: string, of = booked) =>
    codeOf(() => checkIn(of, { as: 'owner' }, 'Asia/Shanghai', '林', actAt(at)));

  test('a booking counts from the first to the last second of its day on the estate’s clock, and once', () => {
    expect(arrives('2026-05-31T15:59:59Z')).toBe('not-its-day');
    expect(arrives('2026-05-31T16:00:00Z')).toBe('done');
    expect(arrives('2026-06-01T15:59:59Z')).toBe('done');
    expect(arrives('2026-06-01T16:00:00Z')).toBe('not-its-day');
    const { after } = checkIn(booked, { as: 'owner' }, 'Asia/Shanghai', '林', actAt('2026-06-01T01:00:00Z'));
    expect(after).toMatchObject({ state: 'inspecting', identified: { as: 'owner', name: '林' } });
    expect(arrives('2026-06-01T01:05:00Z', after)).toBe('illegal-state');
    const again = { ...after, state: 'booked' as const };
    const second = checkIn(again, { as: 'owner' }, 'Asia/Shanghai', '林', actAt('2026-06-01T02:00:00Z'));
    expect(second.after.state).toBe('reinspecting');
  });

  test('who has not come is missed when his time is over, and not a moment before', () => {
    expect(missed(booked, actAt('2026-06-01T01:59:59.999Z'))).toBeUndefined();
    expect(missed(booked, actAt('2026-06-01T02:00:00Z'))?.after).toMatchObject({ state: 'no-show', noShows: 1 });
    expect(missed(aHandover({ state: 'inspecting', booking }), actAt('2026-06-02T02:00:00Z'))).toBeUndefined();
  });
});

describe('of an incident', () => {
  const person = (staffId: string, more: Partial<Staff> = {}): Staff => ({
    ...{ staffId, estateId: 'e', name: staffId, language: 'zh-CN', roles: ['manager'], estates: ['e'], skills: [] },
    ...{ shifts: [], absences: [], updatedAt: '2026-01-01T00:00:00Z', version: 1 },
    ...more,
  });
  const at = '2026-06-01T02:00:00Z';
  const absences = [{ from: '2026-06-01T00:00:00Z', to: '2026-06-02T00:00:00Z' }];

  test('hears the manager of the phase, his deputy while he is away, or any manager when he is gone', () => {
    const deputy = person('deputy', { roles: ['supervisor'] });
    const away = person('boss', { absences, deputyId: 'deputy' });
    expect(toBeTold('boss', [person('boss')], at)).toEqual({ staffId: 'boss' });
    expect(toBeTold('boss', [away, deputy], at)).toEqual({ staffId: 'deputy', insteadOf: 'boss' });
    expect(toBeTold('gone', [deputy, person('other')], at)).toEqual({ staffId: 'other' });
    expect(toBeTold('gone', [deputy], at)).toBeUndefined();
  });
});
