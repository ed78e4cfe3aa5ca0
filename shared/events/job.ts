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

/** Returns the Lambda handler of a job. It logs the result and the cost of each run. */
export function jobHandler(job: Job, clock: Clock = systemClock) {
  const pipeline = middy<unknown, Counts>()
    .use(metering<unknown, Counts>('job ran', ({ result }) => ({ job: job.name, ...result })))
    .use(deadline(reserveMs))
    .handler(() => job.run(clock.now()));
  return (event?: unknown, invocation: Invocation = {}): Promise<Counts> => pipeline(event, invocation);
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
