import { setTimeout as wait } from 'node:timers/promises';

/** Somebody else changed the thing first; the caller reads it again and decides anew. */
export class Outdated extends Error {
  override readonly name = 'Outdated';
}

/**
 * Decides and writes; where somebody else was faster (`Outdated`), reads and decides anew, after a pause of chance that
 * grows. For what many do at one moment: payments of one cashier, refunds of one payment.
 * @throws what the work throws, and Outdated after the last attempt.
 */
export async function decideAgain<T>(work: () => Promise<T>, attempts = 8): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Outdated) || attempt === attempts) throw error;
    }
    await wait(Math.random() * 10 * 2 ** attempt);
  }
}
