import { setTimeout as wait } from 'node:timers/promises';

/** Error when another request changed the record first. The caller reads it again and decides again. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/**
 * Runs `work` and repeats it on a `VersionConflict`, after a random, growing pause. For work that many
 * requests do at the same moment: payments of one cashier, refunds of one payment.
 * @throws VersionConflict after the last attempt, and any other error of `work`.
 */
export async function retryOnConflict<T>(work: () => Promise<T>, attempts = 8): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
    }
    await wait(Math.random() * 10 * 2 ** attempt);
  }
}
