import { Temporal } from 'temporal-polyfill';

/** Source of the current time. It is injected everywhere, so that a test can simulate a year in seconds. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The clock of the machine that runs the function. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };
