import { AsyncLocalStorage } from 'node:async_hooks';

// Kept beside the work and not passed to it, like the cost that is metered: every operation, message and due
// item has the limit of its invocation. Work that outlives its invocation keeps the old limit and begins
// nothing more.
const running = new AsyncLocalStorage<() => number>();

/** Sets how the rest of this invocation learns the milliseconds that are left for its work. */
export function setTimeLeft(left: () => number): void {
  running.enterWith(left);
}

/** Returns the milliseconds that are left for work; infinite outside a function with a time limit. */
export function timeLeft(): number {
  return running.getStore()?.() ?? Number.POSITIVE_INFINITY;
}

/** Tells whether no new work may begin, because the function will be stopped soon. */
export function isTimeUp(): boolean {
  return timeLeft() <= 0;
}

/**
 * Waits for the result of `work` as long as time is left. The work itself is not stopped.
 * @throws the error of `late` when no time is left, and any error of `work`.
 */
export async function beforeDeadline<T>(work: Promise<T>, late: () => Error): Promise<T> {
  const left = timeLeft();
  if (left === Number.POSITIVE_INFINITY) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), Math.max(left, 0));
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
