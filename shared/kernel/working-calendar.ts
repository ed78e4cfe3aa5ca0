import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dateSchema } from './time.ts';

const timeOfDay = z.iso.time({ precision: -1 });
/** The end of hours: a time of day, or 24:00 for the end of the day. */
const endOfHours = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/);

interface Hours {
  readonly from: string;
  readonly to: string;
}

/** Returns true when hours go on past midnight: 22:00 to 06:00 end on the next day. */
function isOverMidnight({ from, to }: Hours): boolean {
  return to <= from;
}

/** Returns true when the hours of a day do not overlap. Only the last ones may go on past midnight. */
function areInOrder(day: readonly Hours[]): boolean {
  return day.every((hours, i) => {
    const before = day[i - 1];
    return !before || (!isOverMidnight(before) && before.to <= hours.from);
  });
}

const hoursSchema = z
  .array(
    z
      .object({ from: timeOfDay, to: endOfHours })
      .refine((hours) => hours.from !== hours.to, { message: 'from must differ from to' }),
  )
  .max(6)
  .refine(areInOrder, { message: 'hours must be in order' });

/**
 * Working calendar (工作日历) of an estate: its zone, the hours of each weekday, holidays, and make-up workdays
 * (调休).
 */
export const workingCalendarSchema = z
  .object({
    zone: z.string().refine(isZone, { message: 'not a time zone' }),
    /**
     * Hours of each weekday from Monday to Sunday, as intervals. A day of rest has none. Hours may end at
     * 24:00. The last ones of a day may end after midnight: 22:00 to 06:00 belong to the day of 22:00.
     */
    week: z.array(hoursSchema).length(7),
    holidays: z.array(dateSchema).max(2_000),
    makeUpWorkdays: z.array(dateSchema).max(500),
    /** Hours of a make-up workday. */
    makeUpHours: hoursSchema,
  })
  .refine((calendar) => calendar.week.some((day) => day.length > 0), {
    message: 'week must contain at least one working day',
  })
  .meta({ id: 'WorkingCalendar' });
export type WorkingCalendar = z.infer<typeof workingCalendarSchema>;

function isZone(zone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** Kind of a day, which decides its hours. */
export type DayKind = 'working' | 'weekend' | 'holiday' | 'make-up-workday';

/** An interval that counts as working time or not, and the reason. */
export interface Interval {
  fromMs: number;
  toMs: number;
  counted: boolean;
  why: DayKind | 'outside-hours';
  /** The working day (`YYYY-MM-DD`) that counted time belongs to: the day on which its hours begin. */
  day?: string;
}

function kindOfDay(calendar: WorkingCalendar, date: Temporal.PlainDate): DayKind {
  const text = date.toString();
  if (calendar.makeUpWorkdays.includes(text)) return 'make-up-workday';
  if (calendar.holidays.includes(text)) return 'holiday';
  return (calendar.week[date.dayOfWeek - 1] ?? []).length > 0 ? 'working' : 'weekend';
}

function hoursOf(calendar: WorkingCalendar, date: Temporal.PlainDate, kind: DayKind): readonly Hours[] {
  switch (kind) {
    case 'working':
      return calendar.week[date.dayOfWeek - 1] ?? [];
    case 'make-up-workday':
      return calendar.makeUpHours;
    case 'weekend':
    case 'holiday':
      return [];
  }
}

/** Longest time that is looked ahead, in milliseconds. */
const longestMs = 40 * 366 * 86_400_000;
/** Days that `cut` covers in one call. */
const horizonDays = 400;

/** A day of a calendar, split into counted and not counted intervals. */
interface Day {
  readonly intervals: readonly Interval[];
  /** The following day. Filled in when it is first asked for, so that a chain of days is built once. */
  next?: Day;
  /** Working time of the day, its hours after midnight included. Filled in when it is first asked for. */
  lengthMs?: number;
  readonly date: Temporal.PlainDate;
}

/** Cache of split days by calendar and date. The SLA timers of a ticket need the same days many times. */
const knownDays = new WeakMap<WorkingCalendar, Map<string, Day>>();
/** Cache of the local day in which a UTC day begins. */
const utcDays = new WeakMap<WorkingCalendar, Map<number, Day>>();
const dayMs = 86_400_000;

function dateOf({ zone }: WorkingCalendar, atMs: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();
}

/** Returns the day that contains an instant. */
function dayWith(calendar: WorkingCalendar, atMs: number): Day {
  const days = utcDays.get(calendar) ?? new Map<number, Day>();
  utcDays.set(calendar, days);
  const utc = Math.floor(atMs / dayMs);
  let day = days.get(utc) ?? dayOf(calendar, dateOf(calendar, utc * dayMs));
  days.set(utc, day);
  while ((day.intervals.at(-1)?.toMs ?? 0) <= atMs) day = dayAfter(calendar, day);
  return day;
}

function dayOf(calendar: WorkingCalendar, date: Temporal.PlainDate): Day {
  const days = knownDays.get(calendar) ?? new Map<string, Day>();
  knownDays.set(calendar, days);
  const text = date.toString();
  const day = days.get(text) ?? { date, intervals: cutDay(calendar, date) };
  days.set(text, day);
  return day;
}

function dayAfter(calendar: WorkingCalendar, day: Day): Day {
  day.next ??= dayOf(calendar, day.date.add({ days: 1 }));
  return day.next;
}

/** Counted time of a day, before it is cut at the bounds of the day. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly why: DayKind;
  readonly day: string;
}

/** Returns the hours of a working day as instants. The last ones may end on the next day. */
function workOf(calendar: WorkingCalendar, date: Temporal.PlainDate): Stretch[] {
  const kind = kindOfDay(calendar, date);
  const next = date.add({ days: 1 });
  const at = (on: Temporal.PlainDate, time: string) =>
    on.toZonedDateTime({ timeZone: calendar.zone, plainTime: time }).epochMilliseconds;
  return hoursOf(calendar, date, kind).map((hours) => ({
    fromMs: at(date, hours.from),
    toMs: hours.to === '24:00' ? at(next, '00:00') : at(isOverMidnight(hours) ? next : date, hours.to),
    why: kind,
    day: date.toString(),
  }));
}

function cutDay(calendar: WorkingCalendar, date: Temporal.PlainDate): Interval[] {
  const intervals: Interval[] = [];
  const kind = kindOfDay(calendar, date);
  const endOfDay = date.add({ days: 1 }).toZonedDateTime(calendar.zone).epochMilliseconds;
  let reached = date.toZonedDateTime(calendar.zone).epochMilliseconds;
  const restsBecause = kind === 'working' || kind === 'make-up-workday' ? 'outside-hours' : kind;
  for (const { fromMs, toMs, why, day } of [
    ...workOf(calendar, date.subtract({ days: 1 })),
    ...workOf(calendar, date),
  ]) {
    const [opens, closes] = [Math.max(fromMs, reached), Math.min(toMs, endOfDay)];
    if (closes <= opens) continue;
    if (reached < opens) intervals.push({ fromMs: reached, toMs: opens, counted: false, why: restsBecause });
    intervals.push({ fromMs: opens, toMs: closes, counted: true, why, day });
    reached = closes;
  }
  if (reached < endOfDay) intervals.push({ fromMs: reached, toMs: endOfDay, counted: false, why: restsBecause });
  return intervals;
}

/** Yields the counted and not counted intervals of the 400 days from an instant on. */
function* cut(calendar: WorkingCalendar, fromMs: number): Generator<Interval> {
  let day = dayWith(calendar, fromMs);
  for (let ahead = 0; ahead < horizonDays; ahead += 1) {
    for (const interval of day.intervals) {
      if (interval.toMs > fromMs) yield { ...interval, fromMs: Math.max(interval.fromMs, fromMs) };
    }
    day = dayAfter(calendar, day);
  }
}

/**
 * Splits the time between two instants (epoch ms) into counted and not counted intervals, in order and
 * without gaps.
 */
export function intervalsBetween(calendar: WorkingCalendar, fromMs: number, toMs: number): Interval[] {
  const intervals: Interval[] = [];
  let from = fromMs;
  while (from < toMs) {
    for (const interval of cut(calendar, from)) {
      if (interval.fromMs >= toMs) break;
      intervals.push({ ...interval, toMs: Math.min(interval.toMs, toMs) });
      from = Math.min(interval.toMs, toMs);
    }
  }
  return intervals;
}

/** Returns the working time between two instants in milliseconds; 0 when `toMs` is not later. */
export function workingTimeBetween(calendar: WorkingCalendar, fromMs: number, toMs: number): number {
  return intervalsBetween(calendar, fromMs, toMs).reduce(
    (sum, one) => sum + (one.counted ? one.toMs - one.fromMs : 0),
    0,
  );
}

/** Returns the earliest instant (epoch ms) at which `amountMs` of working time has passed since `fromMs`. */
export function addWorkingTime(calendar: WorkingCalendar, fromMs: number, amountMs: number): number {
  if (amountMs <= 0) return fromMs;
  let left = amountMs;
  let from = fromMs;
  while (from - fromMs < longestMs) {
    for (const interval of cut(calendar, from)) {
      from = interval.toMs;
      if (!interval.counted) continue;
      const length = interval.toMs - interval.fromMs;
      if (left <= length) return interval.fromMs + left;
      left -= length;
    }
  }
  throw new Error('the calendar has too little working time within forty years');
}

/** Length of one working day in the unit of `workingDaysBetween`, whatever hours the day has. */
export const workingDay = 86_400_000;

/** Returns the working time of the working day with this date, in milliseconds. */
function lengthOf(calendar: WorkingCalendar, date: string): number {
  const day = dayOf(calendar, Temporal.PlainDate.from(date));
  if (day.lengthMs !== undefined) return day.lengthMs;
  // Hours after midnight lie in the next day.
  const own = [...day.intervals, ...dayAfter(calendar, day).intervals].filter((one) => one.day === date);
  day.lengthMs = own.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return day.lengthMs;
}

/**
 * Returns the share of a working day that an interval is, in units of `workingDay`: half of the hours of a
 * day are half a day, on a short day as on a long one.
 */
export function shareOfDay(calendar: WorkingCalendar, { fromMs, toMs, counted, day }: Interval): number {
  return counted && day !== undefined ? ((toMs - fromMs) / lengthOf(calendar, day)) * workingDay : 0;
}

/** Returns the working days between two instants, in units of `workingDay`; 0 when `toMs` is not later. */
export function workingDaysBetween(calendar: WorkingCalendar, fromMs: number, toMs: number): number {
  const intervals = intervalsBetween(calendar, fromMs, toMs);
  return Math.round(intervals.reduce((sum, one) => sum + shareOfDay(calendar, one), 0));
}

/**
 * Returns the earliest instant (epoch ms) at which working days have passed since `fromMs`; `amount` is in
 * units of `workingDay`. Whole days from the opening of a day end when the last of them closes.
 */
export function addWorkingDays(calendar: WorkingCalendar, fromMs: number, amount: number): number {
  if (amount <= 0) return fromMs;
  let left = amount;
  let from = fromMs;
  while (from - fromMs < longestMs) {
    for (const interval of cut(calendar, from)) {
      from = interval.toMs;
      const share = shareOfDay(calendar, interval);
      // Shares are fractions: a thousandth of a unit is less than a microsecond.
      if (share > 0 && left <= share + 1e-3) {
        const part = Math.min(left / share, 1);
        return interval.fromMs + Math.round(part * (interval.toMs - interval.fromMs));
      }
      left -= share;
    }
  }
  throw new Error('the calendar has too few working days within forty years');
}

/**
 * Returns when (epoch ms) the next working day after the day of an instant opens: for a case of Friday,
 * Monday (D1). Hours after midnight belong to the day before.
 */
export function nextWorkingDay(calendar: WorkingCalendar, fromMs: number): number {
  const today = dayWith(calendar, fromMs).date.toString();
  for (const { fromMs: opens, counted, day = today } of cut(calendar, fromMs)) {
    if (counted && day > today) return opens;
  }
  throw new Error('the calendar has no working day within 400 days');
}

/**
 * Returns the midnight (epoch ms) at which the next working day after the day of an instant begins. Calendar
 * days are counted from there (D1).
 */
export function nextWorkingDate(calendar: WorkingCalendar, fromMs: number): number {
  const opens = Temporal.Instant.fromEpochMilliseconds(nextWorkingDay(calendar, fromMs));
  return opens.toZonedDateTimeISO(calendar.zone).startOfDay().epochMilliseconds;
}

/**
 * Returns the calendar time between two instants, in units of `workingDay`. A day counts as 24 hours, also
 * where summer time makes it longer or shorter.
 */
export function calendarDaysBetween({ zone }: WorkingCalendar, fromMs: number, toMs: number): number {
  const wall = (epochMs: number) =>
    epochMs + Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
  return wall(toMs) - wall(fromMs);
}

/** Returns the instant (epoch ms) at which calendar days have passed; `amount` in units of `workingDay`. */
export function addCalendarDays({ zone }: WorkingCalendar, fromMs: number, amount: number): number {
  const from = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone).toPlainDateTime();
  return from.add({ milliseconds: amount }).toZonedDateTime(zone).epochMilliseconds;
}

/**
 * Returns the last day for which a calendar knows the holidays: the end of the year of its last one.
 * Undefined for a calendar without holidays.
 */
export function lastDayOf({ holidays, makeUpWorkdays }: WorkingCalendar): string | undefined {
  const last = [...holidays, ...makeUpWorkdays].sort().at(-1);
  return last === undefined ? undefined : `${last.slice(0, 'YYYY'.length)}-12-31`;
}
