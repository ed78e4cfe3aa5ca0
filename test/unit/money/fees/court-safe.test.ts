import { describe, expect, test } from 'vitest';
import { courtSafeOf } from '../../../../functions/money/fees/bill-late.ts';
import { viewOf } from '../../../../functions/money/fees/bill-view.ts';
import { courtSafeOn, isPrimeRateMissing, primeRateOn } from '../../../../functions/money/fees/court-safe.ts';
import { feesPolicy } from '../../../../functions/money/fees/fees.policy.ts';
import { type LateLine, lateChargeOn } from '../../../../functions/money/fees/late-charge.ts';
import type { Caller } from '../../../../shared/http/auth.ts';
import { parseItem } from '../../../../shared/store/entity.ts';
import { aBill, payerId, policy } from './a-bill.ts';

const line = (dueOn: string, paidOn: string): LateLine => ({
  principalFen: 71_853,
  dueOn,
  deliveredOn: '2025-03-01',
  payments: [{ on: paidOn, fen: 71_853 }],
  disputes: [],
});

describe('what a court is expected to grant of 718.53', () => {
  test('R27.3 due on 2025-03-31 and paid on 05-15: a loss of 2.75 at 3.10 %, and 1.3 times it, 3.57', () => {
    const late = line('2025-03-31', '2025-05-15');
    const court = courtSafeOn('2025-05-15', [late], 1_617, 'breach');
    expect(court).toEqual({ lprAt: 'breach', lossFen: 275, measureFen: 357, fen: 357, lprNotCurrent: false });
  });

  test('R27.3 due on 2025-04-30 and paid on 06-30: claimed 21.92, court-safe 4.84 at the breach, 4.73 by day', () => {
    const late = line('2025-04-30', '2025-06-30');
    const { claimedFen, steps } = lateChargeOn('2025-06-30', late, { dailyRate: '0.0005', cap: '1' });
    expect([claimedFen, steps[0]?.days]).toEqual([2_192, 61]);
    expect(courtSafeOn('2025-06-30', [late], claimedFen, 'breach').fen).toBe(484);
    expect(courtSafeOn('2025-06-30', [late], claimedFen, 'daily').fen).toBe(473);
  });

  test('R27.1 is never more than the contract allows, nor four times the prime rate', () => {
    const late = line('2025-03-31', '2025-05-15');
    expect(courtSafeOn('2025-05-15', [late], 300, 'breach')).toMatchObject({ measureFen: 357, fen: 300 });
    expect(policy).toMatchObject({ lprAt: 'breach' });
  });

  test.each([
    ['2019-08-20', '0.0425'],
    ['2019-09-19', '0.0425'],
    ['2019-09-20', '0.042'],
    ['2020-04-20', '0.0385'],
    ['2021-12-19', '0.0385'],
    ['2024-07-21', '0.0345'],
    ['2024-10-20', '0.0335'],
    ['2024-10-21', '0.031'],
    ['2025-05-19', '0.031'],
    ['2025-05-20', '0.03'],
    ['2026-06-22', '0.03'],
  ])('R27.2 the prime rate of one year on %s is %s', (day, rate) => {
    expect(primeRateOn(day)).toBe(rate);
  });

  test('R27.2 more than 40 days after the last known rate, the figure says that the rate may be old', () => {
    expect([isPrimeRateMissing('2026-08-01'), isPrimeRateMissing('2026-08-02')]).toEqual([false, true]);
    const late = { ...line('2026-07-31', '2026-08-02') };
    expect(courtSafeOn('2026-08-02', [late], 1_000, 'breach').lprNotCurrent).toBe(false);
    expect(courtSafeOn('2026-08-02', [late], 1_000, 'daily').lprNotCurrent).toBe(true);
  });

  test('R27.4 staff see it, and nobody else', () => {
    const staff: Caller = { id: 's', personId: 'stf_li', name: undefined, roles: ['manager'], estates: ['yg'] };
    const resident: Caller = { id: 'r', personId: payerId, name: undefined, roles: ['resident'], estates: [] };
    expect(viewOf(aBill(), staff, '2025-05-15', policy).courtSafe).toMatchObject({ fen: 357 });
    expect(courtSafeOf(aBill(), '2025-05-15', policy).fen).toBe(357);
    const theirs = viewOf(aBill(), resident, '2025-05-15', policy);
    expect(theirs.lateCharge.claimedFen).toBe(1_617);
    expect(JSON.stringify(theirs)).not.toMatch(/court|lpr|loss/i);
  });

  test('R27.1 a stored policy loses its own measure of a court', () => {
    const { lprAt: _, lateRateLimits: _limits, disputeAnswerDays: _days, ...old } = policy;
    const stored = { ...old, version: 1, court: { lpr: '0.031', multiple: '4' } };
    const now = parseItem(feesPolicy.entity, stored);
    expect(now).toMatchObject({ lprAt: 'breach', late: policy.late, disputeAnswerDays: 10 });
    expect(now).not.toHaveProperty('court');
  });
});
