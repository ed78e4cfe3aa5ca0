import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payersOf } from '../../../../functions/money/fees/bills-of-unit.ts';
import { payerOn, sinceDelivery } from '../../../../functions/money/fees/payer.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';

const bought = [{ personId: 'buyer', from: '2023-05-01' }];
const february = { from: '2024-02-01', to: '2024-02-29' };

/** The payer of a February day in 2024, for a home handed over by a phase. */
function owes(day: string, deliveredOn?: string): string | undefined {
  const owners = sinceDelivery(bought, deliveredOn);
  return payerOn(payersOf({ owners, developerId: 'developer' }, february), day)?.payerId;
}

describe('the payer of a day (R3.5)', () => {
  test('R3.5: is the developer on the 12th and the owner from the 13th on, when delivered on 2024-02-13', () => {
    expect(owes('2024-02-12', '2024-02-13')).toBe('developer');
    expect(owes('2024-02-13', '2024-02-13')).toBe('buyer');
    expect(owes('2024-02-29', '2024-02-13')).toBe('buyer');
  });

  test('R3.5: is always the developer without delivery, however long the buyer is in the register', () => {
    expect([owes('2024-02-01'), owes('2024-02-29')]).toEqual(['developer', 'developer']);
  });

  test('R3.5: is the developer before any day of delivery, and the owner on and after it', () => {
    const day = fc.integer({ min: 0, max: 28 }).map((nth) => addDays('2024-02-01', nth));
    fc.assert(
      fc.property(day, day, (on, deliveredOn) => {
        expect(owes(on, deliveredOn)).toBe(on < deliveredOn ? 'developer' : 'buyer');
      }),
    );
  });
});
