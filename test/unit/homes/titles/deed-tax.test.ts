import { describe, expect, test } from 'vitest';
import {
  deedTax,
  deedTaxVersionSchema,
  deedTaxVersions,
  type HomeRank,
  homeRanks,
  withoutVat,
} from '../../../../functions/homes/titles/deed-tax.ts';

describe('deed tax (R8.1)', () => {
  const base = withoutVat(218_000_000, '0.09');
  const tax = (area: string, rank: HomeRank, declaredOn = '2024-12-01') =>
    deedTax({ priceWithoutVatFen: base, area, rank, declaredOn });

  test('R8.1: 2,180,000.00 with 9 % VAT gives a base of 2,000,000.00', () => {
    expect(base).toBe(200_000_000);
  });

  test.each([
    ['140.00', 'only', 2_000_000],
    ['140.01', 'only', 3_000_000],
    ['140.01', 'second', 4_000_000],
    ['140.00', 'second', 2_000_000],
    ['90.00', 'further', 6_000_000],
    ['90.00', 'non-residential', 6_000_000],
  ] as const)('R8.1: %s m², %s home: %i fen', (area, rank, fen) => {
    expect(tax(area, rank).fen).toBe(fen);
  });

  test('R29.1: tax declared on 30 November 2024 has the limit of 90 m²', () => {
    expect(tax('90.01', 'only', '2024-11-30')).toMatchObject({ fen: 3_000_000, version: '财税〔2016〕23号' });
    expect(tax('90.00', 'only', '2024-11-30').fen).toBe(2_000_000);
    expect(tax('90.01', 'only', '2024-12-01').fen).toBe(2_000_000);
  });

  test.each([
    ['90.00', 'only', 2_000_000],
    ['90.01', 'only', 3_000_000],
    ['90.00', 'second', 2_000_000],
    ['90.01', 'second', 4_000_000],
    ['90.00', 'further', 6_000_000],
    ['90.01', 'non-residential', 6_000_000],
  ] as const)('R8: by the table until November 2024: %s m², %s home: %i fen', (area, rank, fen) => {
    expect(tax(area, rank, '2024-11-30').fen).toBe(fen);
  });

  test('R8: the table begins on 2016-02-22; tax declared the day before has none', () => {
    expect(tax('90.00', 'only', '2016-02-22').fen).toBe(2_000_000);
    expect(() => tax('90.00', 'only', '2016-02-21')).toThrow(RangeError);
  });

  test('R8: a city with another rate for second homes sets its own table, here 3 per cent before December 2024', () => {
    const [old, now] = deedTaxVersions;
    if (!old || !now) throw new Error('no tables');
    const city = [{ ...old, second: { upTo: '0.03', above: '0.03' } }, now];
    const of = (declaredOn: string) =>
      deedTax({ priceWithoutVatFen: base, area: '90.00', rank: 'second', declaredOn }, city).fen;
    expect([of('2024-11-30'), of('2024-12-01')]).toEqual([6_000_000, 2_000_000]);
  });

  test('R8: the statutory rate is 3 to 5 per cent, both included', () => {
    const [table] = deedTaxVersions;
    const reads = (statutory: string) => deedTaxVersionSchema.safeParse({ ...table, statutory }).success;
    expect([reads('0.03'), reads('0.05'), reads('0.0299'), reads('0.0501')]).toEqual([true, true, false, false]);
  });

  test.each([
    ['120.00', 'only', '2024-11-20', 3_000_000],
    ['120.00', 'only', '2024-12-02', 2_000_000],
    ['140.00', 'only', '2024-12-02', 2_000_000],
    ['140.01', 'only', '2024-12-02', 3_000_000],
  ] as const)('R29.2: %s m², %s home, declared on %s: %i fen', (area, rank, declaredOn, fen) => {
    expect(tax(area, rank, declaredOn).fen).toBe(fen);
  });

  test.each([
    ['Shanghai', '150.00', '2025-06-01', 4_000_000],
    ['Beijing', '89.00', '2026-01-05', 2_000_000],
  ])(
    'R29.2: a second home in %s of %s m², declared on %s: %i fen, by the older table 60,000.00',
    (_, area, on, fen) => {
      const [old, now] = deedTaxVersions;
      if (!old || !now) throw new Error('no tables');
      const city = [{ ...old, second: { upTo: '0.03', above: '0.03' } }, now];
      const declared = (declaredOn: string) =>
        deedTax({ priceWithoutVatFen: base, area, rank: 'second', declaredOn }, city).fen;
      expect([declared(on), declared('2024-11-30')]).toEqual([fen, 6_000_000]);
    },
  );

  test('R29.1: the newer table is never higher than the older one', () => {
    for (const area of ['1', '90.00', '90.01', '140.00', '140.01', '500']) {
      for (const rank of homeRanks) {
        expect(tax(area, rank, '2024-12-01').fen).toBeLessThanOrEqual(tax(area, rank, '2024-11-30').fen);
      }
    }
  });
});
