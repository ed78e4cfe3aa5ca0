import { describe, expect, test } from 'vitest';
import { deedTax, type HomeRank, withoutVat } from '../../../../functions/handovers/title/deed-tax.ts';

describe('deed tax (R8.1)', () => {
  const base = withoutVat(218_000_000, '0.09');
  const tax = (area: string, rank: HomeRank, contractOn = '2024-12-01') =>
    deedTax({ priceWithoutVatFen: base, area, rank, contractOn });

  test('2,180,000.00 with 9 % VAT is a base of 2,000,000.00', () => {
    expect(base).toBe(200_000_000);
  });

  test.each([
    ['140.00', 'only', 2_000_000],
    ['140.01', 'only', 3_000_000],
    ['140.01', 'second', 4_000_000],
    ['140.00', 'second', 2_000_000],
    ['90.00', 'further', 6_000_000],
    ['90.00', 'non-residential', 6_000_000],
  ] as const)('%s m², %s home: %i fen', (area, rank, fen) => {
    expect(tax(area, rank).fen).toBe(fen);
  });

  test('a contract of the 30th of November 2024 is taxed by the line at 90 m²', () => {
    expect(tax('90.01', 'only', '2024-11-30')).toMatchObject({ fen: 3_000_000, version: '财税〔2016〕23号' });
    expect(tax('90.00', 'only', '2024-11-30').fen).toBe(2_000_000);
    expect(tax('90.01', 'only', '2024-12-01').fen).toBe(2_000_000);
  });
});
