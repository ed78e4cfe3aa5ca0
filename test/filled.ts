import { expect } from 'vitest';

/**
 * Returns the items of a list that a test asserts something about, one by one.
 * @throws Error when the list is empty, because the test would then assert nothing.
 */
export function filled<T>(all: Iterable<T>): T[] {
  const list = [...all];
  expect(list.length).toBeGreaterThan(0);
  return list;
}
