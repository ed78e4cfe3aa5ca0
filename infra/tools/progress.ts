import { Presets, SingleBar } from 'cli-progress';

const concurrency = 16;

/** A bar whose timer does not keep a command alive that has failed. */
class Bar extends SingleBar {
  override render(): void {
    super.render();
    const timer: unknown = Reflect.get(this, 'timer');
    if (timer instanceof Object && 'unref' in timer && typeof timer.unref === 'function') timer.unref();
  }
}

/** Starts a progress bar. Without a terminal it prints a line every ten seconds. */
export function barOf(title: string, total: number): SingleBar {
  const format = `${title.padEnd(22)} [{bar}] {value}/{total} {percentage}% {eta_formatted} left`;
  const bar = new Bar({ format, hideCursor: true, noTTYOutput: true, notTTYSchedule: 10_000 }, Presets.legacy);
  bar.start(total, 0);
  return bar;
}

/** Does the work for every item, sixteen at a time, and shows the progress. */
export async function eachWithBar<T>(
  title: string,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  if (items.length === 0) return;
  const bar = barOf(title, items.length);
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
