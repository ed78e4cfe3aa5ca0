import { systemClock } from './clock.ts';

/** A read by id whose answers a function remembers for a time. */
export interface Remembered<T> {
  (id: string): Promise<T>;
  /** Forgets an id that the function itself has changed. The next call reads it. */
  forget(id: string): void;
}

/**
 * Returns `read` with a memory of the `most` ids that were read last. An answer is at most `ms` milliseconds
 * old. A failed read is not remembered.
 */
export function remembered<T>(
  read: (id: string) => Promise<T>,
  { ms, most }: { ms: number; most: number },
): Remembered<T> {
  const known = new Map<string, { at: number; value: Promise<T> }>();
  const recall = (id: string): Promise<T> => {
    const at = systemClock.now().epochMilliseconds;
    const hit = known.get(id);
    // A clock that was set back must not prolong the time.
    if (hit && Math.abs(at - hit.at) < ms) return hit.value;
    known.delete(id);
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= most) known.delete(oldest);
    const value = read(id);
    known.set(id, { at, value });
    value.catch(() => {
      if (known.get(id)?.value === value) known.delete(id);
    });
    return value;
  };
  return Object.assign(recall, { forget: (id: string) => void known.delete(id) });
}
