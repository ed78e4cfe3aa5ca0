import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { type Language, say, text } from './language.ts';
import { workdayFrom } from './statutory-calendar.ts';
import { dateSchema } from './time.ts';

/** A span of days, the first and the last included. */
export const spanSchema = z
  .object({ from: dateSchema, to: dateSchema })
  .refine((span) => span.from <= span.to, { message: 'from must not be after to' })
  .meta({ id: 'Span' });
export type Span = z.infer<typeof spanSchema>;

const stretch = text('{from} 至 {to}', '{from} 至 {to}', '{from} to {to}');

/** Returns a period of days for readers. */
export function inDays({ from, to }: Span, language: Language): string {
  return say(stretch, language, { from, to });
}

/** Length of a period that a law or a contract sets. */
export type PeriodLength = { readonly days: number } | { readonly months: number } | { readonly years: number };

const dateOf = (day: string) => Temporal.PlainDate.from(day);

/** Returns the day that is `days` days after `day`, or before it when negative. */
export function addDays(day: string, days: number): string {
  return dateOf(day).add({ days }).toString();
}

/**
 * Counts the days from one day to another, without the first and with the last (R0.1). Negative if `to` is
 * earlier.
 */
export function daysAfter(from: string, to: string): number {
  return dateOf(from).until(dateOf(to), { largestUnit: 'days' }).days;
}

/** Counts the days of a span, including the first and the last. */
export function daysOf(span: Span): number {
  return daysAfter(span.from, span.to) + 1;
}

/**
 * Returns the corresponding day (对应日) after a period (R0.1). Months and years end on the day with the same
 * number, or on the month's last day if there is none. A day of rest stays. For terms that simply expire,
 * such as a warranty.
 * @throws RangeError when the length is negative or no whole number.
 */
export function correspondingDay(from: string, length: PeriodLength): string {
  if (Object.values(length).some((count: number) => !Number.isSafeInteger(count) || count < 0)) {
    throw new RangeError('a period is a whole number of days, months or years');
  }
  return dateOf(from).add(length, { overflow: 'constrain' }).toString();
}

/**
 * Returns the last day of a legal period that starts on a day (R0.1, R26.6). The first day does not count.
 * The end is the `correspondingDay`; if that is a rest day by law, it moves to the next working day by law.
 * The period ends at 24:00 of the returned day (`endOfDay`).
 * @throws RangeError when the length is negative or no whole number.
 */
export function endOfPeriod(from: string, length: PeriodLength): string {
  return workdayFrom(correspondingDay(from, length));
}

/**
 * Returns the instant (ISO, UTC) at which a day ends in a zone, its 24:00 (R0.1). That instant itself is too
 * late.
 */
export function endOfDay(day: string, zone: string): string {
  return dateOf(day).add({ days: 1 }).toZonedDateTime(zone).toInstant().toString();
}

/** The part of a calendar month inside a span: `days` of the month's `ofDays` days (R4.3). */
export interface MonthPart extends Span {
  readonly days: number;
  readonly ofDays: number;
}

/** Splits a span into calendar months, in order. */
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

/**
 * Splits a span before each of the given days inside it, in order. Each day of the span is in exactly one
 * piece.
 */
export function cutBefore(span: Span, days: readonly string[]): Span[] {
  const starts = [...new Set(days)].filter((day) => span.from < day && day <= span.to).sort();
  return [span.from, ...starts].map((from, i) => {
    const next = starts[i];
    return { from, to: next === undefined ? span.to : addDays(next, -1) };
  });
}
