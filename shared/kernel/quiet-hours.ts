import { Temporal } from 'temporal-polyfill';

/** The quiet hours (免打扰时段) of an estate, on its own clock; they may go over midnight. */
export interface QuietHours {
  /** `HH:MM` on the estate's clock. */
  readonly quietFrom: string;
  readonly quietTo: string;
}

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
