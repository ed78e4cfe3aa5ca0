import { Temporal } from 'temporal-polyfill';

/** Where the time comes from: injected everywhere, so that a year can be simulated in seconds. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The clock on the wall. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** A clock that stands still until it is advanced. */
export function fixedClock(iso: string): Clock & { advance: (by: Temporal.DurationLike) => void } {
  let now = Temporal.Instant.from(iso);
  return {
    now: () => now,
    advance: (by) => {
      now = now.add(by);
    },
  };
}
