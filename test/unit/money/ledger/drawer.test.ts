import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account } from '../../../../functions/money/ledger/account.ts';
import { openIn } from '../../../../functions/money/ledger/check-day.ts';
import { approveClearing, clearingAccount } from '../../../../functions/money/ledger/clear-difference.ts';
import { closeDay } from '../../../../functions/money/ledger/close-day.ts';
import { balancesAfter } from '../../../../functions/money/ledger/closed-day.ts';
import {
  cashSchema,
  checkDrawers,
  type DrawerCount,
  expectedCash,
  sumOfCash,
} from '../../../../functions/money/ledger/drawer.ts';
import {
  cashDifferenceEntry,
  differenceClearedEntry,
  drawerHandoverEntry,
  recordSettlement,
  unidentifiedEntry,
} from '../../../../functions/money/ledger/entry-builders.ts';
import { balancesInOrder, orderOf } from '../../../../functions/money/ledger/money-on-hand.ts';
import { type Entry, movedBy } from '../../../../functions/money/ledger/posting.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { cashOf } from '../../../cash.ts';
import { bank, cash, head } from './ledger-fixtures.ts';

const day = '2025-03-05';
const next = account.cash('zhao');
const taken = (n: number, fen: number) => unidentifiedEntry(head(n), { moneyAccount: cash, fen });
const deposited = (n: number, fen: number) => recordSettlement(head(n), { from: cash, to: bank, fen, feeFen: 0 });

function counted(at: string, countedFen: number, more: Partial<DrawerCount> = {}): DrawerCount {
  const expected = expectedCash(countedFen, []);
  return {
    countId: `cnt_${at}`,
    estateId: 'yg',
    cashierId: 'li',
    day,
    purpose: 'closing',
    cash: cashOf(countedFen),
    countedFen,
    expected,
    differenceFen: 0,
    leftFen: countedFen,
    by: 'li',
    at,
    witness: { by: 'he', at },
    version: 2,
    ...more,
  };
}

describe('R20.5 a drawer is counted', () => {
  const moves = [
    { fen: 326_000, isDeposit: false },
    { fen: -6_000, isDeposit: false },
    { fen: -300_000, isDeposit: true },
  ];

  test('R20.5 500.00 + 3,260.00 - 60.00 - 3,000.00 = 700.00', () => {
    expect(expectedCash(50_000, moves)).toEqual({
      openingFen: 50_000,
      inFen: 326_000,
      outFen: 6_000,
      depositedFen: 300_000,
      fen: 70_000,
    });
  });

  test('R20.5 698.50 counted instead of 700.00: short 1.50, Dr 1901 / Cr 1001', () => {
    const fen = 69_850 - expectedCash(50_000, moves).fen;
    expect(cashDifferenceEntry(head(1), { drawer: cash, fen }).postings).toEqual([
      { account: cash, fen: -150 },
      { account: account.unexplained(), fen: 150 },
    ]);
  });

  test('R20.5 701.50 counted instead of 700.00: long 1.50, Dr 1001 / Cr 1901', () => {
    expect(cashDifferenceEntry(head(1), { drawer: cash, fen: 70_150 - 70_000 }).postings).toEqual([
      { account: cash, fen: 150 },
      { account: account.unexplained(), fen: -150 },
    ]);
  });

  test('R20.5 a short difference is borne by the cashier or by the company, a long one goes to its owner or is income', () => {
    const [short, long] = [-150, 150].map((fen) => ({ fen, cashierId: 'li' }));
    if (!short || !long) throw new Error('no differences');
    const cleared = (of: typeof short, as: 'cashier-answers' | 'owner-found' | 'no-cause', payerId?: string) =>
      differenceClearedEntry(head(1), { fen: of.fen, to: clearingAccount(of, { as, payerId }) }).postings;
    const [owing, credited] = [-150, 150].map((fen) => ({ account: account.unexplained(), fen }));
    expect(cleared(short, 'cashier-answers')).toEqual([owing, { account: 'assets:answerable:li', fen: 150 }]);
    expect(cleared(short, 'no-cause')).toEqual([owing, { account: account.cashLosses(), fen: 150 }]);
    const prepaid = { account: account.prepaid('psn_wang', 'general'), fen: -150 };
    expect(cleared(long, 'owner-found', 'psn_wang')).toEqual([credited, prepaid]);
    expect(cleared(long, 'no-cause')).toEqual([credited, { account: account.cashGains(), fen: -150 }]);
    expect(() => cleared(long, 'cashier-answers')).toThrow('clearing-not-possible');
    expect(() => cleared(long, 'owner-found')).toThrow('clearing-not-possible');
    expect(() => cleared(short, 'owner-found', 'psn_wang')).toThrow('clearing-not-possible');
  });

  test('R20.5 neither the requester nor the cashier of the drawer clears a difference', () => {
    const at = `${day}T20:00:00Z`;
    const asked = { as: 'no-cause' as const, reason: '无法查明', by: 'he', at };
    const base = { differenceId: 'cnt_1', estateId: 'yg', cashierId: 'li', day, fen: -150, entryId: 'ent_1' };
    const difference = { ...base, status: 'asked' as const, asked, updatedAt: at, version: 2 };
    const by = (id: string) => {
      const ledger = { estateId: 'yg', openedOn: day, closedThrough: addDays(day, -1), updatedAt: at, version: 1 };
      const act = { actor: { kind: 'staff' as const, id }, recordedAt: at, occurredAt: at };
      return () => approveClearing(difference, { ledger, today: day, act });
    };
    expect(by('he')).toThrow('another-person-needed');
    expect(by('li')).toThrow('own-difference');
  });

  test('R20.5 a day with cash movements does not close without a count after the last of them and a witness', () => {
    const entries = [taken(1, 10_000), deposited(60, 4_000)];
    const found = (counts: DrawerCount[]) => checkDrawers(day, { before: { [cash]: 500 }, entries, counts }).findings;
    const at = `${day}T10:00:00Z`;
    const what = (counts: DrawerCount[]) => found(counts).map((one) => one.what);
    expect(what([])).toEqual(['not-counted']);
    expect(what([counted(`${day}T00:30:00Z`, 6_500)])).toEqual(['moved-after-count']);
    expect(what([counted(at, 6_499)])).toEqual(['moved-after-count']);
    expect(what([counted(at, 6_500, { witness: undefined })])).toEqual(['not-witnessed']);
    expect(what([counted(at, 6_500)])).toEqual([]);
    const refused = { day, differences: [], gaps: [], drawers: found([]) };
    expect(openIn(refused, [])).toBe(1);
    expect(() => closeDay({ estateId: 'yg' }, refused)).toThrow('day-does-not-agree');
  });

  test('R20.5 a denomination is named once, and each must exist', () => {
    const one = { denominationFen: 100, pieces: 1 };
    expect(cashSchema.safeParse([one]).success).toBe(true);
    expect(cashSchema.safeParse([one, one]).success).toBe(false);
    expect(cashSchema.safeParse([{ ...one, denominationFen: 300 }]).success).toBe(false);
    expect(cashSchema.safeParse([{ ...one, pieces: -1 }]).success).toBe(false);
  });
});

test('R20.6 700.00 handed over, 699.00 accepted: short 1.00 on the outgoing drawer, opening 699.00', () => {
  const { postings } = drawerHandoverEntry(head(1), { from: cash, to: next, expectedFen: 70_000, acceptedFen: 69_900 });
  expect(postings).toEqual([
    { account: cash, fen: -70_000 },
    { account: next, fen: 69_900 },
    { account: account.unexplained(), fen: 100 },
  ]);
});

/** What happens to a drawer: money in or out, a deposit, a handover, a count that is wrong by some fen. */
const happening = fc.record({
  what: fc.constantFrom('in', 'out', 'deposit', 'count', 'handover'),
  fen: fc.integer({ min: 1, max: 50_000 }),
  wrong: fc.integer({ min: -300, max: 300 }),
});

test('R20.5 on random days drawer, count and difference agree, and no drawer is negative at any instant', () => {
  fc.assert(
    fc.property(fc.array(fc.array(happening, { maxLength: 8 }), { minLength: 1, maxLength: 5 }), (days) => {
      let before: Record<string, number> = {};
      const moves: { account: string; order: string; fen: number }[] = [];
      let differences = 0;
      for (const [nth, happenings] of days.entries()) {
        const on = addDays(day, nth);
        const entries: Entry[] = [];
        const counts: DrawerCount[] = [];
        const at = (n: number) => `${on}T08:${String(n).padStart(2, '0')}:00Z`;
        const balance = (code: string) => balancesAfter(before, entries)[code] ?? 0;
        const post = (entry: Entry, instant: string) => {
          entries.push(entry);
          for (const code of [cash, next]) {
            const fen = movedBy(entry, code);
            if (fen !== 0) moves.push({ account: code, fen, order: orderOf({ day: on, at: instant, fen }) });
          }
        };
        const headOf = (n: number) =>
          head(nth * 60 + n, { occurredOn: on, postedOn: on, recordedAt: at(n), reference: `r-${on}-${n}` });
        const count = (n: number, wrong: number) => {
          const expected = expectedCash(
            before[cash] ?? 0,
            entries.map((entry) => ({ fen: movedBy(entry, cash), isDeposit: entry.kind === 'settlement' })),
          );
          expect(expected.fen).toBe(balance(cash));
          const countedFen = Math.max(0, expected.fen + wrong);
          const differenceFen = countedFen - expected.fen;
          if (differenceFen !== 0) post(cashDifferenceEntry(headOf(n), { drawer: cash, fen: differenceFen }), at(n));
          differences += differenceFen;
          expect(sumOfCash(cashOf(countedFen))).toBe(countedFen);
          counts.push(counted(at(n), countedFen, { differenceFen }));
        };
        for (const [n, { what, fen, wrong }] of happenings.entries()) {
          const there = Math.min(fen, balance(cash));
          if (what === 'in') post(unidentifiedEntry(headOf(n), { moneyAccount: cash, fen }), at(n));
          else if (what === 'count') count(n, wrong);
          else if (there > 0 && what === 'deposit')
            post(recordSettlement(headOf(n), { from: cash, to: bank, fen: there, feeFen: 0 }), at(n));
          else if (there > 0 && what === 'out')
            post(
              drawerHandoverEntry(headOf(n), { from: cash, to: next, expectedFen: there, acceptedFen: there }),
              at(n),
            );
          else if (what === 'handover' && balance(cash) > 0) {
            const expectedFen = balance(cash);
            const acceptedFen = Math.max(0, expectedFen + wrong);
            differences += acceptedFen - expectedFen;
            post(drawerHandoverEntry(headOf(n), { from: cash, to: next, expectedFen, acceptedFen }), at(n));
          }
        }
        const moved = entries.some((entry) => entry.postings.some((one) => one.account === cash));
        const wasCounted = counts.at(-1)?.leftFen === balance(cash) && counts.at(-1)?.at === entries.at(-1)?.recordedAt;
        const open = checkDrawers(on, { before, entries, counts }).findings.filter((one) => one.account === cash);
        if (moved && counts.length === 0) expect(open).toMatchObject([{ what: 'not-counted' }]);
        if (moved && wasCounted) expect(open).toEqual([]);
        // The count at the end of the day lets it close, whatever it finds.
        count(50, happenings[0]?.wrong ?? 0);
        const checked = checkDrawers(on, { before, entries, counts });
        expect(checked.findings.filter((one) => one.account === cash)).toEqual([]);
        for (const one of checked.counted) expect(one.countedFen).toBe(balance(one.account));
        before = balancesAfter(before, entries);
        expect(before[account.unexplained()] ?? 0).toBe(0 - differences);
      }
      for (const code of [cash, next]) {
        const balances = balancesInOrder(moves.filter((move) => move.account === code));
        expect(Math.min(0, ...balances)).toBe(0);
        expect(balances.at(-1) ?? 0).toBe(before[code] ?? 0);
      }
    }),
    { numRuns: 300 },
  );
});
