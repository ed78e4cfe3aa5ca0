import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { isFree, plannedDays } from '../../../../../functions/homes/handovers/plan/slot.ts';
import { codeOf } from '../code-of.ts';

describe('the plan of a day', () => {
  const phase = { phaseId: 'phs_1', estateId: 'e', from: '2026-06-01', to: '2026-06-03' };
  const known = { zone: 'Asia/Shanghai', today: '2026-06-01', people: new Set(['a', 'b']), planned: [] };
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

  test('is not possible for a day that is over; today it is', () => {
    expect(codeFor({})).toBe('done');
    expect(codeFor({}, { today: '2026-06-02' })).toBe('day-plan-wrong');
  });

  test('has the slots that fit wholly within its hours, in the estate’s local time', () => {
    const { slots, plans } = plannedDays(phase, [day], known);
    expect(slots.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-06-01T01:00:00Z 2026-06-01T02:00:00Z',
      '2026-06-01T02:00:00Z 2026-06-01T03:00:00Z',
      '2026-06-01T05:00:00Z 2026-06-01T06:00:00Z',
    ]);
    expect(plans).toMatchObject([{ name: '1', slots: 3, places: 3 }]);
    expect(slots.map(({ slotId }) => slotId)).toEqual(slots.map(({ slotId }) => slotId).toSorted());
  });

  test('is rejected outside the phase, with overlapping hours, too few staff, or staff at two stations', () => {
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

  test('offers a slot until it begins, while it has free capacity', () => {
    const [slot] = plannedDays(phase, [day], known).slots;
    if (!slot) throw new Error('no slot');
    expect(isFree(slot, Temporal.Instant.from('2026-06-01T00:59:59Z'))).toBe(true);
    expect(isFree(slot, Temporal.Instant.from('2026-06-01T01:00:00Z'))).toBe(false);
    expect(isFree({ ...slot, booked: 1 }, Temporal.Instant.from('2026-05-01T00:00:00Z'))).toBe(false);
  });
});
