import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { dueKeys } from '../../../shared/events/due.ts';

const past = '2000-01-01T00:00:00Z';
const instantOf = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString();
/** What a job that runs at an instant reads up to. */
const boundOf = (ms: number) => `${dueKeys('kind', 'id', instantOf(ms), past).dueSk?.split('#')[0]}~`;
const keyOf = (ms: number) => dueKeys('kind', 'id', instantOf(ms), past).dueSk ?? '';
const second = Date.parse('2026-11-28T00:40:10Z');

test.each([
  [0, 123],
  [120, 123],
  [500, 512],
  [999, 1_000],
])('an item due at .%i is found by a job at .%i of the same second', (due, now) => {
  expect(keyOf(second + due) <= boundOf(second + now)).toBe(true);
  expect(keyOf(second + now + 1) <= boundOf(second + now)).toBe(false);
});

test('due items sort by time, however many decimals their instants have', () => {
  const ms = fc.integer({ min: second, max: second + 2_000 });
  fc.assert(
    fc.property(ms, ms, (due, now) => {
      expect(keyOf(due) <= boundOf(now)).toBe(due <= now);
    }),
  );
});
