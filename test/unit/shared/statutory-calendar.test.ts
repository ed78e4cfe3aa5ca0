import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { addDays, daysAfter, endOfPeriod } from '../../../shared/kernel/periods.ts';
import {
  addWorkdays,
  daysOfNotice,
  isProvisional,
  isRestDay,
  statutoryDays,
  workdayFrom,
  yearsWithNotice,
} from '../../../shared/kernel/statutory-calendar.ts';
import { filled } from '../../filled.ts';

const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));

describe('the end of a legal period', () => {
  test('R26.6 three years from 2023-03-07 end on Monday 2026-03-09, because 2026-03-07 is a Saturday', () => {
    expect(endOfPeriod('2023-03-07', { years: 3 })).toBe('2026-03-09');
  });

  test('R26.6 ninety days from 2024-06-30 end on Sunday 2024-09-29, a make-up workday', () => {
    expect(addDays('2024-06-30', 90)).toBe('2024-09-28');
    expect(endOfPeriod('2024-06-30', { days: 90 })).toBe('2024-09-29');
  });

  test('R26.6 thirty-five days from 2027-03-01 end on 2027-04-06, because 2027-04-05 is Qingming', () => {
    expect(addDays('2027-03-01', 35)).toBe('2027-04-05');
    expect(endOfPeriod('2027-03-01', { days: 35 })).toBe('2027-04-06');
  });

  test('R26.6 three years from 2024-01-01 end on 2027-01-04, from 2024-10-01 on 2027-10-04 at the earliest', () => {
    expect(endOfPeriod('2024-01-01', { years: 3 })).toBe('2027-01-04');
    const end = endOfPeriod('2024-10-01', { years: 3 });
    expect(end).toBe('2027-10-04');
    expect(isProvisional(end)).toBe(true);
  });

  test('R26.6 a day that the notice gives off for a festival on a Saturday is a rest day', () => {
    expect(endOfPeriod('2025-05-26', { days: 7 })).toBe('2025-06-03');
  });

  test('R26.9 a year without a notice has its statutory days and weekends, and is provisional', () => {
    const [first, last] = [yearsWithNotice().at(0) ?? 0, yearsWithNotice().at(-1) ?? 0];
    expect([first, last]).toEqual([2022, 2026]);
    expect(isProvisional(`${last}-12-31`)).toBe(false);
    expect(isProvisional(`${last + 1}-01-01`)).toBe(true);
    expect(daysOfNotice(last + 1)).toEqual({ holidays: [], makeUpWorkdays: [] });
    for (const rests of filled(statutoryDays(last + 1))) expect(isRestDay(rests), rests).toBe(true);
    expect(isRestDay('2027-02-09')).toBe(false);
    expect(isRestDay('2027-10-09')).toBe(true);
  });

  test('R26.6 the end is never a rest day, and only rest days are skipped', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 400 }), (from, days) => {
        const nominal = addDays(from, days);
        const end = endOfPeriod(from, { days });
        expect(isRestDay(end)).toBe(false);
        for (let one = nominal; one < end; one = addDays(one, 1)) expect(isRestDay(one)).toBe(true);
        expect(daysAfter(nominal, end)).toBeLessThan(12);
      }),
    );
  });
});

describe('working days by law', () => {
  test('R9.2 are counted one by one over rest days', () => {
    expect(addWorkdays('2024-09-27', 1)).toBe('2024-09-29');
    expect(addWorkdays('2025-09-30', 1)).toBe('2025-10-09');
    expect(addWorkdays('2025-10-04', 0)).toBe('2025-10-04');
    expect(workdayFrom('2025-10-04')).toBe('2025-10-09');
  });
});

describe('the statutory days', () => {
  test('R26.7 are eleven up to 2024 and thirteen from 2025', () => {
    expect([2022, 2023, 2024].map((year) => statutoryDays(year).length)).toEqual([11, 11, 11]);
    expect([2025, 2026, 2027, 2029, 2030].map((year) => statutoryDays(year).length)).toEqual([13, 13, 13, 13, 13]);
    expect(statutoryDays(2024)).not.toContain('2024-02-09');
    expect(statutoryDays(2024)).not.toContain('2024-05-02');
    expect(statutoryDays(2025)).toEqual(expect.arrayContaining(['2025-01-28', '2025-05-02']));
  });

  test('R26.7 8 March, 4 May, 1 June and 1 August are no days off for everybody', () => {
    for (const one of ['03-08', '05-04', '06-01', '08-01']) {
      expect(statutoryDays(2027), one).not.toContain(`2027-${one}`);
    }
  });

  test('R26.8 Mid-Autumn of 2028 and of 2031 falls into the National Day, so that twelve days are left', () => {
    expect([2028, 2031].map((year) => statutoryDays(year).length)).toEqual([12, 12]);
  });

  test.each([
    [2026, '02-16/02-19', '04-05', '06-19', '09-25'],
    [2027, '02-05/02-08', '04-05', '06-09', '09-15'],
    [2028, '01-25/01-28', '04-04', '05-28', '10-03'],
    [2029, '02-12/02-15', '04-04', '06-16', '09-22'],
    [2030, '02-02/02-05', '04-05', '06-05', '09-12'],
    [2031, '01-22/01-25', '04-05', '06-24', '10-01'],
    [2032, '02-10/02-13', '04-04', '06-12', '09-19'],
    [2033, '01-30/02-02', '04-04', '06-01', '09-08'],
    [2034, '02-18/02-21', '04-05', '06-20', '09-27'],
    [2035, '02-07/02-10', '04-05', '06-10', '09-16'],
  ])('R26.8 of %i are on the dates of the table', (year, springFestival, ...others) => {
    const [eve = '', last = ''] = springFestival.split('/').map((one) => `${year}-${one}`);
    const all = statutoryDays(year);
    expect(all).toEqual(expect.arrayContaining([eve, addDays(eve, 1), addDays(eve, 2), last]));
    expect(addDays(eve, 3)).toBe(last);
    expect(all).toEqual(expect.arrayContaining(others.map((one) => `${year}-${one}`)));
  });

  test('R26.8 every statutory day is within the holidays of the notice of its year', () => {
    for (const year of filled(yearsWithNotice())) {
      const { holidays, makeUpWorkdays } = daysOfNotice(year);
      for (const one of statutoryDays(year)) expect(holidays, one).toContain(one);
      for (const one of filled(makeUpWorkdays)) {
        expect(Temporal.PlainDate.from(one).dayOfWeek, one).toBeGreaterThan(5);
        expect(holidays, one).not.toContain(one);
      }
      const offs = holidays.filter((one) => Temporal.PlainDate.from(one).dayOfWeek < 6).length - makeUpWorkdays.length;
      // Of the statutory days, those on a weekend are made up on a working day.
      expect(offs, String(year)).toBeGreaterThanOrEqual(statutoryDays(year).length - 2);
      expect(offs, String(year)).toBeLessThanOrEqual(statutoryDays(year).length);
    }
  });
});
