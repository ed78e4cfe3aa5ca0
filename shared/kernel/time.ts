import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

/** An instant in items and JSON: ISO 8601 in UTC with `Z`. Other offsets are accepted and converted. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => Temporal.Instant.from(text).toString());

/** A calendar date, `YYYY-MM-DD`, in the estate's zone. */
export const dateSchema = z.iso.date();

/** Parses an ISO string into an instant. @throws RangeError when it is none. */
export function toInstant(iso: string): Temporal.Instant {
  return Temporal.Instant.from(iso);
}

/**
 * Returns an instant (ISO) as text that sorts by time: always with three decimals. Of other texts
 * `10:00:00.5Z` sorts after `10:00:00.51Z`.
 */
export function sortable(instant: string): string {
  return toInstant(instant).toString({ fractionalSecondDigits: 3 });
}

/** Returns the local day of an instant (ISO) in a zone, `2025-02-28`. */
export function dayIn(zone: string, iso: string): string {
  return toInstant(iso).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Returns the local day and minute of an instant (ISO) in a zone, `2025-02-28 23:50`. */
export function wallTime(iso: string, zone: string): string {
  const local = toInstant(iso).toZonedDateTimeISO(zone);
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** Compares two ISO instants: -1, 0 or 1. */
export function compareInstants(a: string, b: string): number {
  return Temporal.Instant.compare(a, b);
}
