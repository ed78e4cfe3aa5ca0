import { setTimeout as wait } from 'node:timers/promises';

/** Somebody else changed the thing first; the caller reads it again and decides anew. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

/**
 * Decides and writes; where somebody else was faster (`VersionConflict`), reads and decides anew, after a pause of chance that
 * grows. For what many do at one moment: payments of one cashier, refunds of one payment.
 * @throws what the work throws, and VersionConflict after the last attempt.
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
