import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

/** An instant as items and JSON hold it: ISO 8601 in UTC with `Z`; other offsets are accepted and turned into it. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => Temporal.Instant.from(text).toString());

/** A calendar date, `YYYY-MM-DD`, in the estate's zone. */
export const dateSchema = z.iso.date();

/** The instant of an ISO string. @throws RangeError when it is none. */
export function toInstant(iso: string): Temporal.Instant {
  return Temporal.Instant.from(iso);
}

/** The day of an instant (ISO) on the wall of a zone, `2025-02-28`. */
export function dayIn(zone: string, iso: string): string {
  return toInstant(iso).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Day and minute on the wall of a zone, `2025-02-28 23:50`. */
export function wallTime(iso: string, zone: string): string {
  const local = toInstant(iso).toZonedDateTimeISO(zone);
  return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

/** -1, 0 or 1: which of two ISO instants is earlier. */
export function compareInstants(a: string, b: string): number {
  return Temporal.Instant.compare(a, b);
}
