import type { Temporal } from 'temporal-polyfill';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { log } from '../observability/log.ts';
import { metered } from '../store/metering.ts';
import { VersionConflict } from '../store/retry.ts';

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

/**
 * Does what is due for each thing, `together` at a time, and answers the results in order; undefined for what somebody
 * else changed at the very moment: that is still in the index and is judged anew next time. One that fails does not keep
 * the others back. @throws Error at the end when some failed, so that an alarm is raised; they stay due.
 */
export async function processDue<R>(
  due: readonly { pk: string }[],
  { what, together = 1 }: { what: string; together?: number },
  work: (pk: string) => Promise<R>,
): Promise<(R | undefined)[]> {
  let failed = 0;
  const one = async (pk: string): Promise<R | undefined> => {
    try {
      return await work(pk);
    } catch (error) {
      if (error instanceof VersionConflict) return undefined;
      failed += 1;
      log.error('what is due was not done', { what, about: pk, error });
      return undefined;
    }
  };
  const results: (R | undefined)[] = [];
  for (let from = 0; from < due.length; from += together) {
    results.push(...(await Promise.all(due.slice(from, from + together).map(({ pk }) => one(pk)))));
  }
  if (failed > 0) throw new Error(`${failed} of ${due.length} due ${what} failed; they stay due`);
  return results;
}
