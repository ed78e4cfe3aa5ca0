import { expect } from 'vitest';

/**
 * Answers what a test goes through, which must not be empty: what is asserted of each of none is asserted of
 * nothing.
 */
export function filled<T>(all: Iterable<T>): T[] {
  const list = [...all];
  expect(list.length).toBeGreaterThan(0);
  return list;
}
