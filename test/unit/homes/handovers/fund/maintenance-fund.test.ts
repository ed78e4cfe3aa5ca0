import { describe, expect, test } from 'vitest';
import {
  type FundVersion,
  firstPayment,
  fundVersionSchema,
  needsTopUp,
  topUpBy,
} from '../../../../../functions/homes/handovers/fund/maintenance-fund.ts';

describe('maintenance fund (R7)', () => {
  const city: FundVersion = {
    version: '2024',
    from: '2024-01-01',
    rate: { by: 'cost', costPerM2: '2400', rate: '0.06' },
  };

  test('R7.1: 2,400 a m² at 6 % for 96.50 m² is 13,896.00', () => {
    const of = { area: '96.50', contractOn: '2024-05-01', building: 'lift' };
    expect(firstPayment(of, [city])).toEqual({ fen: 1_389_600, version: '2024', perM2: '144' });
  });

  test('R7.1: a flat rate depends on the building type and the version of the contract day', () => {
    const flat = (version: string, from: string, lift: string): FundVersion => ({
      version,
      from,
      rate: { by: 'flat', perM2: { lift, 'no-lift': '50' } },
    });
    const versions = [flat('2020', '2020-01-01', '90'), flat('2023', '2023-07-01', '100')];
    const pay = (contractOn: string) => firstPayment({ area: '100.00', contractOn, building: 'lift' }, versions).fen;
    expect([pay('2023-06-30'), pay('2023-07-01')]).toEqual([900_000, 1_000_000]);
    expect(() => pay('2019-12-31')).toThrow(RangeError);
  });

  test('R7.1: a rate outside 5 to 8 per cent is rejected', () => {
    const rate = (rate: string) => fundVersionSchema.safeParse({ ...city, rate: { ...city.rate, rate } }).success;
    expect([rate('0.05'), rate('0.08'), rate('0.0499'), rate('0.0801')]).toEqual([true, true, false, false]);
  });

  test('R7.3: after a first payment of 13,896.00, 4,168.80 needs no top-up and 4,168.79 needs one within 30 days', () => {
    expect(needsTopUp(416_880, 1_389_600)).toBe(false);
    expect(needsTopUp(416_879, 1_389_600)).toBe(true);
    expect(topUpBy('2025-01-31')).toBe('2025-03-03');
  });

  test('R7.1: building types are with and without lift; an unknown type is an error, not 0.00', () => {
    const flat: FundVersion = {
      version: '2024',
      from: '2024-01-01',
      rate: { by: 'flat', perM2: { lift: '100', 'no-lift': '50' } },
    };
    const pay = (building: string) => firstPayment({ area: '96.50', contractOn: '2024-05-01', building }, [flat]).fen;
    expect([pay('lift'), pay('no-lift')]).toEqual([965_000, 482_500]);
    expect(() => pay('villa')).toThrow(RangeError);
  });

  test('R7.3: the days to top up do not count the day of the notice, also across the end of February, and end on no rest day', () => {
    expect(topUpBy('2025-02-01')).toBe('2025-03-03');
    expect(topUpBy('2024-02-01')).toBe('2024-03-04');
  });

  test('R7.3: the comparison with 30 per cent is exact, also when it is no whole fen', () => {
    // 30 % of 1.01 is 0.303: at 0.31 it is above, at 0.30 below.
    expect([needsTopUp(31, 101), needsTopUp(30, 101)]).toEqual([false, true]);
  });
});
