import { describe, expect, test } from 'vitest';
import { bestOf, growthOf, median, percentile, worseThan } from '../../../infra/tools/bench/ratios.ts';

describe('a percentile', () => {
  test('lies between the two nearest values', () => {
    expect(percentile([10, 20, 30, 40], 0.5)).toBe(25);
    expect(percentile([4, 1, 3, 2, 5], 0.9)).toBeCloseTo(4.6);
  });

  test('of one value is that value', () => {
    expect(percentile([7], 0.99)).toBe(7);
  });

  test('does not depend on the order, and leaves it', () => {
    const values = [3, 1, 2];
    expect(median(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
  });

  test('of no values is an error', () => {
    expect(() => median([])).toThrow('no percentile');
  });
});

describe('a ratio', () => {
  test('may be 15 % above the recorded one and not more', () => {
    expect(worseThan({ reply: 2 }, { reply: 2.3 })).toEqual([]);
    expect(worseThan({ reply: 2 }, { reply: 2.32 })).toEqual(['reply: 2.32 instead of 2.00 (16 % above)']);
  });

  test('without a recorded one, or below it, is not worse', () => {
    expect(worseThan({ reply: 2 }, { reply: 1, list: 9 })).toEqual([]);
  });

  test('of two runs is the better one', () => {
    expect(bestOf({ reply: 2, list: 1 }, { reply: 1.5, get: 3 })).toEqual({ reply: 1.5, list: 1, get: 3 });
  });
});

describe('growth', () => {
  test('is the greatest cost divided by the first', () => {
    expect(growthOf([4, 5, 4])).toBe(1.25);
  });

  test('of a cost that falls or stays is one', () => {
    expect(growthOf([4, 3])).toBe(1);
    expect(growthOf([0, 0])).toBe(1);
  });

  test('from nothing to something has no bound', () => {
    expect(growthOf([0, 1])).toBe(Number.POSITIVE_INFINITY);
  });
});
