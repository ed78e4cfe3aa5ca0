import { describe, expect, test } from 'vitest';
import { isBilledBy } from '../../../../functions/money/meters/meter.ts';

describe('R11.4 the usage of a meter', () => {
  test('is billed by the fee item of the meter and by no other item of the same utility', () => {
    const cold = { feeItemId: 'cold-water', prepaid: false };
    expect(isBilledBy(cold, 'cold-water')).toBe(true);
    expect(isBilledBy(cold, 'hot-water')).toBe(false);
  });

  test('is not billed at all when prepaid', () => {
    expect(isBilledBy({ feeItemId: 'cold-water', prepaid: true }, 'cold-water')).toBe(false);
  });
});
