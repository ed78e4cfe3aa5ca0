import type { Temporal } from 'temporal-polyfill';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { log } from '../observability/log.ts';
import { metered } from '../store/metering.ts';

/** A scheduled job as plain data: the stack makes the schedule. */
export interface Job {
  readonly name: string;
  /** EventBridge Scheduler expression, e.g. `rate(1 minute)`. */
  readonly every: string;
  /** Does what is due and answers what it did, in figures. */
  readonly run: (now: Temporal.Instant) => Promise<Record<string, number>>;
}

/** The Lambda handler of a job; logs what it did and what it cost. */
export function jobHandler(job: Job, clock: Clock = systemClock): () => Promise<Record<string, number>> {
  return async () => {
    const { result, cost } = await metered(() => job.run(clock.now()));
    log.info('job ran', { job: job.name, ...result, ...cost });
    return result;
  };
}
