import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargePeriod, type Use } from '../../../../functions/money/fees/charge.ts';
import { differencesOf } from '../../../../functions/money/fees/difference.ts';
import type { TariffVersion } from '../../../../functions/money/fees/tariff.ts';
import {
  assertPriceAllowed,
  assertTieredBefore,
  divideByTiers,
  limitsFor,
  tiersSchema,
  tierYearOf,
  withUseBefore,
} from '../../../../functions/money/fees/tiers.ts';
import { exact, exactText, sum } from '../../../../shared/kernel/money.ts';
import { aBill } from './a-bill.ts';

/** Water: 5.00 to 180 m³ a year, 7.00 to 260, 9.00 above. */
const water = tiersSchema.parse({
  steps: [
    { above: '180', plus: '2' },
    { above: '260', plus: '4' },
  ],
});
/** Electricity: 0.538 to 2,760 kWh a year, 0.05 more to 4,800, 0.30 more above. */
const power = tiersSchema.parse({
  steps: [
    { above: '2760', plus: '0.05' },
    { above: '4800', plus: '0.30' },
  ],
});
const month = { from: '2026-06-01', to: '2026-06-30' };

function charge(price: Partial<TariffVersion>, use: Partial<Use>) {
  const tariff = [{ number: 1, from: '2020-01-01', price: '5', addOn: '0', ground: '水价文件', ...price }];
  const { charges, uncharged } = chargePeriod({
    item: { feeItemId: 'fee_water', estateId: 'yg', name: '水费', kind: 'metered', tariff, version: 1 },
    unitId: 'u1',
    period: month,
    payers: [{ payerId: 'wang', from: '2020-01-01' }],
    measure: { kind: 'metered', uses: [{ ...month, quantity: '30', ...use }] },
    rounding: 'fen-half-up',
  });
  expect(uncharged).toEqual([]);
  const [only] = charges;
  if (!only) throw new Error('no charge');
  return only;
}

describe('R33.5 tiers by the usage of the year', () => {
  test('R33.5: 170 m³ before and 30 now are 10 at 5.00 and 20 at 7.00, which is 190.00', () => {
    const { fen, steps } = charge({ tiers: water }, { before: '170' });
    expect(fen).toBe(19_000);
    expect(steps.map(({ quantity, price, tier }) => [quantity, price, tier])).toEqual([
      ['10', '5', 1],
      ['20', '7', 2],
    ]);
  });

  test('R33.5: exactly 180.000 m³ are still the first tier, and 180.001 are not', () => {
    expect(charge({ tiers: water }, { before: '150', quantity: '30.000' }).fen).toBe(15_000);
    expect(divideByTiers({ before: '150', quantity: '30.001' }, water)).toEqual([
      { quantity: '30', plus: '0', tier: 1 },
      { quantity: '0.001', plus: '2', tier: 2 },
    ]);
    expect(charge({ tiers: water }, { before: '0', quantity: '300' }).fen).toBe(180 * 500 + 80 * 700 + 40 * 900);
    expect(charge({ tiers: water }, { before: '260', quantity: '1' }).fen).toBe(900);
  });

  test('R33.5: no usage is charged its addition alone', () => {
    expect(charge({ tiers: water, addOn: '3' }, { before: '170', quantity: '0' })).toMatchObject({ fen: 300 });
    expect(charge({ tiers: water, addOn: '3' }, { before: '170' }).fen).toBe(19_300);
  });

  test('R33.5: the year begins on its reset day', () => {
    const july = { resetOn: '07-01' };
    expect(tierYearOf('2026-06-30', july)).toEqual({ from: '2025-07-01', to: '2026-06-30' });
    expect(tierYearOf('2026-07-01', july)).toEqual({ from: '2026-07-01', to: '2027-06-30' });
    const uses = [
      { from: '2026-06-01', to: '2026-06-30', quantity: '20' },
      { from: '2026-07-01', to: '2026-07-31', quantity: '20' },
      { from: '2026-08-01', to: '2026-08-31', quantity: '20' },
    ];
    const earlier = [{ from: '2025-07-01', to: '2026-05-31', quantity: '170' }];
    const before = withUseBefore(uses, earlier, { ...water, ...july }, []).map((use) => use.before);
    expect(before).toEqual(['170', '0', '20']);
  });

  test('R33.5: an owner who moved in during June has whole limits, or those of seven months', () => {
    const owners = [{ from: '2020-01-01', to: '2026-06-14' }, { from: '2026-06-15' }];
    const uses = [{ from: '2026-07-01', to: '2026-07-31', quantity: '30' }];
    const earlier = [
      { from: '2026-01-01', to: '2026-06-14', quantity: '100' },
      { from: '2026-06-15', to: '2026-06-30', quantity: '70' },
    ];
    const proRata = { ...water, moveIn: 'pro-rata' as const };
    expect(withUseBefore(uses, earlier, water, owners)).toMatchObject([{ before: '170' }]);
    const [use] = withUseBefore(uses, earlier, proRata, owners);
    expect(use).toMatchObject({ before: '70', months: 7 });
    // 180 x 7/12 and 260 x 7/12.
    expect(limitsFor(proRata, 7)).toEqual(['105', '151.667']);
    expect(charge({ tiers: proRata }, { quantity: '40', before: '70', months: 7 }).fen).toBe(35 * 500 + 5 * 700);
  });

  test('R33.5: a corrected reading runs the year again and moves later usage to another tier', () => {
    const [line] = aBill().lines;
    if (!line) throw new Error('no line');
    const billedLine = { ...line, ...charge({ tiers: water }, { before: '170' }) };
    const bill = aBill({ period: month, lines: [billedLine], fen: billedLine.fen });
    // The reading of May was 10 too high: 160 before, 40 now.
    const should = { ...line, ...charge({ tiers: water }, { before: '160', quantity: '40' }) };
    const [more] = differencesOf([should], [{ bill, line: billedLine }]);
    expect(more).toMatchObject({ fen: 24_000 - 19_000, difference: { cause: 'reading' } });
    // A correction of January alone leaves June its usage, in another tier.
    const cheaper = { ...line, ...charge({ tiers: water }, { before: '150' }) };
    const [note] = differencesOf([cheaper], [{ bill, line: billedLine }]);
    expect(note).toMatchObject({ fen: 15_000 - 19_000, difference: { cause: 'reading' } });
  });

  test('R33.5: usage in any order of months is charged in total as the usage of the whole year at once', () => {
    const amount = fc.integer({ min: 0, max: 60_000 }).map((n) => String(n / 1_000));
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 12 }), (quantities) => {
        const uses = quantities.map((quantity, i) => {
          const mm = String(i + 1).padStart(2, '0');
          return { from: `2026-${mm}-01`, to: `2026-${mm}-28`, quantity };
        });
        const parts = withUseBefore(uses, [], water, []).flatMap((use) => divideByTiers(use, water));
        const total = exactText(sum(...quantities.map((quantity) => exact(quantity))));
        const whole = divideByTiers({ quantity: total }, water);
        for (const tier of [1, 2, 3]) {
          const of = (all: typeof parts) =>
            exactText(sum(...all.filter((one) => one.tier === tier).map(({ quantity }) => exact(quantity))));
          expect(of(parts)).toBe(of(whole));
        }
      }),
    );
  });
});

describe('R33.6 electricity', () => {
  const flat = { price: '0.538', tiers: power };
  const peakValley = { peak: '0.568', valley: '0.288', valleyFrom: '22:00', valleyTo: '08:00' };

  test('R33.6: 2,700 kWh before and 200 now are 60 at 0.538 and 140 at 0.588, which is 114.60', () => {
    expect(charge(flat, { before: '2700', quantity: '200' }).fen).toBe(11_460);
  });

  test('R33.6: 120 of them in the peak and 80 in the valley are 68.16 + 23.04 + 140 x 0.05, which is 98.20', () => {
    const use = { before: '2700', quantity: '200', parts: { peak: '120', valley: '80' } };
    const { fen, steps } = charge({ ...flat, peakValley }, use);
    expect(fen).toBe(9_820);
    expect(steps.map(({ rate, quantity, price, yuan }) => [rate, quantity, price, yuan])).toEqual([
      ['peak', '120', '0.568', '68.16'],
      ['valley', '80', '0.288', '23.04'],
      ['tier', '140', '0.05', '7'],
    ]);
  });

  test('R33.6: an estate behind a master meter passes on the flat price without markup and without tiers', () => {
    const bought = { price: '0.558', addOn: '0', boughtAt: '0.558' };
    assertPriceAllowed('metered', bought);
    assertPriceAllowed('metered', { ...bought, price: '0.55' });
    const refused = [{ price: '0.559' }, { addOn: '1' }, { tiers: power }, { peakValley }];
    for (const more of refused) expect(() => assertPriceAllowed('metered', { ...bought, ...more })).toThrow('0.558');
    expect(() => assertPriceAllowed('fixed', { ...flat, addOn: '0' })).toThrow('peakValley');
    expect(() => assertTieredBefore([{ price: '1', addOn: '0' }], { ...flat, addOn: '0' })).toThrow('new fee item');
  });
});
