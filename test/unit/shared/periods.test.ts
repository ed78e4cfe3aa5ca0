import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  cutBefore,
  daysAfter,
  daysOf,
  endOfDay,
  endOfPeriod,
  monthsOf,
  type Span,
  spanSchema,
} from '../../../shared/kernel/periods.ts';

const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2020-01-01', days));
const span = fc
  .tuple(day, fc.integer({ min: 0, max: 800 }))
  .map(([from, days]): Span => ({ from, to: addDays(from, days) }));

/** Lists the days of a span. */
const each = (stretch: Span) => Array.from({ length: daysOf(stretch) }, (_, i) => addDays(stretch.from, i));

describe('the end of a period', () => {
  test('R0.1 five years from a delivery on 2024-02-29 end on 2029-02-28 at 24:00', () => {
    const end = endOfPeriod('2024-02-29', { years: 5 });
    expect(end).toBe('2029-02-28');
    expect(endOfDay(end, 'Asia/Shanghai')).toBe('2029-02-28T16:00:00Z');
  });

  test('R0.1 two months from 2024-12-31 end on 2025-02-28', () => {
    expect(endOfPeriod('2024-12-31', { months: 2 })).toBe('2025-02-28');
  });

  test('R0.1 the first day does not count', () => {
    expect(endOfPeriod('2025-03-03', { days: 1 })).toBe('2025-03-04');
  });

  test('R0.1 ninety days from 2025-03-05 end on 2025-06-03, the first working day after Dragon Boat Festival', () => {
    expect(endOfPeriod('2025-03-05', { days: 90 })).toBe('2025-06-03');
    expect(endOfPeriod('2025-03-05', { days: 88 })).toBe('2025-06-03');
    expect(endOfPeriod('2025-03-05', { days: 86 })).toBe('2025-05-30');
  });

  test('R0.1 a last day in the National Day week moves past it; a last day on a make-up workday stays', () => {
    expect(endOfPeriod('2025-09-01', { months: 1 })).toBe('2025-10-09');
    expect(endOfPeriod('2025-09-27', { days: 1 })).toBe('2025-09-28');
    expect(endOfPeriod('2025-09-19', { days: 1 })).toBe('2025-09-22');
  });

  test('R0.1 the length of a period is a whole number', () => {
    expect(() => endOfPeriod('2025-01-01', { days: 1.5 })).toThrow(RangeError);
    expect(() => endOfPeriod('2025-01-01', { months: -1 })).toThrow(RangeError);
  });

  test('R0.1 the end is never before the corresponding day, and moves only past days of rest', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), (from, days) => {
        const nominal = addDays(from, days);
        const end = endOfPeriod(from, { days });
        expect(end >= nominal).toBe(true);
        expect(endOfPeriod(end, { days: 0 })).toBe(end);
        for (const skipped of each({ from: nominal, to: end }).slice(0, -1)) {
          expect(endOfPeriod(skipped, { days: 0 })).toBe(end);
        }
      }),
    );
  });
});

describe('days', () => {
  test('R5.1 2025-03-31 to 2025-05-15 is 45 days', () => {
    expect(daysAfter('2025-03-31', '2025-05-15')).toBe(45);
    expect(daysAfter('2025-05-15', '2025-03-31')).toBe(-45);
  });

  test('R4.3 a span from 2024-02-13 has seventeen of the 29 days of February', () => {
    expect(monthsOf({ from: '2024-02-13', to: '2024-03-31' })).toEqual([
      { from: '2024-02-13', to: '2024-02-29', days: 17, ofDays: 29 },
      { from: '2024-03-01', to: '2024-03-31', days: 31, ofDays: 31 },
    ]);
  });

  test('R4.3 the months of a span contain each of its days once', () => {
    fc.assert(
      fc.property(span, (stretch) => {
        const months = monthsOf(stretch);
        expect(months.flatMap(each)).toEqual(each(stretch));
        for (const { from, to, days, ofDays } of months) {
          expect(from.slice(0, 7)).toBe(to.slice(0, 7));
          expect(days).toBe(daysOf({ from, to }));
          expect(days <= ofDays).toBe(true);
        }
      }),
    );
  });

  test('R4.3 the pieces of a split span contain each day once and start at the splits', () => {
    fc.assert(
      fc.property(span, fc.array(day, { maxLength: 8 }), (stretch, cuts) => {
        const pieces = cutBefore(stretch, cuts);
        expect(pieces.flatMap(each)).toEqual(each(stretch));
        const inside = cuts.filter((cut) => stretch.from < cut && cut <= stretch.to);
        expect(pieces.slice(1).map((piece) => piece.from)).toEqual([...new Set(inside)].sort());
      }),
    );
  });

  test('R4.3 a span does not end before it begins', () => {
    expect(spanSchema.safeParse({ from: '2025-01-01', to: '2025-01-01' }).success).toBe(true);
    expect(spanSchema.safeParse({ from: '2025-01-02', to: '2025-01-01' }).success).toBe(false);
  });
});
