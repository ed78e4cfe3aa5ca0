import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account } from '../../../../functions/money/ledger/account.ts';
import { AgencyMoney } from '../../../../functions/money/ledger/agency-check.ts';
import {
  agencyCycleDays,
  type HeldMoney,
  heldMoneyOn,
  newlyTooLong,
} from '../../../../functions/money/ledger/held-money.ts';
import { othersMoneyIn } from '../../../../functions/money/ledger/others-money.ts';
import { type Entry, movedBy, type Posting } from '../../../../functions/money/ledger/posting.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';

const feeItemId = 'fee_water';
const held = account.held(feeItemId);
const bank = account.bank('icbc');
const [october, november] = [
  { from: '2026-10-01', to: '2026-10-31' },
  { from: '2026-11-01', to: '2026-11-30' },
];
const entry = (postedOn: string, kind: Entry['kind'], postings: Posting[]): Entry => ({
  entryId: `ent_${postedOn}`,
  estateId: 'yg',
  kind,
  occurredOn: postedOn,
  postedOn,
  recordedAt: `${postedOn}T04:00:00Z`,
  reference: 'x',
  description: '',
  postings,
});
const billed = (day: string, fen: number) =>
  entry(day, 'charge', [
    { account: account.agencyReceivable('psn_1'), fen, bill: { billId: `bill_${day}`, dueOn: day } },
    { account: held, fen: -fen },
  ]);
const paidOut = (day: string, fen: number) =>
  entry(day, 'refund', [
    { account: held, fen },
    { account: bank, fen: -fen },
  ]);
const moneyOf = (...entries: Entry[]) => {
  const sums = new AgencyMoney(feeItemId);
  for (const one of entries) sums.add([one]);
  return sums;
};
const bill = (utilityFen: number, ownUseFen = 0, lossFen = 0) => ({ utilityFen, ownUseFen, lossFen });

describe('R25.4 money collected for a utility', () => {
  test('R25.3, R25.4 252.10 of residents and 47.90 of own use are the bill of 300.00', () => {
    const sums = moneyOf(billed('2026-10-05', 25_210));
    expect(sums.check(october, bill(30_000, 4_790))).toMatchObject({
      billedFen: 25_210,
      differenceFen: 0,
      agrees: true,
      owedBackFen: 0,
      heldFen: 25_210,
      heldSince: '2026-10-05',
      heldTooLong: false,
    });
  });

  test('R25.3 what residents were billed above the utility’s bill is owed back and no income', () => {
    const check = moneyOf(billed('2026-10-05', 26_000)).check(october, bill(30_000, 4_790));
    expect(check).toMatchObject({ agrees: false, differenceFen: 790, owedBackFen: 790 });
  });

  test('R25.4 an agreed loss counts; without it the check fails', () => {
    const sums = moneyOf(billed('2026-10-05', 25_210));
    expect(sums.check(october, bill(30_500, 4_790, 500)).agrees).toBe(true);
    expect(sums.check(october, bill(30_500, 4_790))).toMatchObject({
      agrees: false,
      differenceFen: -500,
      owedBackFen: 0,
    });
  });

  test('R25.4 money that is not paid out for more than one cycle is named with its day', () => {
    const sums = moneyOf(billed('2026-10-05', 25_210), billed('2026-11-05', 20_000));
    expect(sums.check(november, bill(20_000))).toMatchObject({
      heldFen: 45_210,
      heldSince: '2026-10-05',
      heldTooLong: true,
    });
    const paid = moneyOf(billed('2026-10-05', 25_210), billed('2026-11-05', 20_000), paidOut('2026-11-06', 25_210));
    expect(paid.check(november, bill(20_000))).toMatchObject({
      billedFen: 20_000,
      paidOutFen: 25_210,
      heldFen: 20_000,
      heldSince: '2026-11-05',
      heldTooLong: false,
    });
  });

  test('R25.4 what is held is what was billed less what was paid out, in any sequence', () => {
    const move = fc.record({ fen: fc.integer({ min: 1, max: 100_000 }), out: fc.boolean() });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
        const all = moves.map(({ fen, out }) => (out ? paidOut('2026-10-09', fen) : billed('2026-10-08', fen)));
        const { billedFen, paidOutFen, heldFen, heldSince } = moneyOf(...all).check(october, bill(0));
        expect(heldFen).toBe(billedFen - paidOutFen);
        expect(heldSince !== undefined).toBe(heldFen > 0);
      }),
    );
  });
});

describe('R25.6 money of others at a close', () => {
  const balances = {
    [bank]: 50_000,
    [account.cash('stf_li')]: 10_000,
    [account.channel('wechat')]: 7_000,
    [held]: -25_210,
    'liabilities:meter': -4_750,
    'liabilities:deposit': -30_000,
    'liabilities:prepaid': -99_999,
  };

  test('R25.6 252.10, 47.50 and 300.00 are covered by 600.00 of cash and banks', () => {
    expect(othersMoneyIn(balances)).toEqual({
      agencyFen: 25_210,
      advancedFen: 0,
      meterFen: 4_750,
      depositFen: 30_000,
      commonFen: 0,
      moneyFen: 60_000,
      onItsWayFen: 7_000,
      shortFen: 0,
    });
  });

  test('R25.3, R25.6 252.10 paid out of which 222.10 were collected: the company has advanced 30.00', () => {
    const owed = { 'assets:agency-receivable': 3_000 };
    expect(othersMoneyIn({ ...balances, ...owed })).toMatchObject({ agencyFen: 22_210, advancedFen: 0 });
    const paidOn = { ...balances, ...owed, [held]: 0, [bank]: 24_790 };
    expect(othersMoneyIn(paidOn)).toMatchObject({ agencyFen: 0, advancedFen: 3_000, shortFen: 0 });
  });

  test('R25.6 one fen less than the money of others is short by one fen, whatever is on its way', () => {
    expect(othersMoneyIn({ ...balances, [bank]: 49_960 }).shortFen).toBe(0);
    expect(othersMoneyIn({ ...balances, [bank]: 49_959 })).toMatchObject({ shortFen: 1, onItsWayFen: 7_000 });
  });
});

describe('R25.4 the age of money of others at the close of a day', () => {
  /** Returns what each close from 2026-10-01 on keeps, for entries by day. */
  function closesOf(entries: readonly Entry[], days: number): HeldMoney[][] {
    const kept: HeldMoney[][] = [];
    let balance = 0;
    for (let nth = 0; nth < days; nth += 1) {
      const day = addDays('2026-10-01', nth);
      const mine = entries.filter(({ postedOn }) => postedOn === day);
      balance += mine.reduce((sum, one) => sum + movedBy(one, held), 0);
      const [yesterday, cycleAgo] = [kept[nth - 1], kept[nth - agencyCycleDays]];
      kept.push(heldMoneyOn({ balances: { [held]: balance }, entries: mine, yesterday, cycleAgo }));
    }
    return kept;
  }

  test('R25.4 252.10 billed on 10-05 and not paid out are named at the close of 11-05, once', () => {
    const kept = closesOf([billed('2026-10-05', 25_210)], 45);
    const told = kept.flatMap((one, nth) =>
      newlyTooLong(one, kept[nth - 1]).map(({ tooLongFen }) => [addDays('2026-10-01', nth), tooLongFen]),
    );
    expect(told).toEqual([['2026-11-05', 25_210]]);
  });

  test('R25.4 a pay-out uses the oldest amount first: nothing is held for too long', () => {
    const kept = closesOf([billed('2026-10-05', 25_210), paidOut('2026-10-28', 25_210), billed('2026-10-29', 100)], 45);
    expect(kept.flat().every(({ tooLongFen }) => tooLongFen === 0)).toBe(true);
    expect(kept.at(-1)).toEqual([{ feeItemId, heldFen: 100, debitedFen: 25_210, tooLongFen: 0 }]);
  });

  test('R25.4 after a partial pay-out the rest is held for too long', () => {
    const kept = closesOf([billed('2026-10-05', 25_210), paidOut('2026-11-01', 22_210)], 45);
    expect(kept[agencyCycleDays + 4]).toMatchObject([{ heldFen: 3_000, tooLongFen: 3_000 }]);
  });
});
