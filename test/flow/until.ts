import { setTimeout as wait } from 'node:timers/promises';

/**
 * Polls until `look` finds the consequence of an event. Polls less often the longer it waits, because each
 * request takes time from what it waits for.
 * @throws Error after 500 seconds.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  for (const began = performance.now(); ; ) {
    const found = await look();
    if (found) return found;
    const waited = performance.now() - began;
    if (waited > 500_000) throw new Error(`timed out waiting for ${what}`);
    await wait(25 + waited / 10);
  }
}
