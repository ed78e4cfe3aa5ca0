import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dateSchema } from './time.ts';
import { addWorkingTime, type WorkingCalendar } from './working-calendar.ts';

/** A stretch of days, the first and the last included. */
export const spanSchema = z
  .object({ from: dateSchema, to: dateSchema })
  .refine((span) => span.from <= span.to, { message: 'from must not be after to' });
export type Span = z.infer<typeof spanSchema>;

/** How long a period is that a law or a contract sets. */
export type PeriodLength = { readonly days: number } | { readonly months: number } | { readonly years: number };

const dateOf = (day: string) => Temporal.PlainDate.from(day);

/** The day so many days after (or before, when negative) a day. */
export function addDays(day: string, days: number): string {
  return dateOf(day).add({ days }).toString();
}

/** Days from a day to another, the first not counted and the last counted (R0.1); negative when it is earlier. */
export function daysAfter(from: string, to: string): number {
  return dateOf(from).until(dateOf(to), { largestUnit: 'days' }).days;
}

/** Days of a stretch, the first and the last counted. */
export function daysOf(span: Span): number {
  return daysAfter(span.from, span.to) + 1;
}

/** The first day from a day on, this day included, that is worked by the calendar. */
function workingDayFrom(calendar: WorkingCalendar, day: Temporal.PlainDate): string {
  const start = day.toZonedDateTime(calendar.zone).epochMilliseconds;
  const opens = addWorkingTime(calendar, start, 1) - 1;
  return Temporal.Instant.fromEpochMilliseconds(opens).toZonedDateTimeISO(calendar.zone).toPlainDate().toString();
}

/**
 * The corresponding day (对应日) after a period: months and years end on the day of the same number, or on the month's last
 * day when there is none (R0.1), whether it is worked or not. For terms that run out by themselves, such as a warranty.
 * @throws RangeError when the length is no whole number or negative.
 */
export function correspondingDay(from: string, length: PeriodLength): string {
  if (Object.values(length).some((count: number) => !Number.isSafeInteger(count) || count < 0)) {
    throw new RangeError('a period is a whole number of days, months or years');
  }
  return dateOf(from).add(length, { overflow: 'constrain' }).toString();
}

/**
 * The last day of a period that starts on a day (R0.1): the first day does not count; months and years end on the day of
 * the same number, or on the month's last day when there is none; a last day of rest moves to the next working day of the
 * calendar. The period ends at 24:00 of the day (`endOfDay`). @throws RangeError when the length is no whole number or negative.
 */
export function endOfPeriod(from: string, length: PeriodLength, calendar: WorkingCalendar): string {
  return workingDayFrom(calendar, dateOf(correspondingDay(from, length)));
}

/** The instant (ISO, UTC) at which a day ends in a zone, its 24:00 (R0.1): what happens then is too late. */
export function endOfDay(day: string, zone: string): string {
  return dateOf(day).add({ days: 1 }).toZonedDateTime(zone).toInstant().toString();
}

/** The days of a calendar month that lie in a stretch: `days` of `ofDays` (R4.3); a whole month has all of them. */
export interface MonthPart extends Span {
  readonly days: number;
  readonly ofDays: number;
}

/** A stretch cut into calendar months, in order. */
export function monthsOf(span: Span): MonthPart[] {
  const parts: MonthPart[] = [];
  for (let from = span.from; from <= span.to; ) {
    const date = dateOf(from);
    const last = date.with({ day: date.daysInMonth }).toString();
    const to = last < span.to ? last : span.to;
    parts.push({ from, to, days: daysOf({ from, to }), ofDays: date.daysInMonth });
    from = addDays(to, 1);
  }
  return parts;
}

/** A stretch cut before each of these days that lies in it, in order; each day of it is in exactly one piece. */
export function cutBefore(span: Span, days: readonly string[]): Span[] {
  const starts = [...new Set(days)].filter((day) => span.from < day && day <= span.to).sort();
  return [span.from, ...starts].map((from, i) => {
    const next = starts[i];
    return { from, to: next === undefined ? span.to : addDays(next, -1) };
  });
}
