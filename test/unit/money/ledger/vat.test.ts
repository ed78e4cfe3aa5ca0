import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitVat } from '../../../../functions/money/ledger/vat.ts';

describe('value added tax is split off the gross amount (R23.3)', () => {
  it.each([
    ['239.51 at 6 %', 23_951, '6', 22_595, 1_356],
    ['239.51 at 3 %', 23_951, '3', 23_253, 698],
    ['239.51 at 1 %', 23_951, '1', 23_714, 237],
    ['239.51 at 5 %', 23_951, '5', 22_810, 1_141],
    ['239.51 at 9 %', 23_951, '9', 21_973, 1_978],
    ['239.51 at 13 %', 23_951, '13', 21_196, 2_755],
    ['late charge of 16.17 at 6 %', 1_617, '6', 1_525, 92],
    ['untaxed', 23_951, '0', 23_951, 0],
    ['a credit note of 40.00 at 6 % (R21.6)', -4_000, '6', -3_774, -226],
  ])('R23.3 %s', (_, grossFen, percent, netFen, taxFen) => {
    expect(splitVat(grossFen, percent)).toEqual({ netFen, taxFen });
  });

  it('R23.4 the tax differs from net times rate by at most one fen, and both parts add up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), fc.constantFrom(1, 3, 5, 6, 9, 13), (gross, rate) => {
        const { netFen, taxFen } = splitVat(gross, String(rate));
        expect(netFen + taxFen).toBe(gross);
        expect(Math.abs(taxFen - (netFen * rate) / 100)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
