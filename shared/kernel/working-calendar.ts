import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dateSchema } from './time.ts';

const timeOfDay = z.iso.time({ precision: -1 });
const hoursSchema = z
  .array(
    z
      .object({ from: timeOfDay, to: timeOfDay })
      .refine((hours) => hours.from < hours.to, { message: 'from must be before to' }),
  )
  .max(6)
  .refine((day) => day.every((hours, i) => i === 0 || (day[i - 1]?.to ?? '') <= hours.from), {
    message: 'hours must be in order',
  });

/**
 * Working calendar (工作日历) of an estate: its zone, the hours of each weekday, holidays, and make-up workdays
 * (调休).
 */
export const workingCalendarSchema = z
  .object({
    zone: z.string().refine(isZone, { message: 'not a time zone' }),
    /** Hours of each weekday from Monday to Sunday, as intervals. A day of rest has none. */
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
}

function kindOfDay(calendar: WorkingCalendar, date: Temporal.PlainDate): DayKind {
  const text = date.toString();
  if (calendar.makeUpWorkdays.includes(text)) return 'make-up-workday';
  if (calendar.holidays.includes(text)) return 'holiday';
  return (calendar.week[date.dayOfWeek - 1] ?? []).length > 0 ? 'working' : 'weekend';
}

function hoursOf(calendar: WorkingCalendar, date: Temporal.PlainDate, kind: DayKind) {
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

/** Days that `cut` covers in one call. */
const horizonDays = 400;

/** A day of a calendar, split into counted and not counted intervals. */
interface Day {
  readonly intervals: readonly Interval[];
  /** The following day. Filled in when it is first asked for, so that a chain of days is built once. */
  next?: Day;
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

function cutDay(calendar: WorkingCalendar, date: Temporal.PlainDate): Interval[] {
  const intervals: Interval[] = [];
  const kind = kindOfDay(calendar, date);
  const at = (time: string) => date.toZonedDateTime({ timeZone: calendar.zone, plainTime: time }).epochMilliseconds;
  const endOfDay = date.add({ days: 1 }).toZonedDateTime(calendar.zone).epochMilliseconds;
  let reached = date.toZonedDateTime(calendar.zone).epochMilliseconds;
  const restsBecause = kind === 'working' || kind === 'make-up-workday' ? 'outside-hours' : kind;
  for (const hours of hoursOf(calendar, date, kind)) {
    const opens = at(hours.from);
    const closes = at(hours.to);
    if (reached < opens) intervals.push({ fromMs: reached, toMs: opens, counted: false, why: restsBecause });
    reached = Math.max(reached, opens);
    if (reached < closes) intervals.push({ fromMs: reached, toMs: closes, counted: true, why: kind });
    reached = Math.max(reached, closes);
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
  while (from - fromMs < 40 * 366 * 86_400_000) {
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

/**
 * Returns when (epoch ms) the next working day after the day of an instant opens: for a case of Friday,
 * Monday (D1).
 */
export function nextWorkingDay(calendar: WorkingCalendar, fromMs: number): number {
  const tomorrow = dayWith(calendar, fromMs).intervals.at(-1)?.toMs ?? fromMs;
  return addWorkingTime(calendar, tomorrow, 1) - 1;
}

/**
 * Returns the working time of an ordinary working day in milliseconds: that of the first weekday with hours.
 */
export function normalDay(calendar: WorkingCalendar): number {
  const day = calendar.week.find((hours) => hours.length > 0) ?? [];
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return day.reduce((sum, hours) => sum + (minutes(hours.to) - minutes(hours.from)) * 60_000, 0);
}

/**
 * Returns the last day for which a calendar knows the holidays: the end of the year of its last one.
 * Undefined for a calendar without holidays.
 */
export function lastDayOf({ holidays, makeUpWorkdays }: WorkingCalendar): string | undefined {
  const last = [...holidays, ...makeUpWorkdays].sort().at(-1);
  return last === undefined ? undefined : `${last.slice(0, 'YYYY'.length)}-12-31`;
}
