import { describe, expect, test } from 'vitest';
import {
  assertAlone,
  assertCashAllowed,
  assertSameWay,
  type GivenBy,
  isSameWay,
} from '../../../../functions/money/payments/give-back.ts';
import { defaultPaymentsPolicy } from '../../../../functions/money/payments/payments.policy.ts';
import { decidedRefund, type RefundRequest, usedRefund } from '../../../../functions/money/payments/refund-request.ts';

const policy = defaultPaymentsPolicy('yg');
const none = { fen: 0, cashFen: 0 };
const nothing: GivenBy = { payment: none, payer: none, cashier: none };
const given = (sum: keyof GivenBy, fen: number): GivenBy => ({ ...nothing, [sum]: { fen, cashFen: 0 } });

describe('R20.10 what one person gives back alone is judged on its sum', () => {
  test('500.00 alone passes, 500.01 needs an approver', () => {
    expect(() => assertAlone(50_000, nothing, policy)).not.toThrow();
    expect(() => assertAlone(50_001, nothing, policy)).toThrow('above-your-limit');
  });

  test.each(['payment', 'payer', 'cashier'] as const)('a further 0.01 by the same %s needs an approver', (sum) => {
    expect(() => assertAlone(1, given(sum, 50_000), policy)).toThrow('above-your-limit');
    expect(() => assertAlone(1, given(sum, 49_999), policy)).not.toThrow();
  });

  test('of six times 500.00 the second already asks', () => {
    const asks = [0, 1, 2, 3, 4, 5].map((before) => {
      try {
        assertAlone(50_000, given('cashier', before * 50_000), policy);
        return false;
      } catch {
        return true;
      }
    });
    expect(asks).toEqual([false, true, true, true, true, true]);
  });

  test('a deposit of which nothing goes back passes whatever was given before', () => {
    expect(() => assertAlone(0, given('cashier', 9_999_999), policy)).not.toThrow();
  });
});

describe('R20.9 money goes back the way it came', () => {
  const bank = { how: 'transfer', place: 'assets:bank:icbc' } as const;
  const mine = { how: 'cash', place: 'assets:cash:li' } as const;
  const to = (way: { readonly how: 'cash' | 'transfer' | 'channel'; readonly place: string }, fen = 100) => ({
    ...way,
    fen,
  });

  test('to the same account, and cash out of any drawer', () => {
    expect(isSameWay(bank, to(bank))).toBe(true);
    expect(isSameWay(bank, to({ ...bank, place: 'assets:bank:boc' }))).toBe(false);
    expect(isSameWay(mine, to({ ...mine, place: 'assets:cash:zhao' }))).toBe(true);
    expect(() => assertSameWay(mine, to(bank))).toThrow('refund-goes-back-the-way-it-came');
  });

  test('never in cash for what was not cash, unless the estate has decided so', () => {
    expect(() => assertCashAllowed(bank, to(mine), nothing, policy)).toThrow('no-cash-for-other-money');
    expect(() => assertCashAllowed(bank, to(mine), nothing, { ...policy, cashForNonCash: true })).not.toThrow();
  });

  test('in cash up to 1,000.00, together with what went before', () => {
    expect(() => assertCashAllowed(mine, to(mine, 100_000), nothing, policy)).not.toThrow();
    expect(() => assertCashAllowed(mine, to(mine, 100_001), nothing, policy)).toThrow('cash-limit');
    const before = { ...nothing, payer: { fen: 0, cashFen: 60_000 } };
    expect(() => assertCashAllowed(mine, to(mine, 40_001), before, policy)).toThrow('cash-limit');
    expect(() => assertCashAllowed(bank, to(bank, 999_999), before, policy)).not.toThrow();
  });
});

describe('R20.1 whoever asks does not approve, and whoever approves does not pay', () => {
  const asked: RefundRequest = {
    ...{ requestId: 'r1', estateId: 'yg', payerId: 'psn_wang', of: 'refund', id: 'pay_1', fen: 60_000, how: 'cash' },
    ...{ place: 'assets:cash:li', sameWay: true, reason: '多收', status: 'asked' },
    ...{ asked: { by: 'li', on: '2026-11-27', at: '2026-11-27T08:00:00Z' }, updatedAt: '', version: 1 },
  };
  const at = '2026-11-27T09:00:00Z';
  const approved = decidedRefund(asked, 'approved', { by: 'chen', at });
  const used = { of: 'refund', id: 'pay_1', fen: 60_000, how: 'cash', place: 'assets:cash:li', by: 'li', at } as const;

  test('one person who asks and approves is refused, and may take it back', () => {
    expect(() => decidedRefund(asked, 'approved', { by: 'li', at })).toThrow('another-person-needed');
    expect(decidedRefund(asked, 'refused', { by: 'li', at, reason: '不退了' }).status).toBe('refused');
    expect(() => decidedRefund(approved, 'approved', { by: 'zhao', at })).toThrow('illegal-state');
  });

  test('an approved request that nobody pays can be ended, and is not paid any more', () => {
    const ended = decidedRefund(approved, 'refused', { by: 'li', at, reason: '业主改抵下月' });
    expect(ended).toMatchObject({ status: 'refused', decided: { by: 'chen' }, withdrawn: { by: 'li' } });
    expect(() => usedRefund(ended, used)).toThrow('illegal-state');
    expect(() => decidedRefund(ended, 'refused', { by: 'chen', at })).toThrow('illegal-state');
    expect(() => decidedRefund(usedRefund(approved, used), 'refused', { by: 'chen', at })).toThrow('illegal-state');
  });

  test('it is done once, as it was approved, by somebody else than the approver', () => {
    expect(usedRefund(approved, used)).toMatchObject({ status: 'done', done: { by: 'li' } });
    expect(() => usedRefund(asked, used)).toThrow('illegal-state');
    expect(() => usedRefund(usedRefund(approved, used), used)).toThrow('illegal-state');
    expect(() => usedRefund(approved, { ...used, by: 'chen' })).toThrow('approver-does-not-pay');
    for (const other of [{ fen: 60_001 }, { id: 'pay_2' }, { how: 'transfer' as const }, { of: 'reversal' as const }]) {
      expect(() => usedRefund(approved, { ...used, ...other })).toThrow('refund-request-differs');
    }
  });
});
