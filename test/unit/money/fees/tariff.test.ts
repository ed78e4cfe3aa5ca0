import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FeeItem,
  feeItemSchema,
  type TariffVersionDetails,
  tariffVersionDetailsSchema,
  versionOn,
  withVersion,
} from '../../../../functions/money/fees/tariff.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';

const bare: FeeItem = {
  feeItemId: 'fee_property',
  estateId: 'yangguang',
  name: '物业费',
  kind: 'building-area',
  tariff: [],
  version: 1,
};
const price = (from: string, yuan: string): TariffVersionDetails => ({
  from,
  price: yuan,
  addOn: '0',
  ground: '前期物业合同',
});
const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2025-01-01', days));

describe('the price of a day', () => {
  const item = withVersion(
    withVersion(bare, price('2024-01-01', '2.35'), '2024-01-01'),
    price('2025-07-01', '2.68'),
    '2025-06-10',
  );

  test('R4.5 is that of the latest version to have begun', () => {
    expect(versionOn(item.tariff, '2023-12-31')).toBeUndefined();
    expect(versionOn(item.tariff, '2024-01-01')?.price).toBe('2.35');
    expect(versionOn(item.tariff, '2025-06-30')?.price).toBe('2.35');
    expect(versionOn(item.tariff, '2025-07-01')).toMatchObject({ number: 2, price: '2.68' });
  });

  test('R4.5 is the later entry of two with the same first day, which corrects an announced price', () => {
    const corrected = withVersion(item, price('2025-07-01', '2.60'), '2025-06-20');
    expect(versionOn(corrected.tariff, '2025-07-01')).toMatchObject({ number: 3, price: '2.60' });
    expect(corrected.tariff).toHaveLength(3);
    expect(feeItemSchema.parse(corrected)).toEqual(corrected);
  });

  test('R4.5 is fixed for past or charged days, and the refusal names the earliest possible day', () => {
    const repricing = () => withVersion(item, price('2025-06-19', '3.00'), '2025-06-20');
    expect(repricing).toThrow(Problem);
    expect(repricing).toThrow('Use 2025-06-20 or a later day as from');
    expect(versionOn(withVersion(item, price('2025-06-20', '3.00'), '2025-06-20').tariff, '2025-06-20')?.price).toBe(
      '3.00',
    );
  });

  test('R4.5 may be set for past days that never had one', () => {
    const earlier = withVersion(item, price('2023-01-01', '2.00'), '2025-06-20');
    expect(versionOn(earlier.tariff, '2023-12-31')?.price).toBe('2.00');
    expect(versionOn(earlier.tariff, '2024-01-01')?.price).toBe('2.35');
  });

  test('R4.5 needs a ground: the contract, a decision or a notice', () => {
    expect(tariffVersionDetailsSchema.safeParse(price('2025-01-01', '2.68')).success).toBe(true);
    expect(tariffVersionDetailsSchema.safeParse({ ...price('2025-01-01', '2.68'), ground: '' }).success).toBe(false);
    expect(tariffVersionDetailsSchema.safeParse({ ...price('2025-01-01', '2.68'), price: '-1' }).success).toBe(false);
  });

  test('R4.5 of a past day is changed by no sequence of changes', () => {
    let priced = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(fc.record({ from: day, open: day }), { maxLength: 12 }),
        fc.context(),
        (changes, context) => {
          let known = bare;
          changes.forEach(({ from, open }, i) => {
            const before = known;
            try {
              known = withVersion(before, price(from, `${i}.00`), open);
            } catch (error) {
              expect(error).toBeInstanceOf(Problem);
              refused += 1;
              context.log(`${from} refused`);
            }
            for (let past = '2025-01-01'; past < open; past = addDays(past, 1)) {
              const held = versionOn(before.tariff, past);
              if (!held) continue;
              priced += 1;
              expect(versionOn(known.tariff, past)).toEqual(held);
            }
          });
        },
      ),
    );
    expect(priced).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});
