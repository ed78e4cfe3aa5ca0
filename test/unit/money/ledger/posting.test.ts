import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, accountOf, accountSchema, isOfPayer } from '../../../../functions/money/ledger/account.ts';
import {
  chargeEntry,
  depositEntry,
  depositReturnEntry,
  meterUseEntry,
  overpaymentEntry,
  paymentEntry,
  prepaidUseEntry,
  recordSettlement,
  refundEntry,
  writeOffEntry,
} from '../../../../functions/money/ledger/entry-builders.ts';
import { isCustomerFunds, payerOf } from '../../../../functions/money/ledger/ledger-state.ts';
import { type Entry, entrySchema, movedBy, reversalOf, sumFen } from '../../../../functions/money/ledger/posting.ts';
import { depositBack, refundableFen, withRefund } from '../../../../functions/money/ledger/refund.ts';
import {
  append,
  type Balances,
  balanceAt,
  balanceOn,
  type RecordedEntries,
  refundableOf,
  withEntry,
} from '../../../models/ledger-model.ts';
import { accountsOf, attempts, bank, cash, head, ledgerAfter, wechat } from './ledger-fixtures.ts';

const bill = { billId: 'bil_q1', dueOn: '2025-03-31' };
const wang = account.receivable('psn_wang');
const prepaid = account.prepaid('psn_wang', 'general');
const charge = chargeEntry(head(1), { payerId: 'psn_wang', bill, lines: [{ feeItemId: 'property', fen: 71_853 }] });
const payment = paymentEntry(head(2), {
  payerId: 'psn_wang',
  moneyAccount: wechat,
  fen: 80_000,
  pays: [{ bill, fen: 71_853 }],
});
const posted = (...entries: Entry[]): RecordedEntries => entries.reduce<RecordedEntries>(append, []);
const later = {
  postedOn: '2025-03-06',
  recordedAt: '2025-03-06T01:00:00Z',
  reference: 'rev-1',
  description: '录入有误',
};

describe('the chart of accounts', () => {
  test('D28 an account code gives type, kind and ids', () => {
    expect(accountOf('liabilities:prepaid:psn_wang:electricity')).toMatchObject({
      type: 'liability',
      kind: 'prepaid',
      ids: ['psn_wang', 'electricity'],
    });
    expect([wang, cash, wechat, account.held('water'), account.revenue('property'), account.badDebts()]).toEqual([
      'assets:receivable:psn_wang',
      'assets:cash:li',
      'assets:channel:wechat',
      'liabilities:held:water',
      'income:revenue:property',
      'expenses:bad-debts',
    ]);
  });

  test('D28 no account exists for roundings, under a wrong type, without its id, or with a colon in the id', () => {
    for (const code of [
      'expenses:rounding',
      'income:receivable:psn_wang',
      'assets:cash',
      'assets:cash:',
      'constructor',
    ])
      expect(accountSchema.safeParse(code).success).toBe(false);
    expect(() => account.receivable('psn:wang')).toThrow(RangeError);
    expect(() => accountOf('assets:toString:x')).toThrow(RangeError);
  });

  test('R10.5 deposits and prepaid money are liabilities of one payer', () => {
    expect(accountOf(account.deposit('psn_wang', 'fit-out')).type).toBe('liability');
    expect(isOfPayer(prepaid, 'psn_wang')).toBe(true);
    expect(isOfPayer(prepaid, 'psn_zhao')).toBe(false);
    expect(isOfPayer(account.revenue('psn_wang'), 'psn_wang')).toBe(false);
  });
});

describe('the entries of each operation', () => {
  test('D27 the part of a payment above the bill becomes prepaid', () => {
    expect(payment.postings).toEqual([
      { account: wechat, fen: 80_000 },
      { account: wang, fen: -71_853, bill },
      { account: prepaid, fen: -8_147 },
    ]);
    expect(() =>
      paymentEntry(head(3), { payerId: 'p', moneyAccount: wechat, fen: 1, pays: [{ bill, fen: 2 }] }),
    ).toThrow(RangeError);
  });

  test('R4.8 money collected for a third party is no revenue', () => {
    const lines = [
      { feeItemId: 'property', fen: 100 },
      { feeItemId: 'water', held: true, fen: 50 },
    ];
    const entry = chargeEntry(head(1), { payerId: 'psn_wang', bill, lines });
    expect(movedBy(entry, account.held('water'))).toBe(-50);
    expect(movedBy(entry, account.revenue('property'))).toBe(-100);
    expect(movedBy(entry, wang)).toBe(150);
  });

  test('R11.4 prepaid money for electricity pays no property fee', () => {
    const use = (feeItemId: string) =>
      prepaidUseEntry(head(3), { payerId: 'psn_wang', purpose: 'electricity', pays: [{ bill, feeItemId, fen: 10 }] });
    expect(() => use('property')).toThrow(RangeError);
    expect(movedBy(use('electricity'), wang)).toBe(-10);
  });

  test('R11.5, R4.8 meter usage takes the money on the meter, also below zero, and earns like a bill of its fee item', () => {
    const onMeter = { payerId: 'psn_wang', meterId: 'm1' };
    const wangs = account.meter('psn_wang', 'm1');
    const topUp = paymentEntry(head(3), { ...onMeter, moneyAccount: cash, fen: 100, pays: [], purpose: 'electricity' });
    const use = (nth: number, fen: number, held = true) =>
      meterUseEntry(head(nth), { ...onMeter, feeItemId: 'electricity', held, fen });
    expect(posted(topUp, use(4, 130))).toHaveLength(2);
    expect([wangs, account.held('electricity')].map((code) => movedBy(use(4, 130), code))).toEqual([130, -130]);
    expect(movedBy(use(4, 130, false), account.revenue('electricity'))).toBe(-130);
    // Less was used than was settled before, so the entry is turned round.
    expect([wangs, account.held('electricity')].map((code) => movedBy(use(5, -20), code))).toEqual([-20, 20]);
    expect([movedBy(topUp, wangs), isCustomerFunds(wangs), payerOf(use(4, 130))]).toEqual([-100, true, 'psn_wang']);
  });

  test('the fee that a channel keeps is an expense', () => {
    const entry = recordSettlement(head(3), { from: wechat, to: bank, fen: 80_000, feeFen: 480 });
    expect([account.transit('icbc'), wechat, account.channelFees()].map((code) => movedBy(entry, code))).toEqual([
      79_520, -80_000, 480,
    ]);
  });

  test('D31, D32, R21.7 a waiver lowers the revenue, a bad debt the provision; older ones were an expense', () => {
    const given = (as: { badDebt: 'provision' | 'bad-debts' } | { waived: { feeItemId: string; fen: number }[] }) =>
      writeOffEntry(head(3), { payerId: 'psn_wang', bill, fen: 10, as });
    const waived = [{ feeItemId: 'property', fen: 10 }];
    const lost = given({ badDebt: 'provision' });
    expect(lost).toMatchObject({ kind: 'write-off', postings: [{ account: 'assets:provision' }, {}] });
    expect(movedBy(given({ badDebt: 'bad-debts' }), account.badDebts())).toBe(10);
    expect(movedBy(given({ waived }), account.revenue('property'))).toBe(10);
  });

  test('D32 the amount that a correction leaves over on a bill becomes prepaid', () => {
    const corrected = overpaymentEntry(head(3), { payerId: 'psn_wang', bill, fen: 450 });
    expect([wang, prepaid].map((code) => movedBy(corrected, code))).toEqual([450, -450]);
    expect(corrected.kind).toBe('overpaid');
  });

  test('money is in cash, bank or channel accounts only, and amounts are positive whole fen', () => {
    const pay = (moneyAccount: string, fen: number) => () =>
      paymentEntry(head(3), { payerId: 'p', moneyAccount, fen, pays: [] });
    for (const fen of [0, -1, 0.5, Number.NaN, 2 ** 53]) expect(pay(cash, fen)).toThrow(RangeError);
    expect(pay(account.badDebts(), 1)).toThrow(RangeError);
  });
});

describe('D28 the ledger', () => {
  test('an entry whose debit and credit differ by a fen is rejected', () => {
    const [first, ...others] = charge.postings;
    const wrong = { ...charge, postings: first ? [{ ...first, fen: first.fen + 1 }, ...others] : [] };
    expect(() => append([], wrong)).toThrow(RangeError);
    expect(entrySchema.safeParse(charge).success).toBe(true);
  });

  test('sums are exact in any order, and sums beyond the safe integers are rejected', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(sumFen([most, most, -most, -most, 1])).toBe(1);
    expect(() => sumFen([most, 1])).toThrow(RangeError);
  });

  test('a receivable posting names its bill, and no other posting does', () => {
    const without = { ...charge, postings: charge.postings.map(({ account: code, fen }) => ({ account: code, fen })) };
    expect(() => append([], without)).toThrow(RangeError);
    const everywhere = { ...charge, postings: charge.postings.map((one) => ({ ...one, bill })) };
    expect(() => append([], everywhere)).toThrow(RangeError);
  });

  test('the same entry is recorded once; another entry with its id is rejected', () => {
    const recorded = posted(charge);
    expect(append(recorded, structuredClone(charge))).toBe(recorded);
    expect(() => append(recorded, { ...charge, description: 'other' })).toThrow(RangeError);
  });

  test('entries come in order of recording, from one estate, and not posted before they happened', () => {
    expect(() => posted(payment, charge)).toThrow(RangeError);
    expect(() => append(posted(charge), { ...payment, estateId: 'other' })).toThrow(RangeError);
    expect(() => append([], { ...charge, occurredOn: '2025-03-06' })).toThrow(RangeError);
  });

  test('a reversal is the mirror of its entry and restores every balance', () => {
    const recorded = posted(charge, payment, reversalOf(payment, later));
    expect(balanceOn(recorded, wang, '2025-03-05')).toBe(0);
    expect(balanceOn(recorded, wang, '2025-03-06')).toBe(71_853);
    expect(balanceOn(recorded, wechat, '2025-03-06')).toBe(0);
    expect(recorded).toContain(payment);
  });

  test('an entry is reversed only once, and a reversal never', () => {
    const reversal = reversalOf(charge, later);
    const recorded = posted(charge, reversal);
    const again = { ...reversalOf(charge, { ...later, reference: 'rev-2' }), recordedAt: '2025-03-07T00:00:00Z' };
    expect(() => append(recorded, again)).toThrow('entry-reversed-already');
    expect(() => append(recorded, { ...again, entryId: 'ent_other' })).toThrow('entry-reversed-already');
    expect(append(recorded, reversal)).toBe(recorded);
    expect(() => reversalOf(reversal, later)).toThrow(RangeError);
    expect(() => reversalOf(charge, { ...later, postedOn: '2025-03-04' })).toThrow(RangeError);
  });

  test('a reversal that is no mirror, or has no entry, is rejected', () => {
    const reversal = reversalOf(charge, later);
    expect(() => append([], reversal)).toThrow(RangeError);
    const half = { ...reversal, postings: reversal.postings.map((one) => ({ ...one, fen: one.fen / 3 })) };
    expect(() => append(posted(charge), half)).toThrow(RangeError);
  });

  test('the balance at any past instant stays known', () => {
    const recorded = posted(charge, payment);
    const at = ['2025-03-05T00:00:59Z', '2025-03-05T00:01:00Z', '2025-03-05T00:01:59.999Z', '2025-03-05T00:02:00Z'];
    expect(at.map((instant) => balanceAt(recorded, wang, instant))).toEqual([0, 71_853, 71_853, 0]);
  });
});

describe('D33 refunds', () => {
  const refund = (n: number, fen: number) =>
    refundEntry(head(n), {
      paymentId: 'ent_0002',
      payerId: 'psn_wang',
      from: { purpose: 'general' },
      moneyAccount: cash,
      fen,
    });

  test('after 800.00 paid and 500.00 refunded, exactly 300.00 can be refunded', () => {
    const state = withRefund({ paidFen: 80_000, refundedFen: 0 }, 50_000);
    expect(refundableFen(state)).toBe(30_000);
    expect(withRefund(state, 30_000)).toEqual({ paidFen: 80_000, refundedFen: 80_000 });
    expect(() => withRefund(state, 30_001)).toThrow('refund-above-paid');
    expect(() => withRefund(state, 0)).toThrow(RangeError);
  });

  test('a reversed refund can be made again; a refunded payment cannot be reversed', () => {
    const recorded = posted(charge, payment, refund(3, 8_000));
    expect(refundableOf(recorded, payment.entryId)).toEqual({ paidFen: 80_000, refundedFen: 8_000 });
    expect(() => append(recorded, reversalOf(payment, later))).toThrow('payment-refunded-already');
    const undone = append(recorded, reversalOf(refund(3, 8_000), later));
    expect(refundableOf(undone, payment.entryId).refundedFen).toBe(0);
    const after = { ...later, recordedAt: '2025-03-06T02:00:00Z' };
    const gone = append(undone, reversalOf(payment, after));
    expect(() => append(gone, { ...refund(9, 1), recordedAt: '2025-03-07T00:00:00Z' })).toThrow('refund-above-paid');
  });

  test('a refund from prepaid money cannot exceed it', () => {
    expect(() => posted(charge, payment, refund(3, 8_148))).toThrow('balance-too-low');
    expect(posted(charge, payment, refund(3, 8_147))).toHaveLength(3);
  });

  test('R10.5 a deposit of 2,000.00 with 350.00 documented deductions pays back 1,650.00', () => {
    const deduction = { item: '电梯划痕', evidence: ['photo-1'], signedBy: 'psn_wang', fen: 35_000 };
    expect(depositBack(200_000, [deduction])).toBe(165_000);
    expect(depositBack(35_000, [deduction])).toBe(0);
    expect(() => depositBack(34_999, [deduction])).toThrow('deductions-above-deposit');
    expect(() => depositBack(200_000, [{ ...deduction, evidence: [] }])).toThrow(RangeError);
    expect(() => depositBack(200_000, [{ ...deduction, signedBy: '' }])).toThrow(RangeError);

    const taken = depositEntry(head(1), { payerId: 'psn_wang', purpose: 'fit-out', moneyAccount: cash, fen: 200_000 });
    const what = { payerId: 'psn_wang', purpose: 'fit-out', moneyAccount: cash, fen: 200_000, feeItemId: 'damages' };
    const back = depositReturnEntry(head(2), { depositId: taken.entryId, ...what, deductions: [deduction] });
    const recorded = posted(taken, back);
    expect(balanceOn(recorded, cash, '2025-03-05')).toBe(35_000);
    expect(balanceOn(recorded, account.revenue('damages'), '2025-03-05')).toBe(-35_000);
    expect(balanceOn(recorded, account.deposit('psn_wang', 'fit-out'), '2025-03-05')).toBe(0);
    const twice = depositReturnEntry(head(3), { depositId: taken.entryId, ...what, deductions: [] });
    expect(() => append(recorded, twice)).toThrow('refund-above-paid');
  });
});

describe('any sequence of charges, payments, refunds and reversals', () => {
  test('D28 every entry balances, and the stored balances are the sums of the postings', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const recorded = ledgerAfter(tried);
        const kept = recorded.reduce<Balances>(withEntry, new Map());
        for (const entry of recorded) expect(sumFen(entry.postings.map(({ fen }) => fen))).toBe(0);
        expect([...kept.keys()].sort()).toEqual(accountsOf(recorded));
        for (const [code, fen] of kept) {
          expect(balanceAt(recorded, code, '2199-01-01T00:00:00Z')).toBe(fen);
          expect(balanceOn(recorded, code, '2199-01-01')).toBe(fen);
        }
        expect(sumFen(kept.values())).toBe(0);
      }),
    );
  });

  test('D28 past balances of the ledger never change', () => {
    let accounts = 0;
    fc.assert(
      fc.property(attempts, fc.nat(), (tried, cut) => {
        const recorded = ledgerAfter(tried);
        const before = recorded.slice(0, cut % (recorded.length + 1));
        const at = before.at(-1)?.recordedAt ?? '2025-01-01T00:00:00Z';
        const codes = accountsOf(recorded);
        accounts += codes.length;
        expect(codes.map((code) => balanceAt(recorded, code, at))).toEqual(
          codes.map((code) => balanceAt(before, code, at)),
        );
      }),
    );
    expect(accounts).toBeGreaterThan(0);
  });

  test('D33 no payment or deposit is ever refunded beyond what was paid', () => {
    let refundable = 0;
    fc.assert(
      fc.property(attempts, (tried) => {
        const recorded = ledgerAfter(tried);
        for (let n = 1; n <= recorded.length; n += 1) {
          for (const { entryId, kind } of recorded.slice(0, n)) {
            if (kind !== 'payment' && kind !== 'deposit') continue;
            refundable += 1;
            expect(refundableFen(refundableOf(recorded.slice(0, n), entryId))).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 50 },
    );
    expect(refundable).toBeGreaterThan(0);
  });

  test('D28 reversing every remaining entry brings every account to zero', () => {
    let accounts = 0;
    fc.assert(
      fc.property(attempts, (tried) => {
        const start = ledgerAfter(tried);
        const gone = new Set(start.map((entry) => entry.reverses));
        const standing = start.filter((entry) => entry.kind !== 'reversal' && !gone.has(entry.entryId));
        // Latest first, so that a refund is reversed before its payment.
        const end = standing
          .toReversed()
          .reduce(
            (recorded, entry, n) =>
              append(
                recorded,
                reversalOf(entry, { ...later, postedOn: '2199-01-01', recordedAt: `2199-01-01T00:00:${n + 10}Z` }),
              ),
            start,
          );
        const balances = accountsOf(end).map((code) => balanceOn(end, code, '2199-01-01'));
        accounts += balances.length;
        expect(balances.filter((fen) => fen !== 0)).toEqual([]);
      }),
    );
    expect(accounts).toBeGreaterThan(0);
  });
});
