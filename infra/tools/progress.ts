import { Presets, SingleBar } from 'cli-progress';

const concurrency = 16;

/**
 * Starts a progress bar. Without a terminal it prints a line every ten seconds. Declare it with `using`: a
 * bar that nobody stops after an error keeps the process alive.
 */
export function barOf(title: string, total: number): SingleBar & Disposable {
  const format = `${title.padEnd(22)} [{bar}] {value}/{total} {percentage}% {eta_formatted} left`;
  const bar = new SingleBar({ format, hideCursor: true, noTTYOutput: true, notTTYSchedule: 10_000 }, Presets.legacy);
  bar.start(total, 0);
  return Object.assign(bar, { [Symbol.dispose]: () => bar.isActive && bar.stop() });
}

/** Does the work for every item, sixteen at a time, and shows the progress. */
export async function eachWithBar<T>(
  title: string,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  if (items.length === 0) return;
  using bar = barOf(title, items.length);
  let next = 0;
  const worker = async () => {
    for (let item = items[next]; next < items.length; item = items[next]) {
      next += 1;
      if (item !== undefined) await work(item);
      bar.increment();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  bar.stop();
}
