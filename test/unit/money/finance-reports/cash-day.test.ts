import { describe, expect, test } from 'vitest';
import {
  CashDay,
  cashDayColumns,
  cashDayRows,
  receiptsOf,
} from '../../../../functions/money/finance-reports/cash-day.ts';
import { fundColumns, fundOpenings, fundRows } from '../../../../functions/money/finance-reports/fund-movements.ts';
import { depositRow, suspenseRow, waiverRow } from '../../../../functions/money/finance-reports/list-reports.ts';
import { mergeRows } from '../../../../functions/money/finance-reports/report-row.ts';
import { account } from '../../../../functions/money/ledger/account.ts';
import { balancesAfter } from '../../../../functions/money/ledger/closed-day.ts';
import {
  chargeEntry,
  depositEntry,
  identifiedEntry,
  paymentEntry,
  prepaidUseEntry,
  recordSettlement,
  refundEntry,
  unidentifiedEntry,
} from '../../../../functions/money/ledger/entry-builders.ts';
import { entryIdOf, reversalOf } from '../../../../functions/money/ledger/posting.ts';
import { neutralVouchers } from '../../../../functions/money/ledger/vouchers.ts';
import { head } from '../ledger/ledger-fixtures.ts';

const cash = account.cash('cashier-li');
const payerId = 'psn_wang';
const old = { billId: 'bil_old', dueOn: '2024-12-31' };
const now = { billId: 'bil_now', dueOn: '2025-03-31' };
const of = (n: number, reference: string) => head(n, { reference });

/** A day: 100.00 for an old bill, 60.00 of it late charge of the new one, 12.00 in advance, and more. */
const late = chargeEntry(of(1, 'bil_now'), { payerId, bill: now, lines: [{ feeItemId: 'late-charge', fen: 500 }] });
const payment = paymentEntry(of(2, 'r-1'), { payerId, moneyAccount: cash, fen: 22_700, pays: [] });
const use = prepaidUseEntry(of(3, 'r-1'), {
  payerId,
  purpose: 'general',
  pays: [
    { bill: old, fen: 10_000, feeItemId: 'property' },
    { bill: now, fen: 11_500, feeItemId: 'property' },
  ],
});
const deposit = depositEntry(of(4, 'r-2'), { payerId, purpose: 'fit-out', moneyAccount: cash, fen: 5_000 });
const topUp = paymentEntry(of(5, 'r-3'), { payerId, moneyAccount: cash, fen: 3_000, pays: [], meterId: 'mtr_1' });
const refund = refundEntry(of(6, 'r-4'), {
  paymentId: payment.entryId,
  payerId,
  from: { purpose: 'general' },
  moneyAccount: cash,
  fen: 700,
});
const slip = recordSettlement(of(7, 'jk-1'), { from: cash, to: account.bank('icbc'), fen: 20_000, feeFen: 0 });
const unknown = unidentifiedEntry(of(8, 'b-1'), { moneyAccount: account.bank('icbc'), fen: 900 });
const entries = [late, payment, use, deposit, topUp, refund, slip, unknown];

const receipt = (sequence: number, voided = false) => ({
  number: { cashierId: 'cashier-li', day: '2025-03-05', sequence },
  account: cash,
  reference: `r-${sequence}`,
  fen: 1,
  day: '2025-03-05',
  voided,
});
const documents = {
  receipts: [receipt(1), receipt(2, true), receipt(4)],
  counters: [{ cashierId: 'cashier-li', sequence: 4 }],
};

describe("R32.4 the cashier's day report", () => {
  const day = new CashDay('2025-03-05');
  day.add(entries.slice(4));
  day.add(entries.slice(0, 4));
  const rows = cashDayRows('2025-03-05', {
    opening: { [cash]: 50_000, 'assets:receivable': 12 },
    moved: day.moved(),
    documents,
    counts: [],
  });

  test('R32.4 what was received stands by what it paid, and opening and movements are closing', () => {
    expect(rows.map(({ key }) => key)).toEqual([account.bank('icbc'), cash]);
    expect(rows[1]?.sums).toEqual({
      opening: 50_000,
      arrears: 10_000,
      current: 11_000,
      lateCharge: 500,
      advance: 1_200,
      deposit: 5_000,
      meter: 3_000,
      refunds: -700,
      settled: -20_000,
      closing: 60_000,
    });
    expect(rows[0]?.sums).toEqual({ opening: 0, unknown: 900, closing: 900 });
    for (const { sums } of rows) {
      const { closing, ...rest } = sums;
      expect(Object.values(rest).reduce((sum, fen) => sum + fen, 0)).toBe(closing);
      expect(Object.keys(sums).every((name) => cashDayColumns.some(({ id }) => id === name))).toBe(true);
    }
  });

  test('R32.4 receipts have from and to, gaps and voided numbers', () => {
    expect(rows[1]?.cells).toEqual({ account: cash, receipts: '1-4 (3)', gaps: '3', voided: '2' });
    expect(receiptsOf('another', '2025-03-05', documents)).toEqual({ receipts: '', gaps: '', voided: '' });
  });

  test('R32.4 a reversal of a payment is no income', () => {
    const again = new CashDay('2025-03-05');
    const { postedOn, recordedAt, reference, description } = of(9, 'r-1x');
    again.add([...entries, reversalOf(topUp, { postedOn, recordedAt, reference, description })]);
    expect(again.moved().get(cash)).toMatchObject({ meter: 3_000, voids: -3_000 });
  });
});

describe('R32.6 money held for others', () => {
  test('R32.6 opening and movements of each account are closing, as the closes store it', () => {
    const before = balancesAfter({}, [unknown, deposit]);
    const later = [
      identifiedEntry(of(10, 'b-1'), { payerId, purpose: 'general', fen: 900 }),
      payment,
      use,
      chargeEntry(of(11, 'bil_w'), { payerId, bill: now, lines: [{ feeItemId: 'water', held: true, fen: 300 }] }),
    ];
    const rows = mergeRows([...fundOpenings(before, neutralVouchers), ...fundRows(later, neutralVouchers)]);
    expect(Object.fromEntries(rows.map(({ key, sums }) => [key, sums]))).toEqual({
      'liabilities:deposit': { opening: 5_000, closing: 5_000 },
      'liabilities:held:water': { billed: 300, closing: 300 },
      'liabilities:prepaid': { transferred: 900, received: 22_700, used: -21_500, closing: 2_100 },
      'liabilities:suspense': { opening: 900, transferred: -900, closing: 0 },
    });
    const after = balancesAfter(before, later);
    for (const { key, sums } of rows) expect(0 - (after[key] ?? 0)).toBe(sums.closing);
    expect(fundColumns.map(({ id }) => id)).toContain('transferred');
  });
});

describe('R32.6 lists', () => {
  const day = (on: string) => entryIdOf(on, 'x');

  test('R32.6 a deposit is held from the day it was taken to the day before it is returned', () => {
    const held = {
      depositId: 'dep_1',
      estateId: 'yg',
      payerId,
      purpose: 'fit-out',
      fen: 5_000,
      method: 'cash' as const,
      moneyAccount: cash,
      reference: 'r',
      occurredOn: '2025-03-05',
      takenAt: '2025-03-05T01:00:00Z',
      takenBy: 'li',
      receiptNumber: 'n',
      entryId: day('2025-03-06'),
      status: 'held' as const,
      updatedAt: '2025-03-05T01:00:00Z',
      version: 1,
    };
    const fenOn = (one: Parameters<typeof depositRow>[0], on: string) => depositRow(one, on)?.sums.fen;
    expect([fenOn(held, '2025-03-05'), fenOn(held, '2025-03-06')]).toEqual([undefined, 5_000]);
    const back = {
      fen: 5_000,
      keptFen: 0,
      deductions: [],
      method: 'cash' as const,
      moneyAccount: cash,
      reference: 'b',
    };
    const returned = { ...held, returned: { ...back, on: '2025-05-01', at: '', by: 'li', entryId: day('2025-05-01') } };
    expect([fenOn(returned, '2025-04-30'), fenOn(returned, '2025-05-01')]).toEqual([5_000, undefined]);
  });

  test('R21.2 unidentified money ages from its value day until it is identified', () => {
    const open = {
      receiptId: 'unr_1',
      estateId: 'yg',
      fen: 900,
      method: 'transfer' as const,
      moneyAccount: account.bank('icbc'),
      reference: 'b-1',
      occurredOn: '2025-03-05',
      said: {},
      status: 'open' as const,
      entryId: day('2025-03-05'),
      takenAt: '2025-03-05T01:00:00Z',
      takenBy: 'li',
      updatedAt: '2025-03-05T01:00:00Z',
      version: 1,
    };
    const on = (asOf: string) => suspenseRow(open, asOf, 'Asia/Shanghai')?.sums;
    expect(on('2025-03-04')).toBeUndefined();
    expect(on('2025-04-04')).toEqual({ days0to30: 900, fen: 900 });
    expect(on('2025-04-05')).toEqual({ days31to90: 900, fen: 900 });
    expect(on('2028-03-05')).toEqual({ years1to3: 900, fen: 900 });
    expect(on('2028-03-06')).toEqual({ over3years: 900, fen: 900 });
    const identified = { paymentId: 'pay', at: '2025-05-01T17:00:00Z', by: 'a', askedBy: 'b' };
    const found = { ...open, status: 'identified' as const, identified };
    // 17:00 UTC is the next day in Shanghai.
    expect(suspenseRow(found, '2025-05-01', 'Asia/Shanghai')).toBeDefined();
    expect(suspenseRow(found, '2025-05-02', 'Asia/Shanghai')).toBeUndefined();
  });

  test('R32.6 waivers name who requested and who approved them', () => {
    const waiver = {
      waiverId: 'wvr_1',
      estateId: 'yg',
      billId: 'bil_1',
      unitId: 'unt_1',
      unitLabel: '1栋1201',
      payerId,
      part: 'principal' as const,
      fen: 100,
      reason: '漏水',
      status: 'granted' as const,
      asked: { by: 'desk', on: '2025-03-01', at: '2025-03-01T01:00:00Z' },
      decided: { by: 'manager', on: '2025-04-02' },
      updatedAt: '2025-04-02T01:00:00Z',
      version: 2,
    };
    const april = { from: '2025-04-01', to: '2025-04-30' };
    expect(waiverRow(waiver, april)).toMatchObject({
      cells: { askedBy: 'desk', approvedBy: 'manager' },
      sums: { fen: 100 },
    });
    expect(waiverRow(waiver, { from: '2025-03-01', to: '2025-04-01' })).toBeUndefined();
  });
});
