import { Temporal } from 'temporal-polyfill';

/** Where the time comes from: injected everywhere, so that a year can be simulated in seconds. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The clock on the wall. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };
