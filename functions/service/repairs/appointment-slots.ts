import { Temporal } from 'temporal-polyfill';
import { intervalsBetween, type WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';

/** A bookable time. Both ends are instants (ISO, UTC). */
export interface Slot {
  from: string;
  to: string;
}

/** Rules that determine the slots of a day. */
export interface SlotRules {
  calendar: WorkingCalendar;
  slotMinutes: number;
  bookingDays: number;
}

/** Number of days in a list of free slots. */
export const daysShown = 7;

function iso(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString();
}

/**
 * Returns the slots of a day in the estate's time zone (D13). Divides the working hours into slots of equal
 * length and drops a shorter remainder. A holiday has no slots; a make-up workday has them.
 */
export function slotsOfDay(day: Temporal.PlainDate, { calendar, slotMinutes }: SlotRules): Slot[] {
  const start = day.toZonedDateTime(calendar.zone).epochMilliseconds;
  const end = day.add({ days: 1 }).toZonedDateTime(calendar.zone).epochMilliseconds;
  const length = slotMinutes * 60_000;
  const slots: Slot[] = [];
  for (const { fromMs, toMs, counted } of intervalsBetween(calendar, start, end)) {
    if (!counted) continue;
    for (let from = fromMs; from + length <= toMs; from += length)
      slots.push({ from: iso(from), to: iso(from + length) });
  }
  return slots;
}

/** Returns the slots from `first` on that are in the future and within the policy's booking days. */
export function bookableSlots(
  first: Temporal.PlainDate,
  days: number,
  rules: SlotRules,
  now: Temporal.Instant,
): Slot[] {
  const today = now.toZonedDateTimeISO(rules.calendar.zone).toPlainDate();
  const last = today.add({ days: rules.bookingDays });
  const slots: Slot[] = [];
  for (let ahead = 0; ahead < days; ahead += 1) {
    const day = first.add({ days: ahead });
    if (Temporal.PlainDate.compare(day, today) < 0) continue;
    if (Temporal.PlainDate.compare(day, last) > 0) break;
    slots.push(...slotsOfDay(day, rules).filter((slot) => isAfter(slot.from, now)));
  }
  return slots;
}

/** Returns the bookable slot that starts at an instant. */
export function slotAt(from: string, rules: SlotRules, now: Temporal.Instant): Slot | undefined {
  const day = Temporal.Instant.from(from).toZonedDateTimeISO(rules.calendar.zone).toPlainDate();
  return bookableSlots(day, 1, rules, now).find((slot) => Temporal.Instant.compare(slot.from, from) === 0);
}

/** Returns true when two times overlap. */
export function overlaps(a: Slot, b: Slot): boolean {
  return Temporal.Instant.compare(a.from, b.to) < 0 && Temporal.Instant.compare(b.from, a.to) < 0;
}

/** Returns true when an ISO instant is later than `now`. */
export function isAfter(instant: string, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, now) > 0;
}
