import { Temporal } from 'temporal-polyfill';

/** Source of the current time. It is injected everywhere, so that a test can simulate a year in seconds. */
export interface Clock {
  now(): Temporal.Instant;
}

/** Clock of the machine. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };
