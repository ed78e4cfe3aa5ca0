import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payersOf } from '../../../../functions/money/fees/bills-of-unit.ts';
import { payerOn, sinceDelivery } from '../../../../functions/money/fees/payer.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';

const bought = [{ personId: 'buyer', from: '2023-05-01' }];
const february = { from: '2024-02-01', to: '2024-02-29' };

/** Who owes the fee of a day of February 2024 for a home that is handed over by a phase. */
function owes(day: string, deliveredOn?: string): string | undefined {
  const owners = sinceDelivery(bought, deliveredOn);
  return payerOn(payersOf({ owners, developerId: 'developer' }, february), day)?.payerId;
}

describe('who owes the fee of a day (R3.5)', () => {
  test('R3.5: delivered on 2024-02-13, the developer owes the fee of the 12th, the owner from the 13th on', () => {
    expect(owes('2024-02-12', '2024-02-13')).toBe('developer');
    expect(owes('2024-02-13', '2024-02-13')).toBe('buyer');
    expect(owes('2024-02-29', '2024-02-13')).toBe('buyer');
  });

  test('R3.5: not delivered, every day is the developer’s, however long the buyer stands in the register', () => {
    expect([owes('2024-02-01'), owes('2024-02-29')]).toEqual(['developer', 'developer']);
  });

  test('R3.5: whatever the day of delivery, each day has one payer: the developer before it, the owner on it and after', () => {
    const day = fc.integer({ min: 0, max: 28 }).map((nth) => addDays('2024-02-01', nth));
    fc.assert(
      fc.property(day, day, (on, deliveredOn) => {
        expect(owes(on, deliveredOn)).toBe(on < deliveredOn ? 'developer' : 'buyer');
      }),
    );
  });
});
