import { describe, expect, test } from 'vitest';
import { lateDeliveryFen, mayRescindAfter } from '../../../../functions/homes/handovers/late-delivery.ts';

describe('late delivery (R3.7)', () => {
  const late = (deliveredOn: string) =>
    lateDeliveryFen({ paidFen: 200_000_000, dailyRate: '0.0001', dueOn: '2024-12-31', deliveredOn });

  test('R3.7: 2,000,000.00 paid, 0.1 permille a day, 45 days late: 9,000.00', () => {
    expect(late('2025-02-14')).toBe(900_000);
  });

  test('R3.7: each day counts: one day less 8,800.00, one day more 9,200.00', () => {
    expect([late('2025-02-13'), late('2025-02-15')]).toEqual([880_000, 920_000]);
  });

  test('R3.7: the due day costs nothing, the next day costs one day', () => {
    expect(late('2024-12-31')).toBe(0);
    expect(late('2024-12-01')).toBe(0);
    expect(late('2025-01-01')).toBe(20_000);
  });

  test('R3.7: three months after a written demand the buyer may rescind', () => {
    expect(mayRescindAfter('2024-11-30')).toBe('2025-02-28');
  });

  test('R3.7: the three months end on the same day of the month, or on the last day of a shorter month, or after a rest day', () => {
    expect(mayRescindAfter('2024-12-01')).toBe('2025-03-03');
    expect(mayRescindAfter('2024-12-03')).toBe('2025-03-03');
    expect(mayRescindAfter('2025-01-31')).toBe('2025-04-30');
  });
});
