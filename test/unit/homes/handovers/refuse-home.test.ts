import { describe, expect, test } from 'vitest';
import type { Handover } from '../../../../functions/homes/handovers/handover.ts';
import { deemedOn } from '../../../../functions/homes/handovers/refuse-home.ts';
import { sinceDelivery } from '../../../../functions/money/fees/payer.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { aHandover } from './a-handover.ts';

describe('deemed delivery (R3.4)', () => {
  const notice = {
    noticedFor: '2026-06-01',
    until: '2026-06-10',
    bookBy: '2026-05-31',
    writtenOn: '2026-05-20',
    addressee: 'x',
  };
  const proven = (on: string) => ({ ...notice, proven: { method: 'courier', on } });
  const refused = (withGoodReason: boolean) => ({ on: '2026-05-25', reason: 'x', withGoodReason });
  const on = (changes: Partial<Handover>, today: string, to = '2026-06-10') => {
    try {
      return deemedOn(aHandover(changes), { to }, today);
    } catch (error) {
      if (error instanceof Problem) return error.kind.code;
      throw error;
    }
  };

  test('R3.4: needs a notice that is proven to have arrived before the day it named', () => {
    const without = { refused: refused(false) };
    expect(on({ ...without }, '2026-06-20')).toBe('notice-not-proven');
    expect(on({ ...without, notice }, '2026-06-20')).toBe('notice-not-proven');
    expect(on({ ...without, notice: proven('2026-06-01') }, '2026-06-20')).toBe('notice-not-proven');
    expect(on({ ...without, notice: proven('2026-05-31') }, '2026-06-20')).toBe('2026-06-01');
  });

  test('R3.4: after a refusal without good reason happens on the day named and not before, with good reason never', () => {
    const known = { notice: proven('2026-05-22') };
    expect(on({ ...known, refused: refused(false) }, '2026-05-31')).toBe('too-early-to-deem');
    expect(on({ ...known, refused: refused(false) }, '2026-06-01')).toBe('2026-06-01');
    expect(on({ ...known, refused: refused(true) }, '2027-06-01')).toBe('refused-with-good-reason');
  });

  test("R3.4: is not possible while the developer's cancellation left the buyer without a booking, until a new notice", () => {
    const waiting = { since: '2026-06-02T01:00:00.000000000Z', lostSlotId: '2026-06-03T0900-1' };
    const known = { notice: proven('2026-05-22'), waiting };
    expect(on(known, '2026-06-20')).toBe('time-was-cancelled');
    const again = { ...proven('2026-06-06'), writtenOn: '2026-06-05', noticedFor: '2026-06-08' };
    expect(on({ ...known, notice: again }, '2026-06-20')).toBe('2026-06-08');
    expect(on({ ...known, waiting: undefined }, '2026-06-20')).toBe('2026-06-01');
  });

  test('R3.4: for a buyer who never came is possible after the last day of the phase, and dates from the day named', () => {
    const known = { notice: proven('2026-05-22') };
    expect(on(known, '2026-06-10')).toBe('too-early-to-deem');
    expect(on(known, '2026-06-11')).toBe('2026-06-01');
    expect(on(known, '2026-06-11', '2026-06-12')).toBe('too-early-to-deem');
    const identified = { as: 'owner' as const, name: 'x', by: 'desk', at: '2026-06-02T02:00:00Z' };
    expect(on({ ...known, identified }, '2026-06-20')).toBe('not-refused');
  });

  test('R3.5: makes the owner owe the fees from that day; without it the developer owes them', () => {
    const owners = [
      { personId: 'first', from: '2024-01-01', to: '2026-05-31' },
      { personId: 'buyer', from: '2025-06-01' },
    ];
    expect(sinceDelivery(owners, undefined)).toEqual([]);
    expect(sinceDelivery(owners, '2026-06-01')).toEqual([{ personId: 'buyer', from: '2026-06-01' }]);
    expect(sinceDelivery(owners, '2026-05-31')).toEqual([
      { personId: 'first', from: '2026-05-31', to: '2026-05-31' },
      { personId: 'buyer', from: '2026-05-31' },
    ]);
  });
});
