import { setTimeout as wait } from 'node:timers/promises';

/** Polls until `look` finds the consequence of an event. @throws Error after 500 seconds. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (const began = performance.now(); performance.now() - began < 500_000; await wait(25)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`timed out waiting for ${what}`);
}
