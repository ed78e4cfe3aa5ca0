import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bill } from '../../../../functions/money/fees/bill.ts';
import { lateOf, partsOpenOn } from '../../../../functions/money/fees/bill-late.ts';
import { totalOf } from '../../../../functions/money/fees/debt-parts.ts';
import { changeMovedBills, withoutPayment } from '../../../../functions/money/fees/pay-bills.ts';
import {
  chargeEntry,
  paymentEntry,
  prepaidUseEntry,
  unidentifiedEntry,
} from '../../../../functions/money/ledger/entry-builders.ts';
import {
  account,
  type Entry,
  identifiedEntry,
  reversalOf,
  takenOffEntry,
} from '../../../../functions/money/ledger/public.ts';
import { defaultPaymentOrder } from '../../../../functions/money/payments/allocation.ts';
import { assertOwnCash, type Correction, decideCorrection } from '../../../../functions/money/payments/correction.ts';
import { payableWith, type Share, shareOut } from '../../../../functions/money/payments/share-out.ts';
import { unidentifiedView } from '../../../../functions/money/payments/unidentified.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { append, type RecordedEntries } from '../../../models/ledger-model.ts';
import { aBill, ledger, policy } from '../fees/a-bill.ts';
import { bank, head } from '../ledger/ledger-fixtures.ts';

const payers = ['psn_p4', 'psn_p5'] as const;
const valueDay = '2025-04-10';
const general = 'general';

interface Money {
  id: string;
  payerId: string | undefined;
  fen: number;
  /** Its money entry and the entries by which it came to its payer. */
  entries: Entry[];
  use?: Entry | undefined;
  shares: readonly Share[];
}

/** The ledger, the bills and the bank statement of two payers, changed as corrections change them. */
class TwoPayers {
  recorded: RecordedEntries = [];
  readonly bills = new Map<string, Bill>();
  readonly money: Money[] = [];
  /** The balance of the bank statement, fen. */
  statementFen = 0;
  #n = 0;
  #day = valueDay;

  constructor() {
    for (const [i, payerId] of payers.flatMap((one) => [one, one]).entries()) {
      const bill = aBill({ billId: `bill_${i}`, payerId });
      const { billId, dueOn, lines } = bill;
      this.#enter(chargeEntry(this.#head(), { payerId, bill: { billId, dueOn }, lines }));
      this.bills.set(billId, bill);
    }
  }

  later(days: number): void {
    this.#day = addDays(this.#day, days);
  }

  pay(payerId: string | undefined, fen: number): void {
    this.statementFen += fen;
    const entry =
      payerId === undefined
        ? unidentifiedEntry(this.#head(), { moneyAccount: bank, fen })
        : paymentEntry(this.#head(), { payerId, moneyAccount: bank, fen, pays: [] });
    this.#enter(entry);
    this.#goes({ id: `pay_${this.money.length}`, payerId: undefined, fen, entries: [entry], shares: [] }, payerId);
  }

  /** Moves money to another payer, or to an unknown one (R21.3). */
  move(money: Money, payerId: string | undefined): void {
    const from = money.payerId;
    if (money.use) this.#enter(reversalOf(money.use, this.#head()));
    const what = { purpose: general, fen: money.fen };
    if (from !== undefined) money.entries.push(this.#enter(takenOffEntry(this.#head(), { payerId: from, ...what })));
    if (payerId !== undefined) money.entries.push(this.#enter(identifiedEntry(this.#head(), { payerId, ...what })));
    this.#goes(money, payerId);
  }

  /**
   * Corrects a mistyped amount: reverses the wrong entries and posts the right one (R21.4). The bank had the
   * right amount all along.
   */
  retype(money: Money, fen: number): void {
    this.statementFen += fen - money.fen;
    if (money.use) this.#enter(reversalOf(money.use, this.#head()));
    for (const entry of money.entries.toReversed()) this.#enter(reversalOf(entry, this.#head()));
    const { payerId } = money;
    money.fen = fen;
    money.entries =
      payerId === undefined
        ? [this.#enter(unidentifiedEntry(this.#head(), { moneyAccount: bank, fen }))]
        : [this.#enter(paymentEntry(this.#head(), { payerId, moneyAccount: bank, fen, pays: [] }))];
    this.#goes(money, payerId);
  }

  balance(code: string): number {
    return this.recorded
      .flatMap(({ postings }) => postings)
      .reduce((sum, one) => sum + (one.account === code ? one.fen : 0), 0);
  }

  claimOf(billId: string): number {
    const postings = this.recorded.flatMap((entry) => entry.postings).filter(({ bill }) => bill?.billId === billId);
    return postings.reduce((sum, { fen }) => sum + fen, 0);
  }

  get today(): string {
    return this.#day;
  }

  #goes(money: Money, payerId: string | undefined): void {
    const act = { actor: { kind: 'staff' as const, id: 'stf_li' }, recordedAt: `${this.#day}T04:00:00Z` };
    const of = { act, today: this.#day, policy };
    const leaves = money.shares.flatMap(({ bill }) => this.bills.get(bill.billId) ?? []);
    const left = new Map(leaves.map((bill) => [bill.billId, withoutPayment(bill, { ...of, paymentId: money.id })]));
    const theirs = [...this.bills.values()].filter((bill) => bill.payerId === payerId);
    const payable = theirs
      .map((bill) => left.get(bill.billId) ?? bill)
      .flatMap((bill) => payableWith(general, { bill, open: partsOpenOn(bill, valueDay, policy) }) ?? []);
    const { shares } = shareOut(money.fen, payable, {
      order: { ...defaultPaymentOrder, lateChargeRank: 'before' },
      on: valueDay,
      fees: policy,
      most: 16,
    });
    const id = `${money.id}'`;
    const pays = shares.map(({ bill, parts }) => ({ bill: this.bills.get(bill.billId) ?? bill, parts }));
    const what = { ...of, paymentId: id, leaving: money.id, on: valueDay, leaves, pays, excused: true };
    const moved = changeMovedBills(ledger, what);
    for (const { bill } of moved) this.bills.set(bill.billId, bill);
    for (const entry of moved.flatMap(({ entries }) => entries))
      this.#enter({ ...entry, recordedAt: this.#head().recordedAt });
    money.use = undefined;
    if (payerId !== undefined && shares.length > 0) {
      const used = shares.map(({ bill, parts }) => ({
        bill: { billId: bill.billId, dueOn: bill.dueOn },
        feeItemId: 'fee_property',
        fen: totalOf(parts),
      }));
      money.use = this.#enter(prepaidUseEntry(this.#head(), { payerId, purpose: general, pays: used }));
    }
    Object.assign(money, { id, payerId, shares });
    if (!this.money.includes(money)) this.money.push(money);
  }

  #head() {
    this.#n += 1;
    const recordedAt = `${this.#day}T08:00:00.${String(this.#n).padStart(6, '0')}Z`;
    return { ...head(this.#n), occurredOn: this.#day, postedOn: this.#day, recordedAt };
  }

  #enter(entry: Entry): Entry {
    this.recorded = append(this.recorded, entry);
    return entry;
  }
}

describe('R21.12 after any sequence of payments and corrections', () => {
  const step = fc.record({
    what: fc.constantFrom('pay', 'unknown', 'move', 'unassign', 'retype'),
    payer: fc.constantFrom(...payers),
    pick: fc.nat(20),
    fen: fc.integer({ min: 1, max: 200_000 }),
    days: fc.nat(9),
  });

  test('bills, bank, suspense and the money of each payer agree with their accounts', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const two = new TwoPayers();
        for (const { what, payer, pick, fen, days } of steps) {
          two.later(days);
          const money = two.money[pick % Math.max(1, two.money.length)];
          if (what === 'pay' || what === 'unknown' || !money) two.pay(what === 'unknown' ? undefined : payer, fen);
          else if (what === 'retype') two.retype(money, fen);
          else if (what === 'unassign' && money.payerId !== undefined) two.move(money, undefined);
          else if (money.payerId !== payer) two.move(money, payer);
        }
        const bills = [...two.bills.values()];
        const open = bills.map((bill) => {
          const paid = bill.paid.reduce((sum, { parts }) => sum + totalOf(parts), 0);
          const claimed = bill.lateClaims.reduce((sum, one) => sum + one.fen, 0);
          return bill.fen + claimed - paid;
        });
        expect(open.filter((fen) => fen < 0)).toEqual([]);
        expect(bills.map(({ billId }) => two.claimOf(billId))).toEqual(open);
        expect(two.balance(bank)).toBe(two.statementFen);
        const sumOf = (of: readonly Money[]) => of.reduce((sum, { fen }) => sum + fen, 0);
        expect(0 - two.balance(account.suspense())).toBe(
          sumOf(two.money.filter(({ payerId }) => payerId === undefined)),
        );
        const rests = payers.map((payer) => {
          const own = two.money.filter(({ payerId }) => payerId === payer);
          return sumOf(own) - own.flatMap(({ shares }) => shares).reduce((sum, { parts }) => sum + totalOf(parts), 0);
        });
        const corrected = payers.map((payer) => 0 - two.balance(account.prepaid(payer, general)));
        expect(corrected.every((fen, i) => fen >= (rests[i] ?? 0))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('BANK-45 with 100.00 moves from p4 to p5: p4 owes 100.00 more, p5 100.00 less, and the bank account does not change', () => {
    const two = new TwoPayers();
    two.pay('psn_p4', 10_000);
    const [money] = two.money;
    if (!money) throw new Error('nothing was paid');
    const owed = (payer: string) => two.balance(account.receivable(payer));
    // Two bills of 718.53 share the money. The 3.59 of late charge of each until the value day are claimed.
    expect([owed('psn_p4'), owed('psn_p5')]).toEqual([143_706 + 718 - 10_000, 143_706]);
    two.later(5);
    two.move(money, 'psn_p5');
    expect([owed('psn_p4'), owed('psn_p5')]).toEqual([143_706 + 718, 143_706 + 718 - 10_000]);
    expect(two.balance(bank)).toBe(10_000);
    expect(two.recorded.filter(({ postings }) => postings.some((one) => one.account === bank))).toHaveLength(1);
  });
});

describe('R21.3 the late charge', () => {
  test('the late charge of the first payer stops for the days of the mistake and continues after it', () => {
    const paid = {
      paymentId: 'pay_1',
      on: '2025-04-10',
      at: '',
      parts: { costs: 0, 'late-charge': 0, principal: 71_853 },
    };
    const bill = aBill({ paid: [paid], status: 'paid' });
    const act = { actor: { kind: 'staff' as const, id: 'stf_li' }, recordedAt: '2025-05-10T04:00:00Z' };
    const what = { paymentId: 'pay_1', on: '2025-05-10', today: '2025-05-10', act, policy, leaves: [bill], pays: [] };
    const [left] = changeMovedBills(ledger, { ...what, excused: true }).map(({ bill }) => bill);
    const [bounced] = changeMovedBills(ledger, what).map(({ bill }) => bill);
    if (!left || !bounced) throw new Error('the bill was not moved');
    const claimed = (one: Bill, day: string) => lateOf(one, day, policy).claimedFen;
    expect(left).toMatchObject({ status: 'published', excused: [{ from: '2025-04-11', to: '2025-05-10' }] });
    // Ten days of 718.53 at 0.05 percent are 3.59; one day is 0.36.
    expect([claimed(left, '2025-04-10'), claimed(left, '2025-05-10'), claimed(left, '2025-05-11')]).toEqual([
      359, 359, 395,
    ]);
    expect(claimed(bounced, '2025-05-10')).toBeGreaterThan(359);
  });
});

describe('R20.1 a correction', () => {
  const asked: Correction = {
    correctionId: 'cor_1',
    estateId: 'yg',
    reason: '录错',
    status: 'asked',
    paymentId: 'pay_1',
    change: { kind: 'payer', payerId: 'psn_p5' },
    asked: { by: 'stf_li', at: '' },
    updatedAt: '',
    version: 1,
  };
  const act = { actor: { kind: 'staff' as const, id: 'x' }, recordedAt: '2025-05-10T04:00:00Z' };
  const refusal = (correction: Correction, by: string) => {
    try {
      return decideCorrection(correction, 'approved', { by }, act).status;
    } catch (error) {
      if (error instanceof Problem) return error.kind.code;
      throw error;
    }
  };

  test('a correction is approved once, by another person than the requester, and never for oneself', () => {
    expect(refusal(asked, 'stf_li')).toBe('another-person-needed');
    expect(refusal(asked, 'psn_p5')).toBe('correction-for-yourself');
    expect(refusal(asked, 'stf_wu')).toBe('approved');
    expect(refusal({ ...asked, status: 'refused' }, 'stf_wu')).toBe('illegal-state');
  });
});

describe('R21.2 an unidentified receipt', () => {
  test('a receipt open for more than 30 days is overdue, and after three years a lawyer checks it', () => {
    const receipt = {
      receiptId: 'unr_1',
      estateId: 'yg',
      fen: 10_000,
      method: 'transfer' as const,
      moneyAccount: bank,
      reference: 'B',
      occurredOn: '2025-01-01',
      said: {},
      status: 'open' as const,
      entryId: 'e',
      takenAt: '',
      takenBy: 'stf_li',
      updatedAt: '',
      version: 1,
    };
    const { ageDays, overdue } = unidentifiedView(receipt, '2025-01-31');
    expect([ageDays, overdue]).toEqual([30, false]);
    expect(unidentifiedView(receipt, '2025-02-01')).toMatchObject({ ageDays: 31, overdue: true, legalCheck: false });
    expect(unidentifiedView(receipt, '2028-06-01')).toMatchObject({ overdue: true, legalCheck: true });
    // 2028-01-01 is a Saturday.
    expect(unidentifiedView(receipt, '2028-01-03').legalCheck).toBe(false);
    expect(unidentifiedView(receipt, '2028-01-04').legalCheck).toBe(true);
    expect(unidentifiedView({ ...receipt, status: 'identified' }, '2028-06-01').overdue).toBe(false);
  });
});

describe('R20.4 only the cashier of a drawer requests corrections of its cash', () => {
  const cash = { moneyAccount: account.cash('stf_li') };
  const refusal = (change: Parameters<typeof assertOwnCash>[0], of: { moneyAccount: string }, by: string) => {
    try {
      assertOwnCash(change, of, by);
      return 'asked';
    } catch (error) {
      if (error instanceof Problem) return error.kind.code;
      throw error;
    }
  };

  test('the cashier of the drawer requests another amount of cash or its void', () => {
    for (const change of [{ kind: 'void' }, { kind: 'entry', fen: 5 }] as const) {
      expect(refusal(change, cash, 'stf_li')).toBe('asked');
      expect(refusal(change, cash, 'stf_wu')).toBe('not-your-drawer');
      expect(refusal(change, { moneyAccount: bank }, 'stf_wu')).toBe('asked');
    }
  });

  test('a correction of the payer does not move the cash, so anyone at the desk may request it', () => {
    expect(refusal({ kind: 'payer', payerId: 'psn_p5' }, cash, 'stf_wu')).toBe('asked');
  });
});
