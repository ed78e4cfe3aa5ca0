import { Temporal } from 'temporal-polyfill';
import { intervalsBetween, type WorkingCalendar } from '../../../shared/kernel/working-calendar.ts';

/** A time that can be booked; both ends are instants (ISO, UTC). */
export interface Slot {
  from: string;
  to: string;
}

/** What decides which slots there are. */
export interface SlotRules {
  calendar: WorkingCalendar;
  slotMinutes: number;
  bookingDays: number;
}

/** Days that are shown at a time. */
export const daysShown = 7;

function iso(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString();
}

/**
 * The slots of a day in the estate's zone: its working hours cut into pieces of equal length; what is left over before a
 * break is none. A holiday has none, a make-up workday has those of its hours (D13).
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

/** Slots of the days from `first` on that may be booked now: in the future and not further ahead than the policy lets. */
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

/** The slot that starts at an instant, when it is one that may be booked now. */
export function slotAt(from: string, rules: SlotRules, now: Temporal.Instant): Slot | undefined {
  const day = Temporal.Instant.from(from).toZonedDateTimeISO(rules.calendar.zone).toPlainDate();
  return bookableSlots(day, 1, rules, now).find((slot) => Temporal.Instant.compare(slot.from, from) === 0);
}

/** Two times that have a moment in common. */
export function overlaps(a: Slot, b: Slot): boolean {
  return Temporal.Instant.compare(a.from, b.to) < 0 && Temporal.Instant.compare(b.from, a.to) < 0;
}

/** True when an ISO instant lies after another. */
export function isAfter(instant: string, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, now) > 0;
}
