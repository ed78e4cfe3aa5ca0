import { setTimeout as wait } from 'node:timers/promises';

/** Waits for what follows from an event, as long as it takes. @throws Error only when the test is about to be given up. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (const began = performance.now(); performance.now() - began < 500_000; await wait(25)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}
