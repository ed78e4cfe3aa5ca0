import { Temporal } from 'temporal-polyfill';

/**
 * Where a list by time of change starts: the second of the instant (ISO, UTC). Instants are stored with as many digits as
 * they need, and as text `10:00:00.5Z` sorts before `10:00:00Z`; by the bare second nothing is left out, and at most what
 * changed within that second is read twice.
 */
export function changedSince(instant: string): { after: string } {
  return { after: Temporal.Instant.from(instant).toString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length) };
}
