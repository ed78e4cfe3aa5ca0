import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargeEntry, paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { type Entry, reversalOf } from '../../../../functions/money/ledger/posting.ts';
import { inOrder } from '../../../../functions/money/ledger/statement.ts';
import {
  accountInChart,
  DayVouchers,
  debitsOf,
  kingdeeVouchers,
  neutralVouchers,
  type VoucherFormat,
  voucherHead,
  voucherOfEntry,
  voucherRows,
} from '../../../../functions/money/ledger/vouchers.ts';
import { bank, head } from './ledger-fixtures.ts';

const bill = { billId: 'bil_q1', dueOn: '2025-03-31' };
const charge = chargeEntry(head(1, { description: '一季度物业费' }), {
  payerId: 'psn_wang',
  bill,
  lines: [{ feeItemId: 'property', fen: 71_853 }],
});
const payment = paymentEntry(head(2, { receiptNumber: '1-20250305-cashier-1' }), {
  payerId: 'psn_wang',
  moneyAccount: bank,
  fen: 80_000,
  pays: [{ bill, fen: 71_853 }],
});
const reversal = reversalOf(payment, {
  ...head(3),
  postedOn: '2025-03-06',
  recordedAt: '2025-03-06T01:00:00Z',
  description: '退票',
});

/** Writes the vouchers of entries in the order of the ledger. */
const vouchersOf = (entries: readonly Entry[], format: VoucherFormat, first: number) =>
  voucherRows(
    inOrder(entries).map((entry) => voucherOfEntry(entry, format)),
    format,
    first,
  );

/** Reads a voucher file as a program does. */
function rowsOf(text: string): Record<string, string>[] {
  return parse(text, { bom: true, columns: true });
}
const fileOf = (entries: Parameters<typeof vouchersOf>[0], format = neutralVouchers, first = 1) =>
  `${voucherHead(format)}${vouchersOf(entries, format, first)}`;

describe('vouchers for an accounting program', () => {
  test('R31.1 a charge and its payment have the numbers of the enterprise standard', () => {
    const rows = rowsOf(fileOf([payment, charge]));
    const short = rows.map((row) => [row.凭证号, row.科目编码, row.借方金额, row.贷方金额, row.客户]);
    expect(short).toEqual([
      ['1', '1122', '718.53', '', 'psn_wang'],
      ['1', '6001', '', '718.53', ''],
      ['2', '1002', '800.00', '', ''],
      ['2', '1122', '', '718.53', 'psn_wang'],
      ['2', '2203', '', '81.47', 'psn_wang'],
    ]);
    expect(rows[0]).toMatchObject({ 制单日期: '2025-03-05', 凭证类别字: '记', 摘要: '一季度物业费', 账单号: 'bil_q1' });
    expect(rows[2]).toMatchObject({ 票据号: '1-20250305-cashier-1', 分录标识: payment.entryId });
  });

  test('R31.6 each voucher balances, and the same entries give the same bytes', () => {
    const entries = [charge, payment, reversal];
    const fen = (text = '') => Math.round(Number(text || '0') * 100);
    for (const [number, rows] of Map.groupBy(rowsOf(fileOf(entries)), (row) => row.凭证号)) {
      const sum = (column: string) => rows.reduce((all, row) => all + fen(row[column]), 0);
      expect([number, sum('借方金额')]).toEqual([number, sum('贷方金额')]);
      expect(sum('借方金额')).toBeGreaterThan(0);
    }
    expect(fileOf(entries.toReversed())).toBe(fileOf(entries));
    expect(vouchersOf([payment], neutralVouchers, 2)).toBe(fileOf([charge, payment]).slice(fileOf([charge]).length));
  });

  test('R31.5 an estate sets its own numbers of accounts and its own columns', () => {
    const format = {
      group: '收',
      accounts: [{ kind: 'revenue' as const, number: '5001', name: '主营业务收入' }],
      columns: [
        { title: 'FGROUP', field: 'group' as const },
        { title: 'FACCTID', field: 'account' as const },
        { title: 'FREFERENCE', field: 'blank' as const },
      ],
    };
    expect(fileOf([charge], format)).toBe('\uFEFFFGROUP,FACCTID,FREFERENCE\r\n收,1122,\r\n收,5001,\r\n');
  });

  test('R31.3 the standard for small enterprises has other numbers for income and losses', () => {
    const small = { ...neutralVouchers, standard: 'small-business' as const };
    const numbers = (format: VoucherFormat) =>
      ['income:revenue', 'expenses:bad-debts', 'assets:cash', 'expenses:channel-fees'].map(
        (code) => accountInChart(code, format).number,
      );
    expect(numbers(neutralVouchers)).toEqual(['6001', '6702', '1001', '6603']);
    expect(numbers(small)).toEqual(['5001', '5711', '1001', '5603']);
  });

  test('R31.1 one account, such as the revenue of a fee item, may have a number of its own', () => {
    const accounts = [
      { kind: 'revenue' as const, number: '6001.99', name: '其他' },
      { kind: 'revenue' as const, of: 'property', number: '6001.01', name: '物业费' },
    ];
    const format = { ...neutralVouchers, accounts };
    expect(accountInChart('income:revenue:property', format)).toMatchObject({ number: '6001.01' });
    expect(accountInChart('income:revenue:parking', format)).toMatchObject({ number: '6001.99' });
  });

  test('R31.4 the columns of 金蝶: one row a line, with side, amount and auxiliary', () => {
    const rows = rowsOf(fileOf([charge], kingdeeVouchers));
    expect(Object.keys(rows[0] ?? {})).toHaveLength(36);
    expect(rows).toMatchObject([
      {
        FDATE: '2025-03-05',
        FPERIOD: '3',
        FGROUP: '记',
        FNUM: '1',
        FENTRYID: '1',
        FACCTID: '1122',
        FCLSNAME1: '客户',
        FOBJID1: 'psn_wang',
        FDC: '0',
        FFCYAMT: '718.53',
        FDEBIT: '718.53',
        FCREDIT: '',
        FCYID: 'RMB',
        FEXCHRATE: '1',
        FATTCHMENT: '0',
        FPOSTED: '0',
      },
      { FENTRYID: '2', FACCTID: '6001', FCLSNAME1: '', FDC: '1', FDEBIT: '', FCREDIT: '718.53' },
    ]);
  });

  test('R31.6 a correction is a further voucher: on the opposite side, or red and negative on the same one', () => {
    const sides = (format: VoucherFormat) =>
      rowsOf(fileOf([reversal], format)).map((row) => [row.科目编码, row.借方金额, row.贷方金额]);
    expect(sides(neutralVouchers)[0]).toEqual(['1002', '', '800.00']);
    const red = { ...neutralVouchers, red: 'negative' as const };
    expect(sides(red)).toEqual([
      ['1002', '-800.00', ''],
      ['1122', '', '-718.53'],
      ['2203', '', '-81.47'],
    ]);
    expect(debitsOf([voucherOfEntry(reversal, red)])).toBe(-80_000);
  });

  test('R31.6 a day may be one voucher, whose accounts add up all entries in any order', () => {
    const format = { ...neutralVouchers, summing: 'day' as const };
    const summed = (...pages: (typeof charge)[][]) => {
      const days = new DayVouchers(format);
      for (const page of pages) days.add(page);
      return days.all();
    };
    const vouchers = summed([charge, payment], [reversal]);
    expect(summed([reversal], [payment, charge])).toEqual(vouchers);
    const rows = rowsOf(`${voucherHead(format)}${voucherRows(vouchers, format, 1)}`);
    expect(rows.map((row) => [row.凭证号, row.科目编码, row.借方金额, row.贷方金额])).toEqual([
      ['1', '1002', '800.00', ''],
      ['1', '1122', '', '718.53'],
      ['1', '1122', '718.53', ''],
      ['1', '6001', '', '718.53'],
      ['1', '2203', '', '81.47'],
      ['2', '1002', '', '800.00'],
      ['2', '1122', '718.53', ''],
      ['2', '2203', '81.47', ''],
    ]);
    expect(vouchers.map((one) => debitsOf([one]))).toEqual([151_853, 80_000]);
  });

  test('a text stays one cell, and no spreadsheet computes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (description) => {
        const rows = rowsOf(fileOf([{ ...charge, description }]));
        expect(rows).toHaveLength(2);
        expect(["'", ''].map((sign) => `${sign}${description}`)).toContain(rows[0]?.摘要);
        expect(rows[0]?.摘要).not.toMatch(/^[=+@\t\r]/);
      }),
    );
  });
});
