import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  bookableSlots,
  overlaps,
  slotAt,
  slotsOfDay,
} from '../../../../functions/service/repairs/appointment-slots.ts';
import { worksDuring } from '../../../../functions/service/repairs/assign-work-order.ts';
import { stateCouncilCalendar } from '../../../../shared/kernel/state-council-calendar.ts';

const calendar = stateCouncilCalendar();
const rules = { calendar, slotMinutes: 120, bookingDays: 14 };
const zone = calendar.zone;
const day = (text: string) => Temporal.PlainDate.from(text);
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
const starts = (slots: readonly { from: string }[]) =>
  slots.map((slot) => Temporal.Instant.from(slot.from).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5));

describe('D13 slots of a visit', () => {
  test('a working day has slots of two hours; a shorter remainder before a break is dropped', () => {
    expect(starts(slotsOfDay(day('2025-03-05'), rules))).toEqual(['08:30', '13:30', '15:30']);
    expect(starts(slotsOfDay(day('2025-03-05'), { ...rules, slotMinutes: 90 }))).toEqual([
      '08:30',
      '10:00',
      '13:30',
      '15:00',
      '16:30',
    ]);
  });

  test('a weekend or holiday has no slots, the make-up Sunday 2025-01-26 has slots', () => {
    expect(slotsOfDay(day('2025-03-08'), rules)).toEqual([]);
    expect(slotsOfDay(day('2025-01-28'), rules)).toEqual([]);
    expect(starts(slotsOfDay(day('2025-01-26'), rules))).toEqual(['08:30', '13:30', '15:30']);
  });

  test('only future slots are bookable: at 09:30 the slot of 08:30 is over', () => {
    const slots = bookableSlots(day('2025-03-05'), 1, rules, at('2025-03-05T09:30'));
    expect(starts(slots)).toEqual(['13:30', '15:30']);
  });

  test('a slot that starts now cannot be booked', () => {
    expect(slotAt(at('2025-03-05T08:30').toString(), rules, at('2025-03-05T08:30'))).toBeUndefined();
  });

  test('slots are bookable up to the last booking day of the policy, that day included', () => {
    const now = at('2025-03-05T07:00');
    expect(slotAt(at('2025-03-19T08:30').toString(), rules, now)).toBeDefined();
    expect(slotAt(at('2025-03-20T08:30').toString(), rules, now)).toBeUndefined();
  });

  test('a time between two starts is no slot; a start may have any UTC offset', () => {
    const now = at('2025-03-05T07:00');
    expect(slotAt(at('2025-03-05T09:00').toString(), rules, now)).toBeUndefined();
    expect(slotAt('2025-03-05T08:30:00+08:00', rules, now)?.from).toBe('2025-03-05T00:30:00Z');
  });

  test('slots of a day have the length of the policy and do not overlap', () => {
    let found = 0;
    const dates = fc.integer({ min: 0, max: 1_000 }).map((days) => day('2024-01-01').add({ days }));
    fc.assert(
      fc.property(dates, fc.integer({ min: 30, max: 480 }), (date, slotMinutes) => {
        const slots = slotsOfDay(date, { ...rules, slotMinutes });
        found += slots.length;
        for (const [i, slot] of slots.entries()) {
          expect(Temporal.Instant.from(slot.from).until(slot.to).total('minutes')).toBe(slotMinutes);
          expect(slots.filter((other, j) => i !== j && overlaps(slot, other))).toEqual([]);
        }
      }),
    );
    expect(found).toBeGreaterThan(0);
  });
});

describe('D13 the technician of a slot', () => {
  const slot = { from: at('2025-03-05T13:30').toString(), to: at('2025-03-05T15:30').toString() };
  const works = (shifts: { weekday: number; from: string; to: string }[], absences: { from: string; to: string }[]) =>
    worksDuring({ shifts, absences }, slot, { calendar });

  test('must be on duty from its first to its last minute', () => {
    expect(works([], [])).toBe(true);
    expect(works([{ weekday: 3, from: '08:00', to: '15:30' }], [])).toBe(true);
    expect(works([{ weekday: 3, from: '08:00', to: '15:00' }], [])).toBe(false);
  });

  test('must not be absent during a part of it', () => {
    const leave = { from: at('2025-03-05T14:00').toString(), to: at('2025-03-05T14:30').toString() };
    expect(works([], [leave])).toBe(false);
  });
});
