import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargeEntry, paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { reversalOf } from '../../../../functions/money/ledger/posting.ts';
import { neutralVouchers, voucherHead, vouchersOf } from '../../../../functions/money/ledger/vouchers.ts';
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
