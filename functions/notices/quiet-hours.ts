import { Temporal } from 'temporal-polyfill';
import { type QuietHours, quietUntil } from '../../shared/kernel/quiet-hours.ts';

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
