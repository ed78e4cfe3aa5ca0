import { Temporal } from 'temporal-polyfill';

/** Quiet hours (免打扰时段) of an estate in its time zone; they may span midnight. */
export interface QuietHours {
  /** `HH:MM` in the estate's zone. */
  readonly quietFrom: string;
  readonly quietTo: string;
}

/**
 * Returns the end of the quiet hours around an instant, or undefined outside of them. The start is quiet, the
 * end is not. If start and end are the same, there are no quiet hours.
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
