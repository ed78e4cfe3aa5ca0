import { describe, expect, test } from 'vitest';
import { settleArea } from '../../../functions/handovers/area-difference.ts';
import { deliveryOf, feeIsOwedBy } from '../../../functions/handovers/delivery.ts';
import { isCutByCourt, lateDeliveryFen, mayRescindAfter } from '../../../functions/handovers/late-delivery.ts';
import { deedTax, type HomeRank, withoutVat } from '../../../functions/handovers/title/deed-tax.ts';
import {
  type FundVersion,
  firstPayment,
  fundVersionSchema,
  needsTopUp,
  topUpBy,
} from '../../../functions/handovers/title/maintenance-fund.ts';

describe('area difference (R3.8)', () => {
  const settle = (registered: string) => settleArea({ contract: '100.00', registered }, '20000');

  test('104.50 m² instead of 100: the buyer pays the first 3 %, 60,000.00, and may return the home', () => {
    expect(settle('104.50')).toMatchObject({ buyerPaysFen: 6_000_000, developerPaysFen: 0, mayReturn: true });
  });

  test('95.00 m²: the developer pays 60,000.00 once and 40,000.00 twice', () => {
    expect(settle('95.00')).toMatchObject({ buyerPaysFen: 0, developerPaysFen: 14_000_000, mayReturn: true });
  });

  test('103.00 m², just 3 %: the buyer pays 60,000.00 and there is no right to return', () => {
    expect(settle('103.00')).toMatchObject({ buyerPaysFen: 6_000_000, mayReturn: false });
  });

  test.each([
    ['103.01', 6_000_000, 0, true],
    ['97.00', 0, 6_000_000, false],
    ['96.99', 0, 6_040_000, true],
    ['100.00', 0, 0, false],
    ['102.99', 5_980_000, 0, false],
  ])('both sides of the line: %s m²', (registered, buyerPaysFen, developerPaysFen, mayReturn) => {
    expect(settle(registered)).toMatchObject({ buyerPaysFen, developerPaysFen, mayReturn });
  });
});

describe('late delivery (R3.7)', () => {
  const late = (deliveredOn: string) =>
    lateDeliveryFen({ paidFen: 200_000_000, dailyRate: '0.0001', dueOn: '2024-12-31', deliveredOn });

  test('2,000,000.00 paid at 0.1 permille, 45 days late: 9,000.00', () => {
    expect(late('2025-02-14')).toBe(900_000);
  });

  test('R3.7: each day counts for itself: a day sooner 8,800.00, a day later 9,200.00', () => {
    expect([late('2025-02-13'), late('2025-02-15')]).toEqual([880_000, 920_000]);
  });

  test('on the day due nothing, a day later one day', () => {
    expect(late('2024-12-31')).toBe(0);
    expect(late('2024-12-01')).toBe(0);
    expect(late('2025-01-01')).toBe(20_000);
  });

  test('three months after a written demand the buyer may rescind; damages above 1.3 times the loss are cut', () => {
    expect(mayRescindAfter('2024-11-30')).toBe('2025-02-28');
    expect(isCutByCourt(130, 100)).toBe(false);
    expect(isCutByCourt(131, 100)).toBe(true);
  });
});

describe('delivery (R3.4, R3.5)', () => {
  test('is the first of possession and signed sheet', () => {
    const handing = { possessionOn: '2024-07-02', sheetSignedOn: '2024-06-30' };
    expect(deliveryOf(handing, '2024-07-10')).toEqual({ on: '2024-06-30', how: 'sheet-signed' });
  });

  test('is deemed on the day of the notice when it was refused without good reason, and not before that day', () => {
    const handing = { noticedFor: '2024-06-30', refused: { on: '2024-06-20', withGoodReason: false } };
    expect(deliveryOf(handing, '2024-06-29')).toBeUndefined();
    expect(deliveryOf(handing, '2024-06-30')).toEqual({ on: '2024-06-30', how: 'deemed' });
  });

  test('is not there when it was refused with good reason, or never announced in writing', () => {
    const refused = { on: '2024-06-20', withGoodReason: true };
    expect(deliveryOf({ noticedFor: '2024-06-30', refused }, '2025-01-01')).toBeUndefined();
    expect(deliveryOf({ refused: { ...refused, withGoodReason: false } }, '2025-01-01')).toBeUndefined();
  });

  test('the developer owes the fee of the days before it, the owner from the day itself', () => {
    const delivery = { on: '2024-02-13', how: 'possession' } as const;
    expect(feeIsOwedBy('2024-02-12', delivery)).toBe('developer');
    expect(feeIsOwedBy('2024-02-13', delivery)).toBe('owner');
    expect(feeIsOwedBy('2024-02-13', undefined)).toBe('developer');
  });
});

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

  test('a flat amount by kind of building, of the version that holds on the day of the contract', () => {
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

  test('a rate outside 5 to 8 per cent is no rate', () => {
    const rate = (rate: string) => fundVersionSchema.safeParse({ ...city, rate: { ...city.rate, rate } }).success;
    expect([rate('0.05'), rate('0.08'), rate('0.0499'), rate('0.0801')]).toEqual([true, true, false, false]);
  });

  test('R7.3: 13,896.00 paid first: at 4,168.80 no top-up, at 4,168.79 one, within 30 days', () => {
    expect(needsTopUp(416_880, 1_389_600)).toBe(false);
    expect(needsTopUp(416_879, 1_389_600)).toBe(true);
    expect(topUpBy('2025-01-31')).toBe('2025-03-02');
  });
});

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
