import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assertOwnAccount,
  balanceOf,
  type CommonAccount,
  decideMovement,
  emptyAccount,
  feeDue,
  type Movement,
  requestSpendingSchema,
  spendingOf,
  withMovement,
} from '../../../../functions/money/common-income/movement.ts';
import { daysOfQuarter, statementOf } from '../../../../functions/money/common-income/statement.ts';
import {
  account,
  commonCostEntry,
  commonFeeEntry,
  commonIncomeEntry,
  commonUseEntry,
  type Entry,
  entryHeader,
  taxIn,
} from '../../../../functions/money/ledger/public.ts';
import { accountInChart, neutralVouchers } from '../../../../functions/money/ledger/vouchers.ts';
import { ledger } from '../fees/a-bill.ts';

const six = { vatClass: 'service', method: 'general', percent: '6' } as const;
const policy = { bankAccountId: 'icbc-common', fee: { percent: '20', ground: '业主大会决议 3 号' } };
const head = (cause: string) =>
  entryHeader(ledger, {
    ...{
      cause: [cause],
      occurredOn: '2026-10-08',
      recordedAt: '2026-10-08T04:00:00Z',
      reference: cause,
      description: '',
    },
  });
/** The postings of an entry: number of the account, its name in the chart, fen. */
const postingsOf = (entry: Entry) =>
  entry.postings.map(({ account: code, fen }) => [accountInChart(code, neutralVouchers).number, fen]);
const income = { kind: 'income' as const, fen: 1_060_000, vat: taxIn(1_060_000, six) };
const cost = { kind: 'cost' as const, fen: 200_000 };

describe('R34.2 income from common parts', () => {
  test('R34.2: advertisements of 10,600.00 are 10,000.00 of the owners and 600.00 of tax', () => {
    const entry = commonIncomeEntry(head('i'), { moneyAccount: account.bank('icbc-common'), ...income });
    expect(postingsOf(entry)).toEqual([
      ['1002', 1_060_000],
      ['2241.05', -1_000_000],
      ['2221.01.01', -60_000],
    ]);
    expect(entry.postings.some(({ account: code }) => code.startsWith('income:'))).toBe(false);
  });

  test('R34.2: a documented cost of 2,000.00 is owed to the supplier; without a document it is refused', () => {
    expect(postingsOf(commonCostEntry(head('c'), { ...cost, payeeId: 'pye_1' }))).toEqual([
      ['2241.05', 200_000],
      ['2202', -200_000],
    ]);
    const input = { kind: 'cost', fen: 200_000, what: '安装', payeeId: 'pye_1' };
    expect(requestSpendingSchema.safeParse(input).success).toBe(false);
    expect(requestSpendingSchema.safeParse({ ...input, proof: '发票 12' }).success).toBe(true);
  });

  test('R34.2: the agreed fee of 20 % of 8,000.00 is 1,509.43 of other revenue and 90.57 of tax', () => {
    const sums = withMovement(withMovement(emptyAccount('yg'), income), cost);
    expect(balanceOf(sums)).toBe(800_000);
    const fen = feeDue(sums, policy);
    expect(fen).toBe(160_000);
    expect(postingsOf(commonFeeEntry(head('f'), { fen, vat: taxIn(fen, six) }))).toEqual([
      ['2241.05', 160_000],
      ['6051', -150_943],
      ['2221.01.01', -9_057],
    ]);
    // Drawn once, it is not due again; further income makes more of it due.
    const drawn = withMovement(sums, { kind: 'fee', fen });
    expect(() => feeDue(drawn, policy)).toThrow('no further fee');
    expect(feeDue(withMovement(drawn, { kind: 'income', fen: 100_000 }), policy)).toBe(20_000);
    expect(() => feeDue(sums, { fee: null })).toThrow('agreed to no fee');
  });

  test('R34.2: the owners put the other 6,400.00 into the maintenance fund by a decision', () => {
    const fen = 640_000;
    expect(postingsOf(commonUseEntry(head('u'), { fen }))).toEqual([
      ['2241.05', fen],
      ['2241.04', -fen],
    ]);
    expect(postingsOf(commonUseEntry(head('v'), { fen, payeeId: 'pye_1' }))[1]).toEqual(['2202', -fen]);
    const input = { kind: 'fund', fen, what: '补充维修资金' };
    expect(requestSpendingSchema.safeParse(input).success).toBe(false);
    const decided = { ...input, decision: '业主大会决议 5 号', decidedOn: '2026-09-20' };
    expect(requestSpendingSchema.safeParse(decided).success).toBe(true);
  });
});

describe('R34.3 the balance of the owners', () => {
  test('R34.3: is never below zero, whatever is taken in whatever order', () => {
    const movement = fc.record({
      kind: fc.constantFrom('income' as const, 'cost' as const, 'fee' as const, 'use' as const),
      fen: fc.integer({ min: 1, max: 100_000 }),
    });
    let refused = 0;
    fc.assert(
      fc.property(fc.array(movement, { minLength: 1, maxLength: 40 }), (all) => {
        let sums: CommonAccount = emptyAccount('yg');
        let left = 0;
        for (const one of all) {
          const change = one.kind === 'income' ? one.fen : -one.fen;
          if (left + change < 0) {
            expect(() => withMovement(sums, one)).toThrow(String(left));
            refused += 1;
            continue;
          }
          sums = withMovement(sums, one);
          left += change;
          expect(balanceOf(sums)).toBe(left);
        }
      }),
    );
    expect(refused).toBeGreaterThan(100);
  });

  test('R34.3: is spent only by two people', () => {
    const at = '2026-10-08T04:00:00Z';
    const movement: Movement = {
      ...{
        movementId: 'cms_1',
        estateId: 'yg',
        kind: 'cost',
        fen: 1,
        what: '',
        party: '',
        ground: '',
        status: 'asked',
      },
      ...{ asked: { by: 'stf_li', at }, updatedAt: at, version: 1 },
    };
    expect(() => decideMovement(movement, 'posted', { by: 'stf_li', at })).toThrow('another-person-needed');
    expect(decideMovement(movement, 'posted', { by: 'stf_zhou', at })).toMatchObject({ status: 'posted', version: 2 });
    expect(decideMovement(movement, 'refused', { by: 'stf_li', at }).status).toBe('refused');
    expect(spendingOf({ kind: 'fee' }, withMovement(emptyAccount('yg'), income), { policy })).toMatchObject({
      ...{ fen: 200_000, ground: '业主大会决议 3 号' },
    });
  });

  test('R34.1: is on a bank account of its own where the estate has set one', () => {
    expect(() => assertOwnAccount('icbc', policy)).toThrow('icbc-common');
    assertOwnAccount('icbc-common', policy);
    assertOwnAccount('icbc', { bankAccountId: null });
  });
});

test('R34.4: the statement of a quarter has every movement, and its closing is the balance', () => {
  expect(daysOfQuarter('2026-Q4')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
  const at = '2026-10-08T04:00:00Z';
  const posted = (nth: number, postedOn: string, more: Pick<Movement, 'kind' | 'fen' | 'vat'>): Movement => ({
    ...{
      movementId: `m${nth}`,
      estateId: 'yg',
      what: 'w',
      party: 'p',
      ground: 'g',
      status: 'posted',
      postedOn,
      ...more,
    },
    ...{ asked: { by: 'stf_li', at }, updatedAt: at, version: 1 },
  });
  const all = [
    posted(1, '2026-09-30', { kind: 'income', fen: 500 }),
    posted(2, '2026-10-01', income),
    posted(3, '2026-12-31', cost),
    posted(4, '2027-01-01', { kind: 'use', fen: 640_000 }),
    { ...posted(5, '2026-11-01', { kind: 'use', fen: 9 }), status: 'asked' as const },
  ];
  const statement = statementOf('yg', daysOfQuarter('2026-Q4'), all);
  expect(statement).toMatchObject({
    ...{ openingFen: 500, incomeFen: 1_000_000, costFen: 200_000, feeFen: 0, usedFen: 0, closingFen: 800_500 },
  });
  expect(statement.rows.map(({ fen }) => fen)).toEqual([1_000_000, -200_000]);
});
