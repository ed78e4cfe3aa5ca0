import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { decimalSchema, exact, sum } from '../../../shared/kernel/money.ts';

/* Usage in the peak and in the valley (峰谷, R33.7), by registers of the meter or by the time of readings. */

/** A time of the day, `22:00`. */
export const clockTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Values of the peak and the valley register, or usage by them; their sum is the total. */
export const peakValleyPartsSchema = z
  .strictObject({ peak: decimalSchema, valley: decimalSchema })
  .meta({ id: 'PeakValleyParts' });
export type PeakValley = z.output<typeof peakValleyPartsSchema>;

/** The hours of the valley in the zone of the estate. Its beginning is included, its end is not. */
export interface ValleyHours {
  readonly valleyFrom: string;
  readonly valleyTo: string;
}

/** Returns true when peak and valley are the total (R33.7). */
export function addUp({ peak, valley }: PeakValley, total: string): boolean {
  return sum(exact(peak), exact(valley)).top.eq(exact(total).top);
}

/** Returns usage by register between two readings; undefined when a register went back. */
export function partsBetween(before: PeakValley, after: PeakValley): PeakValley | undefined {
  const peak = exact(after.peak).top.minus(exact(before.peak).top);
  const valley = exact(after.valley).top.minus(exact(before.valley).top);
  return peak.lt('0') || valley.lt('0') ? undefined : { peak: peak.toFixed(), valley: valley.toFixed() };
}

/** Returns the sum of parts; undefined when one is unknown. */
export function plusParts(a: PeakValley | undefined, b: PeakValley | undefined): PeakValley | undefined {
  if (!a || !b) return undefined;
  return { peak: plus(a.peak, b.peak), valley: plus(a.valley, b.valley) };
}

const plus = (a: string, b: string) => exact(a).top.plus(exact(b).top).toFixed();

const isInValley = (time: string, { valleyFrom, valleyTo }: ValleyHours) =>
  valleyFrom < valleyTo ? valleyFrom <= time && time < valleyTo : valleyFrom <= time || time < valleyTo;

/**
 * Returns usage by the time of its readings: it is of the peak or of the valley when no change of hours lies
 * between them. Undefined when one does, because nothing says how much was used before it.
 */
export function partsByTime(
  quantity: string,
  { from, to }: { from: string; to: string },
  hours: ValleyHours,
  zone: string,
): PeakValley | undefined {
  const starts = Temporal.Instant.from(from).toZonedDateTimeISO(zone);
  const time = starts.toPlainTime().toString().slice(0, 'HH:MM'.length);
  const isValley = isInValley(time, hours);
  const ends = Temporal.PlainTime.from(isValley ? hours.valleyTo : hours.valleyFrom);
  const sameDay = starts.withPlainTime(ends);
  const change = Temporal.ZonedDateTime.compare(sameDay, starts) > 0 ? sameDay : sameDay.add({ days: 1 });
  if (Temporal.Instant.compare(Temporal.Instant.from(to), change.toInstant()) > 0) return undefined;
  return isValley ? { peak: '0', valley: quantity } : { peak: quantity, valley: '0' };
}
