import { describe, expect, test } from 'vitest';
import { settleArea } from '../../../../functions/homes/handovers/area-difference.ts';

describe('area difference (R3.8)', () => {
  const settle = (registered: string) => settleArea({ contract: '100.00', registered }, '20000');

  test('R3.8: 104.50 m² instead of 100: the buyer pays the first 3 %, 60,000.00, and may return the home', () => {
    expect(settle('104.50')).toMatchObject({ buyerPaysFen: 6_000_000, developerPaysFen: 0, mayReturn: true });
  });

  test('R3.8: 95.00 m²: the developer pays 60,000.00 once and 40,000.00 twice', () => {
    expect(settle('95.00')).toMatchObject({ buyerPaysFen: 0, developerPaysFen: 14_000_000, mayReturn: true });
  });

  test('R3.8: 103.00 m², exactly 3 %: the buyer pays 60,000.00 and there is no right to return', () => {
    expect(settle('103.00')).toMatchObject({ buyerPaysFen: 6_000_000, mayReturn: false });
  });

  test.each([
    ['103.01', 6_000_000, 0, true],
    ['97.00', 0, 6_000_000, false],
    ['96.99', 0, 6_040_000, true],
    ['100.00', 0, 0, false],
    ['102.99', 5_980_000, 0, false],
  ])('R3.8: both sides of 3 per cent: %s m²', (registered, buyerPaysFen, developerPaysFen, mayReturn) => {
    expect(settle(registered)).toMatchObject({ buyerPaysFen, developerPaysFen, mayReturn });
  });

  test("R3.8: 0.01 m² above 3 % is at the developer's cost", () => {
    expect(settle('103.01')).toMatchObject({ buyerPaysFen: settle('103.00').buyerPaysFen, developerPaysFen: 0 });
    expect(settle('96.99').developerPaysFen - settle('97.00').developerPaysFen).toBe(2 * 20_000);
  });
});
