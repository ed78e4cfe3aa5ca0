import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { quietAppliesFrom, waitsUntil } from '../../../functions/notices/quiet-hours.ts';
import { quietUntil } from '../../../shared/kernel/quiet-hours.ts';

const night = { quietFrom: '21:00', quietTo: '08:00' };
const zone = 'Asia/Shanghai';
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();
const endOf = (local: string, hours = night) =>
  quietUntil(hours, zone, at(local))?.toZonedDateTimeISO(zone).toPlainDateTime().toString();

describe('quiet hours', () => {
  test('across midnight end the next morning, or this morning after midnight', () => {
    expect(endOf('2025-03-31T23:59:59')).toBe('2025-04-01T08:00:00');
    expect(endOf('2025-04-01T00:00')).toBe('2025-04-01T08:00:00');
    expect(endOf('2024-12-31T22:00')).toBe('2025-01-01T08:00:00');
  });

  test('include the first minute but not the last instant', () => {
    expect(endOf('2025-03-31T20:59:59.999')).toBeUndefined();
    expect(endOf('2025-03-31T21:00')).toBe('2025-04-01T08:00:00');
    expect(endOf('2025-04-01T07:59:59.999')).toBe('2025-04-01T08:00:00');
    expect(endOf('2025-04-01T08:00')).toBeUndefined();
  });

  test('within one day end the same day', () => {
    const noon = { quietFrom: '12:00', quietTo: '14:00' };
    expect(endOf('2025-03-31T11:59', noon)).toBeUndefined();
    expect(endOf('2025-03-31T13:00', noon)).toBe('2025-03-31T14:00:00');
    expect(endOf('2025-03-31T23:00', noon)).toBeUndefined();
  });

  test('are none with equal times', () => {
    expect(endOf('2025-03-31T23:00', { quietFrom: '21:00', quietTo: '21:00' })).toBeUndefined();
  });

  test('follow the time zone of the estate', () => {
    const instant = Temporal.Instant.from('2025-03-31T14:00:00Z');
    expect(quietUntil(night, 'Asia/Shanghai', instant)).toBeDefined();
    expect(quietUntil(night, 'UTC', instant)).toBeUndefined();
  });

  test('always end after the instant and within a day', () => {
    const time = fc
      .integer({ min: 0, max: 1_439 })
      .map((minutes) => Temporal.PlainTime.from('00:00').add({ minutes }).toString({ smallestUnit: 'minute' }));
    fc.assert(
      fc.property(time, time, fc.integer({ min: 0, max: 2_000_000_000 }), (quietFrom, quietTo, seconds) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(seconds * 1_000);
        const end = quietUntil({ quietFrom, quietTo }, zone, instant);
        if (!end) return;
        const wait = end.epochMilliseconds - instant.epochMilliseconds;
        expect(wait).toBeGreaterThan(0);
        // Clocks in China were put forward in some summers, so a night may be an hour longer.
        expect(wait).toBeLessThanOrEqual(25 * 3_600_000);
        expect(quietUntil({ quietFrom, quietTo }, zone, end)).toBeUndefined();
      }),
    );
  });
});

describe('notices in quiet hours', () => {
  const now = at('2025-03-31T22:00');
  const ordinary = { to: 'person' as const, emergency: false, actedAt: undefined };

  test('wait for the morning when they go to a household', () => {
    const quietFrom = quietAppliesFrom(ordinary, now);
    expect(waitsUntil({ quietFrom }, night, zone, now)).toBe(at('2025-04-01T08:00').toString());
  });

  test('go at once in an emergency and to staff', () => {
    expect(quietAppliesFrom({ ...ordinary, emergency: true }, now)).toBeUndefined();
    expect(quietAppliesFrom({ ...ordinary, to: 'staff' }, now)).toBeUndefined();
    expect(waitsUntil({ quietFrom: undefined }, night, zone, now)).toBeUndefined();
  });

  test('go at once within ten minutes of the reader’s own action', () => {
    const quietFrom = quietAppliesFrom({ ...ordinary, actedAt: now.toString() }, now);
    expect(waitsUntil({ quietFrom }, night, zone, now.add({ minutes: 9 }))).toBeUndefined();
    expect(waitsUntil({ quietFrom }, night, zone, now.add({ minutes: 10 }))).toBe(at('2025-04-01T08:00').toString());
  });

  test('wait when an earlier action is entered at night', () => {
    const quietFrom = quietAppliesFrom({ ...ordinary, actedAt: now.subtract({ hours: 24 }).toString() }, now);
    expect(waitsUntil({ quietFrom }, night, zone, now)).toBeDefined();
  });
});
