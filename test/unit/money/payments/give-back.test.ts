import { describe, expect, test } from 'vitest';
import {
  assertAlone,
  assertCashAllowed,
  assertSameWay,
  type GivenBy,
  isSameWay,
} from '../../../../functions/money/payments/give-back.ts';
import { paymentsPolicy } from '../../../../functions/money/payments/payments.policy.ts';
import { decideRequest, type RefundRequest, useRequest } from '../../../../functions/money/payments/refund-request.ts';

const policy = paymentsPolicy.defaultOf('yg');
const none = { fen: 0, cashFen: 0 };
const nothing: GivenBy = { payment: none, payer: none, cashier: none };
const given = (sum: keyof GivenBy, fen: number): GivenBy => ({ ...nothing, [sum]: { fen, cashFen: 0 } });

describe('R20.10 the limit of one person applies to sums', () => {
  test('500.00 alone is allowed, 500.01 needs an approver', () => {
    expect(() => assertAlone(50_000, nothing, policy)).not.toThrow();
    expect(() => assertAlone(50_001, nothing, policy)).toThrow('above-your-limit');
  });

  test.each(['payment', 'payer', 'cashier'] as const)('a further 0.01 by the same %s needs an approver', (sum) => {
    expect(() => assertAlone(1, given(sum, 50_000), policy)).toThrow('above-your-limit');
    expect(() => assertAlone(1, given(sum, 49_999), policy)).not.toThrow();
  });

  test('the second of six refunds of 500.00 needs an approver', () => {
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

  test('a fully kept deposit is allowed whatever was paid back before', () => {
    expect(() => assertAlone(0, given('cashier', 9_999_999), policy)).not.toThrow();
  });
});

describe('R20.9 money goes back the way it came', () => {
  const bank = { method: 'transfer', moneyAccount: 'assets:bank:icbc' } as const;
  const mine = { method: 'cash', moneyAccount: 'assets:cash:li' } as const;
  const to = (way: { readonly method: 'cash' | 'transfer' | 'channel'; readonly moneyAccount: string }, fen = 100) => ({
    ...way,
    fen,
  });

  test('money goes back to the same account, and cash from any drawer', () => {
    expect(isSameWay(bank, to(bank))).toBe(true);
    expect(isSameWay(bank, to({ ...bank, moneyAccount: 'assets:bank:boc' }))).toBe(false);
    expect(isSameWay(mine, to({ ...mine, moneyAccount: 'assets:cash:zhao' }))).toBe(true);
    expect(() => assertSameWay(mine, to(bank))).toThrow('refund-goes-back-the-way-it-came');
  });

  test('money that was not cash never goes back in cash, unless the estate allows it', () => {
    expect(() => assertCashAllowed(bank, to(mine), nothing, policy)).toThrow('no-cash-for-other-money');
    expect(() => assertCashAllowed(bank, to(mine), nothing, { ...policy, cashForNonCash: true })).not.toThrow();
  });

  test('cash goes back up to 1,000.00, including earlier refunds', () => {
    expect(() => assertCashAllowed(mine, to(mine, 100_000), nothing, policy)).not.toThrow();
    expect(() => assertCashAllowed(mine, to(mine, 100_001), nothing, policy)).toThrow('cash-limit');
    const before = { ...nothing, payer: { fen: 0, cashFen: 60_000 } };
    expect(() => assertCashAllowed(mine, to(mine, 40_001), before, policy)).toThrow('cash-limit');
    expect(() => assertCashAllowed(bank, to(bank, 999_999), before, policy)).not.toThrow();
  });
});

describe('R20.1 the requester does not approve, and the approver does not pay', () => {
  const asked: RefundRequest = {
    requestId: 'r1',
    estateId: 'yg',
    payerId: 'psn_wang',
    of: 'refund',
    id: 'pay_1',
    fen: 60_000,
    method: 'cash',
    moneyAccount: 'assets:cash:li',
    sameWay: true,
    reason: '多收',
    status: 'asked',
    asked: { by: 'li', on: '2026-11-27', at: '2026-11-27T08:00:00Z' },
    updatedAt: '',
    version: 1,
  };
  const at = '2026-11-27T09:00:00Z';
  const approved = decideRequest(asked, 'approved', { by: 'chen', at });
  const used = {
    of: 'refund',
    id: 'pay_1',
    fen: 60_000,
    method: 'cash',
    moneyAccount: 'assets:cash:li',
    by: 'li',
    at,
  } as const;

  test('the requester cannot approve, but may withdraw the request', () => {
    expect(() => decideRequest(asked, 'approved', { by: 'li', at })).toThrow('another-person-needed');
    expect(decideRequest(asked, 'refused', { by: 'li', at, reason: '不退了' }).status).toBe('refused');
    expect(() => decideRequest(approved, 'approved', { by: 'zhao', at })).toThrow('illegal-state');
  });

  test('an approved, unpaid request can be ended and is then no longer payable', () => {
    const ended = decideRequest(approved, 'refused', { by: 'li', at, reason: '业主改抵下月' });
    expect(ended).toMatchObject({ status: 'refused', decided: { by: 'chen' }, withdrawn: { by: 'li' } });
    expect(() => useRequest(ended, used)).toThrow('illegal-state');
    expect(() => decideRequest(ended, 'refused', { by: 'chen', at })).toThrow('illegal-state');
    expect(() => decideRequest(useRequest(approved, used), 'refused', { by: 'chen', at })).toThrow('illegal-state');
  });

  test('a request is carried out once, as approved, by another person than the approver', () => {
    expect(useRequest(approved, used)).toMatchObject({ status: 'done', done: { by: 'li' } });
    expect(() => useRequest(asked, used)).toThrow('illegal-state');
    expect(() => useRequest(useRequest(approved, used), used)).toThrow('illegal-state');
    expect(() => useRequest(approved, { ...used, by: 'chen' })).toThrow('approver-does-not-pay');
    for (const other of [
      { fen: 60_001 },
      { id: 'pay_2' },
      { method: 'transfer' as const },
      { of: 'reversal' as const },
    ]) {
      expect(() => useRequest(approved, { ...used, ...other })).toThrow('refund-request-differs');
    }
  });
});
