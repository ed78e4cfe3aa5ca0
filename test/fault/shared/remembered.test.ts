import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { remembered } from '../../../shared/kernel/remembered.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test('At most the given number of ids is remembered: the one read longest ago is forgotten first', async () => {
  const read = vi.fn(async (id: string) => id);
  const recall = remembered(read, { ms: 1_000, most: 2 });
  for (const id of ['a', 'b', 'a', 'c', 'b', 'c', 'a']) expect(await recall(id)).toBe(id);
  expect(read.mock.calls.flat()).toEqual(['a', 'b', 'c', 'a']);
});

test('A clock that is set back does not prolong the time', async () => {
  const read = vi.fn(async (id: string) => id);
  const recall = remembered(read, { ms: 1_000, most: 2 });
  await recall('a');
  vi.setSystemTime(Date.now() - 3_600_000);
  await recall('a');
  expect(read).toHaveBeenCalledTimes(2);
});

test('An id that is forgotten while it is read is read again', async () => {
  const read = vi.fn(async (id: string) => id);
  const recall = remembered(read, { ms: 1_000, most: 2 });
  const earlier = recall('a');
  recall.forget('a');
  await Promise.all([earlier, recall('a')]);
  expect(read).toHaveBeenCalledTimes(2);
});

test('A read that failed is not remembered', async () => {
  const read = vi.fn(async (id: string) => id).mockRejectedValueOnce(new Error('socket hang up'));
  const recall = remembered(read, { ms: 1_000, most: 2 });
  await expect(recall('a')).rejects.toThrow('socket hang up');
  expect(await recall('a')).toBe('a');
});
