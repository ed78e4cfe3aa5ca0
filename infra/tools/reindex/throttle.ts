import { setTimeout as sleep } from 'node:timers/promises';

const machine = { now: () => Date.now(), sleep: (ms: number): Promise<unknown> => sleep(ms) };

/** Returns a function that waits until so many more units fit into the rate, in units a second. */
export function throttle(rate: number, time = machine): (units: number) => Promise<void> {
  const began = time.now();
  let used = 0;
  return async (units) => {
    used += units;
    const ahead = (used / rate) * 1_000 - (time.now() - began);
    if (ahead > 0) await time.sleep(ahead);
  };
}
