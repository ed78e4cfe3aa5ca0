import { Temporal } from 'temporal-polyfill';
import { type QuietHours, quietUntil } from '../../shared/kernel/quiet-hours.ts';

/** Minutes within which a person's own action is answered at any hour, because they wait for it. */
const answeredWithinMinutes = 10;

/**
 * Returns from when quiet hours hold back a notice: ten minutes after the person's own action, otherwise at
 * once. Returns undefined (never) for emergencies and for staff.
 */
export function quietAppliesFrom(
  of: { to: 'person' | 'staff'; emergency: boolean; actedAt: string | undefined },
  now: Temporal.Instant,
): string | undefined {
  if (of.emergency || of.to === 'staff') return undefined;
  if (of.actedAt === undefined) return now.toString();
  return Temporal.Instant.from(of.actedAt).add({ minutes: answeredWithinMinutes }).toString();
}

/** Returns until when a notice waits for the end of quiet hours; undefined when it may be sent now. */
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
