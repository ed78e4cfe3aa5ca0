import { setTimeout as wait } from 'node:timers/promises';
import { timeLeft } from '../kernel/deadline.ts';

/** Error when another request changed the record first. The caller reads it again and decides again. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/**
 * Attempts until a conflict is given up. Sixteen payments of one cashier at the same moment need them: each
 * takes the next receipt number. The pauses add up to at most ten seconds.
 */
const mostAttempts = 10;

/**
 * Runs `work` and repeats it on a `VersionConflict`, after a random, growing pause. The pipelines of the API
 * and of consumers do this for every operation and event. Work in parts (a bulk request, a job) does it by
 * part.
 * @throws VersionConflict after the last attempt, when the time is up or when it may not repeat, and any
 * other error of `work`.
 */
export async function retryOnConflict<T>(
  work: () => Promise<T>,
  attempts = mostAttempts,
  mayRepeat: () => boolean = () => true,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const pause = Math.random() * 10 * 2 ** attempt;
    try {
      return await work();
    } catch (error) {
      const isOver = attempt === attempts || !mayRepeat() || pause >= timeLeft();
      if (!(error instanceof VersionConflict) || isOver) throw error;
    }
    await wait(pause);
  }
}
