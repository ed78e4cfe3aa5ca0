/**
 * Lets all code of this thread take another time for the present one.
 * `now` is called with the machine's time and returns the other; both in epoch milliseconds.
 * Returns the machine's clock.
 */
export function useClock(now: (machine: number) => number): () => number {
  const machine = Date.now;
  const present = () => now(machine());
  globalThis.Date = new Proxy(Date, {
    construct: (date, given, of) => Reflect.construct(date, given.length === 0 ? [present()] : given, of),
    get: (date, name, of) => (name === 'now' ? present : Reflect.get(date, name, of)),
  });
  return machine;
}
