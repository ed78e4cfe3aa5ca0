import { Temporal } from 'temporal-polyfill';

/*
 * The statutory calendar (法定休假日, R26.6 to R26.9): the one table of rest days for every legal period. It is
 * the same for everybody, whatever the hours of an estate's desk are.
 */

/** A notice of the State Council (国务院办公厅) on the holidays of a year. */
interface HolidayNotice {
  /** First and last day of each holiday. */
  readonly holidays: readonly string[];
  /** Weekend days that are worked instead (调休). */
  readonly makeUpWorkdays: readonly string[];
}

/** The notices by year. A new one is added here each autumn; legal days follow from it at once. */
const notices: Readonly<Record<number, HolidayNotice>> = {
  2022: {
    holidays: ['01-01/01-03', '01-31/02-06', '04-03/04-05', '04-30/05-04', '06-03/06-05', '09-10/09-12', '10-01/10-07'],
    makeUpWorkdays: ['01-29', '01-30', '04-02', '04-24', '05-07', '10-08', '10-09'],
  },
  2023: {
    holidays: ['01-01/01-02', '01-21/01-27', '04-05', '04-29/05-03', '06-22/06-24', '09-29/10-06'],
    makeUpWorkdays: ['01-28', '01-29', '04-23', '05-06', '06-25', '10-07', '10-08'],
  },
  2024: {
    holidays: ['01-01', '02-10/02-17', '04-04/04-06', '05-01/05-05', '06-10', '09-15/09-17', '10-01/10-07'],
    makeUpWorkdays: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  },
  2025: {
    holidays: ['01-01', '01-28/02-04', '04-04/04-06', '05-01/05-05', '05-31/06-02', '10-01/10-08'],
    makeUpWorkdays: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  2026: {
    holidays: ['01-01/01-03', '02-15/02-23', '04-04/04-06', '05-01/05-05', '06-19/06-21', '09-25/09-27', '10-01/10-07'],
    makeUpWorkdays: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
};

/**
 * Lunar new year (正月初一), Qingming (清明), Dragon Boat (端午) and Mid-Autumn (中秋) by year (R26.8).
 * The Chinese calendar of `Intl` is not used: it is a day off for 2027 and 2030, whose new moons are near
 * midnight.
 */
const festivals: Readonly<Record<number, readonly [newYear: string, ...others: string[]]>> = {
  2022: ['02-01', '04-05', '06-03', '09-10'],
  2023: ['01-22', '04-05', '06-22', '09-29'],
  2024: ['02-10', '04-04', '06-10', '09-17'],
  2025: ['01-29', '04-04', '05-31', '10-06'],
  2026: ['02-17', '04-05', '06-19', '09-25'],
  2027: ['02-06', '04-05', '06-09', '09-15'],
  2028: ['01-26', '04-04', '05-28', '10-03'],
  2029: ['02-13', '04-04', '06-16', '09-22'],
  2030: ['02-03', '04-05', '06-05', '09-12'],
  2031: ['01-23', '04-05', '06-24', '10-01'],
  2032: ['02-11', '04-04', '06-12', '09-19'],
  2033: ['01-31', '04-04', '06-01', '09-08'],
  2034: ['02-19', '04-05', '06-20', '09-27'],
  2035: ['02-08', '04-05', '06-10', '09-16'],
};

/** From this year on Lunar New Year's Eve (除夕) and 2 May are statutory days (R26.7). */
const thirteenDaysFrom = 2025;

const dateOf = (day: string) => Temporal.PlainDate.from(day);
const shifted = (day: string, days: number) => dateOf(day).add({ days }).toString();
const yearOf = (day: string) => Number(day.slice(0, 'YYYY'.length));

/** Returns the days of a holiday, such as `10-01/10-07`. */
function daysIn(year: number, holiday: string): string[] {
  const [first = '', last = first] = holiday.split('/');
  const end = `${year}-${last}`;
  const days: string[] = [];
  for (let day = `${year}-${first}`; day <= end; day = shifted(day, 1)) days.push(day);
  return days;
}

/**
 * Returns the statutory days (法定节假日) of a year, in order: 13, and 11 up to 2024 (R26.7). Two may fall on one
 * day. The festivals of a year outside the table are left out.
 */
export function statutoryDays(year: number): string[] {
  const thirteen = year >= thirteenDaysFrom;
  const [newYear, ...others] = festivals[year] ?? [];
  const fixed = ['01-01', '05-01', ...(thirteen ? ['05-02'] : []), '10-01', '10-02', '10-03', ...others];
  const springFestival = newYear === undefined ? [] : [...(thirteen ? [-1] : []), 0, 1, 2];
  const days = [
    ...fixed.map((day) => `${year}-${day}`),
    ...springFestival.map((n) => shifted(`${year}-${newYear}`, n)),
  ];
  return [...new Set(days)].sort();
}

interface YearOfDays {
  readonly holidays: ReadonlySet<string>;
  readonly makeUpWorkdays: ReadonlySet<string>;
}

const known = new Map<number, YearOfDays>();

/** Returns the days off and the make-up workdays of a year: by its notice, else the statutory days alone. */
function daysOfYear(year: number): YearOfDays {
  const found = known.get(year);
  if (found) return found;
  const notice = notices[year];
  const days = {
    holidays: new Set(notice ? notice.holidays.flatMap((holiday) => daysIn(year, holiday)) : statutoryDays(year)),
    makeUpWorkdays: new Set(notice?.makeUpWorkdays.map((day) => `${year}-${day}`)),
  };
  known.set(year, days);
  return days;
}

/** Returns the years with a notice of the State Council, in order. */
export function yearsWithNotice(): number[] {
  return Object.keys(notices).map(Number);
}

/** Returns the days off and the make-up workdays that the notice of a year names; none without a notice. */
export function daysOfNotice(year: number): { holidays: string[]; makeUpWorkdays: string[] } {
  if (!notices[year]) return { holidays: [], makeUpWorkdays: [] };
  const { holidays, makeUpWorkdays } = daysOfYear(year);
  return { holidays: [...holidays], makeUpWorkdays: [...makeUpWorkdays] };
}

/**
 * Returns true when the year of a day has no notice yet, so that a legal day in it may still move (R26.9).
 */
export function isProvisional(day: string): boolean {
  return !notices[yearOf(day)];
}

/**
 * Returns whether a day is a rest day by law (R26.6): a Saturday, a Sunday or a holiday, unless it is a
 * make-up workday.
 */
export function isRestDay(day: string): boolean {
  const { holidays, makeUpWorkdays } = daysOfYear(yearOf(day));
  return !makeUpWorkdays.has(day) && (holidays.has(day) || dateOf(day).dayOfWeek >= 6);
}

/** Returns the first day on or after a day that is no rest day by law. */
export function workdayFrom(day: string): string {
  return isRestDay(day) ? workdayFrom(shifted(day, 1)) : day;
}

/** Returns the day that is `count` working days by law after `day`, which itself does not count. */
export function addWorkdays(day: string, count: number): string {
  return count <= 0 ? day : addWorkdays(workdayFrom(shifted(day, 1)), count - 1);
}
