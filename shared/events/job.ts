import middy from '@middy/core';
import type { Temporal } from 'temporal-polyfill';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { isTimeUp } from '../kernel/deadline.ts';
import { log } from '../observability/log.ts';
import { VersionConflict } from '../store/retry.ts';
import { deadline, type Invocation } from './middleware/deadline.ts';
import { metering } from './middleware/metering.ts';

/** A scheduled job as plain data. The stack creates its schedule. */
export interface Job {
  readonly name: string;
  /** EventBridge Scheduler expression, e.g. `rate(1 minute)`. */
  readonly every: string;
  /** Does the due work and returns counts of it. */
  readonly run: (now: Temporal.Instant) => Promise<Record<string, number>>;
}

type Counts = Record<string, number>;

/** Milliseconds before the time limit in which a job begins no new item. */
const reserveMs = 20_000;

/** What a schedule sends: the name of the job to run. */
export interface JobCall {
  readonly job: string;
}

/**
 * Returns the Lambda handler of some jobs. It runs the one that the schedule names, and logs the result and
 * the cost of each run.
 * @throws Error for an unknown job.
 */
export function jobsHandler(jobs: readonly Job[], clock: Clock = systemClock) {
  const pipeline = middy<JobCall, Counts>()
    .use(metering<JobCall, Counts>('job ran', ({ event, result }) => ({ job: event.job, ...result })))
    .use(deadline(reserveMs))
    .handler(({ job: name }) => {
      const job = jobs.find((one) => one.name === name);
      if (!job) throw new Error(`There is no job ${name}. Known: ${jobs.map((one) => one.name).join(', ')}.`);
      return job.run(clock.now());
    });
  return (call: JobCall, invocation: Invocation = {}): Promise<Counts> => pipeline(call, invocation);
}

/**
 * Runs `work` for each due item, `together` at a time, and returns the results in order. An item that another
 * request changed at the same moment (`VersionConflict`) gives undefined and stays due for the next run. A
 * failed item does not stop the others. When the time is up, the rest stays due for the next run.
 * @throws Error at the end if items failed, which raises an alarm. They stay due.
 */
export async function processDue<R>(
  due: readonly string[],
  { what, together = 1 }: { what: string; together?: number },
  work: (id: string) => Promise<R>,
): Promise<(R | undefined)[]> {
  let failed = 0;
  const one = async (id: string): Promise<R | undefined> => {
    try {
      return await work(id);
    } catch (error) {
      if (error instanceof VersionConflict) return undefined;
      failed += 1;
      log.error('due item failed', { what, about: id, error });
      return undefined;
    }
  };
  const results: (R | undefined)[] = [];
  for (let from = 0; from < due.length; from += together) {
    if (isTimeUp()) {
      log.warn('due items left to the next run', { what, left: due.length - from });
      break;
    }
    results.push(...(await Promise.all(due.slice(from, from + together).map(one))));
  }
  if (failed > 0) throw new Error(`${failed} of ${due.length} due ${what} failed; they stay due`);
  return results;
}
