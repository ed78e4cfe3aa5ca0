import { describe, expect, test } from 'vitest';
import { account } from '../../../../functions/money/ledger/account.ts';
import { openIn } from '../../../../functions/money/ledger/check-day.ts';
import { arrivalEntry, recordSettlement } from '../../../../functions/money/ledger/entry-builders.ts';
import { ledgerPolicy } from '../../../../functions/money/ledger/ledger.policy.ts';
import { assertSettleable } from '../../../../functions/money/ledger/settle.ts';
import { bankingDaysBetween, inTransitOn, type OpenSlip, slipOf } from '../../../../functions/money/ledger/transit.ts';
import { bank, cash, head, wechat } from './ledger-fixtures.ts';

// 2026-11-26 is a Thursday.
const slip: OpenSlip = {
  estateId: 'yg',
  from: cash,
  to: bank,
  reference: 'JK-1',
  fen: 300_000,
  by: 'li',
  occurredOn: '2026-11-26',
  postedOn: '2026-11-26',
};
const policy = ledgerPolicy.defaultOf('yg');
const on = (day: string) => inTransitOn(day, [slip], policy)[0];
const agreeing = { day: '2026-11-26', differences: [], gaps: [] };

describe('R20.7 money on its way to the bank', () => {
  test('a slip of 3,000.00 moves cash into transit and does not move the bank account', () => {
    const entry = recordSettlement(head(1), { from: cash, to: bank, fen: 300_000, feeFen: 0 });
    expect(entry.postings).toEqual([
      { account: account.transit('icbc'), fen: 300_000 },
      { account: cash, fen: -300_000 },
    ]);
  });

  test('a channel payout minus its fee is in transit', () => {
    const entry = recordSettlement(head(1), { from: wechat, to: bank, fen: 100_000, feeFen: 600 });
    expect(entry.postings).toEqual([
      { account: account.transit('icbc'), fen: 99_400 },
      { account: account.channelFees(), fen: 600 },
      { account: wechat, fen: -100_000 },
    ]);
  });

  test('the bank line moves the bank account', () => {
    const entry = arrivalEntry(head(2), { bank, slipFen: 300_000, lineFen: 300_000 });
    expect(entry.postings).toEqual([
      { account: bank, fen: 300_000 },
      { account: account.transit('icbc'), fen: -300_000 },
    ]);
  });

  test('a line of 2,990.00 for a slip of 3,000.00 leaves 10.00 short on 1901 (R20.5); a line of 3,010.00 leaves 10.00 long', () => {
    const short = arrivalEntry(head(2), { bank, slipFen: 300_000, lineFen: 299_000 });
    expect(short.postings).toContainEqual({ account: account.unexplained(), fen: 1_000 });
    const long = arrivalEntry(head(2), { bank, slipFen: 300_000, lineFen: 301_000 });
    expect(long.postings).toContainEqual({ account: account.unexplained(), fen: -1_000 });
  });

  test('banking days exclude weekends and include make-up workdays', () => {
    expect(bankingDaysBetween('2026-11-26', '2026-11-26')).toBe(0);
    expect(bankingDaysBetween('2026-11-26', '2026-11-27')).toBe(1);
    expect(bankingDaysBetween('2026-11-26', '2026-11-29')).toBe(1);
    expect(bankingDaysBetween('2026-11-26', '2026-11-30')).toBe(2);
  });

  test('a day may close with money in transit; after 1 banking day it is overdue, after 3 no day closes', () => {
    expect(on('2026-11-25')).toBeUndefined();
    const ages = ['2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01', '2026-12-02'].map((day) => {
      const found = on(day);
      return [found?.bankingDays, found?.overdue, found?.refused, openIn(agreeing, found ? [found] : [])];
    });
    expect(ages).toEqual([
      [0, false, false, 0],
      [1, false, false, 0],
      [2, true, false, 0],
      [3, true, false, 0],
      [4, true, true, 1],
    ]);
  });

  test('a line confirms the slip with its number, or the oldest slip of exactly its amount within the allowed days', () => {
    const later = { ...slip, reference: 'JK-2', occurredOn: '2026-11-27' };
    const line = { account: bank, reference: 'BANK-45', fen: 300_000, day: '2026-11-30' };
    const method = { byAmount: true, matchDays: 7 };
    const proven = (of: object, more = method) => slipOf({ ...line, ...of }, [later, slip], more)?.reference;
    expect(proven({ reference: 'JK-2' })).toBe('JK-2');
    expect(proven({ reference: 'JK-2', fen: 299_000 })).toBe('JK-2');
    expect(proven({ reference: 'jk 2', fen: 299_000 })).toBe('JK-2');
    expect(proven({})).toBe('JK-1');
    expect(proven({}, { ...method, byAmount: false })).toBeUndefined();
    expect(proven({ day: '2026-12-04' })).toBe('JK-2');
    expect(proven({ day: '2026-12-05' })).toBeUndefined();
    expect(proven({ fen: 299_999 })).toBeUndefined();
    expect(proven({ fen: -300_000 })).toBeUndefined();
    expect(proven({ account: account.bank('boc') })).toBeUndefined();
    // No line confirms a slip made after it.
    expect(proven({ reference: 'JK-1', day: '2026-11-25' })).toBeUndefined();
  });
});

describe('R20.4 a cashier moves only their own drawer', () => {
  const said = { from: cash, to: bank, fen: 100, feeFen: 0, reference: 'JK-1', occurredOn: '2026-11-26' };
  test('another cashier can neither deposit from the drawer nor put money into it', () => {
    expect(() => assertSettleable(said, 'li', policy)).not.toThrow();
    expect(() => assertSettleable(said, 'zhao', policy)).toThrow('not-your-drawer');
    expect(() => assertSettleable({ ...said, from: bank, to: cash }, 'zhao', policy)).toThrow('not-your-drawer');
    expect(() => assertSettleable({ ...said, from: bank, to: cash }, 'li', policy)).not.toThrow();
  });

  test('money cannot move between cashiers, nor from a channel into a drawer', () => {
    expect(() => assertSettleable({ ...said, from: wechat, to: cash }, 'li', policy)).toThrow(
      'settlement-not-possible',
    );
    expect(() => assertSettleable({ ...said, to: wechat }, 'li', policy)).toThrow('settlement-not-possible');
  });

  test('only a channel keeps a fee, by default at most 2 percent', () => {
    expect(() => assertSettleable({ ...said, feeFen: 2 }, 'li', policy)).toThrow('fee-of-channel-only');
    expect(() => assertSettleable({ ...said, from: wechat, feeFen: 2 }, 'li', policy)).not.toThrow();
    expect(() => assertSettleable({ ...said, from: wechat, feeFen: 3 }, 'li', policy)).toThrow('channel-fee-too-high');
  });
});
