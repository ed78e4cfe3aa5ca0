import { Temporal } from 'temporal-polyfill';
import type { NoticesPolicy } from './notices-policy.ts';

/** The quiet hours (免打扰时段) of an estate, on its own clock; they may go over midnight. */
export type QuietHours = Pick<NoticesPolicy, 'quietFrom' | 'quietTo'>;

/**
 * When the quiet hours end that an instant lies in; undefined when it lies in none. The first minute is quiet, the last
 * instant is not. Hours that end when they begin are none.
 */
export function quietUntil(
  { quietFrom, quietTo }: QuietHours,
  zone: string,
  at: Temporal.Instant,
): Temporal.Instant | undefined {
  if (quietFrom === quietTo) return undefined;
  const local = at.toZonedDateTimeISO(zone);
  const time = local.toPlainTime();
  const [from, to] = [Temporal.PlainTime.from(quietFrom), Temporal.PlainTime.from(quietTo)];
  const isBefore = (a: Temporal.PlainTime, b: Temporal.PlainTime) => Temporal.PlainTime.compare(a, b) < 0;
  const overMidnight = isBefore(to, from);
  const begun = !isBefore(time, from);
  const notEnded = isBefore(time, to);
  if (overMidnight ? !begun && !notEnded : !begun || !notEnded) return undefined;
  const lastDay = overMidnight && begun ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return lastDay.toZonedDateTime({ timeZone: zone, plainTime: to }).toInstant();
}

/** How long what was done by the person himself may be answered at any hour: he is awake, and waits. */
const answeredWithinMinutes = 10;

/**
 * From when on quiet hours hold a notice back: for an answer to the person's own act ten minutes after it, for any other
 * notice at once. Undefined for what concerns an emergency, and for our own people: never.
 */
export function quietAppliesFrom(
  of: { to: 'person' | 'staff'; emergency: boolean; actedAt: string | undefined },
  now: Temporal.Instant,
): string | undefined {
  if (of.emergency || of.to === 'staff') return undefined;
  if (of.actedAt === undefined) return now.toString();
  return Temporal.Instant.from(of.actedAt).add({ minutes: answeredWithinMinutes }).toString();
}

/** Until when a notice waits for the end of the quiet hours; undefined when it may go now. */
export function waitsUntil(
  notice: { quietFrom?: string | undefined },
  hours: QuietHours,
  zone: string,
  now: Temporal.Instant,
): string | undefined {
  if (notice.quietFrom === undefined) return undefined;
  if (Temporal.Instant.compare(now, Temporal.Instant.from(notice.quietFrom)) < 0) return undefined;
  return quietUntil(hours, zone, now)?.toString();
}
