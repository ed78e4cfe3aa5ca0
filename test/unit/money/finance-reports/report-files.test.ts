import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { openingRows, turnoverRows } from '../../../../functions/money/finance-reports/account-balances.ts';
import { ledgerRows, openingRow } from '../../../../functions/money/finance-reports/account-ledger.ts';
import { reportPage, trialBalancePage } from '../../../../functions/money/finance-reports/report.page.ts';
import {
  daysOfReport,
  newReportSchema,
  type StoredReport,
} from '../../../../functions/money/finance-reports/report.ts';
import { csvOf, jsonOf } from '../../../../functions/money/finance-reports/report-files.ts';
import { reportKindsByName } from '../../../../functions/money/finance-reports/report-kinds.ts';
import { mergeRows, totalsOf } from '../../../../functions/money/finance-reports/report-row.ts';
import { xlsxOf } from '../../../../functions/money/finance-reports/report-xlsx.ts';
import { trialBalanceOf } from '../../../../functions/money/finance-reports/trial-balance.ts';
import { account } from '../../../../functions/money/ledger/account.ts';
import { balancesAfter } from '../../../../functions/money/ledger/closed-day.ts';
import { chargeEntry, paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { neutralVouchers } from '../../../../functions/money/ledger/vouchers.ts';
import { languages } from '../../../../shared/kernel/language.ts';
import { filled } from '../../../filled.ts';
import { head } from '../ledger/ledger-fixtures.ts';

const bill = { billId: 'bil_q1', dueOn: '2025-03-31' };
const charge = chargeEntry(head(1), { payerId: 'psn_wang', bill, lines: [{ feeItemId: 'property', fen: 71_853 }] });
const payment = paymentEntry(head(2), {
  payerId: 'psn_wang',
  moneyAccount: account.bank('icbc'),
  fen: 80_000,
  pays: [{ bill, fen: 71_853 }],
});
const report: StoredReport = {
  reportId: 'frp_1',
  estateId: 'yg',
  kind: 'collection-rate',
  by: 'building',
  from: '2026-01-01',
  to: '2026-12-31',
  asOf: '2026-12-31',
  language: 'zh-CN',
  provisional: true,
  state: 'written',
  done: 2,
  rowCount: 2,
  totals: { billed: 10_000, received: 8_600 },
  rows: [
    { key: '=1+1', order: '1', cells: { building: '=1+1' }, sums: { billed: 10_000, received: 8_600 } },
    { key: '<b>', order: '2', cells: { building: '<b>' }, sums: {} },
  ],
  slices: 1,
  requestedAt: '2027-01-01T00:00:00Z',
  requestedBy: 'stf_1',
  updatedAt: '2027-01-01T00:00:00Z',
  version: 3,
};
const columns = reportKindsByName['collection-rate'].columns(report);
const whole = async (pieces: AsyncIterable<string>) => (await Array.fromAsync(pieces)).join('');

describe('the files of a report', () => {
  test('CSV begins with a byte order mark, has titles and totals, and no spreadsheet computes a text', async () => {
    const text = await whole(csvOf(report, columns, [report.rows]));
    expect(text.startsWith('\uFEFF楼栋,')).toBe(true);
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    expect(rows.map((row) => [row.楼栋, row.当期应收, row['当期收缴率 %']])).toEqual([
      ["'=1+1", '100.00', '86.00'],
      ['<b>', '0.00', '-'],
      ['合计', '100.00', '86.00'],
    ]);
  });

  test('JSON has amounts in fen and rates as text, whatever the pages', async () => {
    const one = await whole(jsonOf(report, columns, [report.rows]));
    const pages = [[], report.rows.slice(0, 1), [], report.rows.slice(1)];
    expect(await whole(jsonOf(report, columns, pages))).toBe(one);
    expect(JSON.parse(one)).toMatchObject({
      kind: 'collection-rate',
      rows: [{ billed: 10_000, currentRate: '86.00' }, { billed: 0 }],
      totals: { received: 8_600 },
    });
    expect(JSON.parse(await whole(jsonOf(report, columns, []))).rows).toEqual([]);
  });

  test('XLSX has titles, amounts and rates as numbers, and totals; the same report gives the same bytes', async () => {
    const of = { title: '收缴率: 报表/2026', columns };
    const bytesOf = async (pages: Parameters<typeof xlsxOf>[2]) =>
      Buffer.concat(await Array.fromAsync(xlsxOf(report, of, pages)));
    const bytes = await bytesOf([report.rows]);
    expect((await bytesOf([[], report.rows])).equals(bytes)).toBe(true);
    const { sheets } = await readXlsx(bytes);
    const [sheet] = filled(sheets);
    expect(sheet?.name).toBe('收缴率  报表 2026');
    const [titles = [], ...rows] = sheet?.rows ?? [];
    const at = (title: string) => titles.indexOf(title);
    expect(rows.map((row) => [row[at('楼栋')], row[at('当期应收')], row[at('当期收缴率 %')]])).toEqual([
      ['=1+1', 100, 86],
      ['<b>', 0, '-'],
      ['合计', 100, 86],
    ]);
  });

  test('the page escapes texts, names the formula and says that the day is open, in every language', () => {
    for (const language of filled(languages)) {
      const page = reportPage('阳光花园', { ...report, language });
      expect(page).toContain('&lt;b&gt;');
      expect(page).not.toContain('<b>');
      expect(page).toContain('86.00');
      for (const { title, formula = title } of Object.values(reportKindsByName)) {
        expect(Math.min(title[language].length, formula[language].length)).toBeGreaterThan(2);
      }
    }
    const large = { ...report, totals: { billed: -123_456_789 } };
    expect(reportPage('阳光花园', large)).toContain('-1,234,567.89');
    expect(reportPage('阳光花园', report)).toContain('当期收缴率 = ');
    expect(reportPage('阳光花园', report)).toContain('该日尚未日结');
  });

  test('on a screen a cell is one line, and no day is broken: the table scrolls instead', () => {
    const page = reportPage('阳光花园', report);
    expect(page).toContain('@media screen{.wide th,.wide td{white-space:nowrap}}');
    for (const day of ['2026-01-01', '2026-12-31']) expect(page).toContain(`white-space:nowrap">${day}</span>`);
  });
});

describe('R32.6 the trial balance', () => {
  const closed = balancesAfter({}, [charge, payment]);

  test('R32.6 debit equals credit before, within and after the days', () => {
    const days = { from: '2025-03-05', to: '2025-03-05' };
    const balance = trialBalanceOf(days, balancesAfter({}, [charge]), closed, neutralVouchers);
    expect(balance.accounts.map(({ number, closing }) => [number, closing.debitFen, closing.creditFen])).toEqual([
      ['1002', 80_000, 0],
      ['1122', 0, 0],
      ['2203', 0, 8_147],
      ['6001', 0, 71_853],
    ]);
    for (const { debitFen, creditFen } of Object.values(balance.totals)) expect(debitFen).toBe(creditFen);
    expect(balance.totals.closing.debitFen).toBe(80_000);
    for (const language of filled(languages))
      expect(trialBalancePage('阳光花园', balance, language)).toContain('800.00');
  });

  test('R32.6 turnovers of entries lead from the opening balances to the closing ones', () => {
    const rows = mergeRows([
      ...openingRows(balancesAfter({}, [charge]), neutralVouchers),
      ...turnoverRows([payment], neutralVouchers),
    ]);
    expect(Object.fromEntries(rows.map(({ key, sums }) => [key, sums.closing]))).toEqual(closed);
    expect(rows.find(({ key }) => key === 'assets:receivable')?.sums).toEqual({
      opening: 71_853,
      credit: 71_853,
      closing: 0,
    });
    const { debit, credit } = totalsOf(rows);
    expect(debit).toBe(credit);
  });
});

describe('R32.6 the general ledger of an account', () => {
  test('R32.6 each posting has the balance after it, also when the entries come in pages', () => {
    const whole = ledgerRows([charge, payment], 'assets:receivable', 1_000);
    expect(whole.rows.map(({ sums }) => sums)).toEqual([
      { debit: 71_853, balance: 72_853 },
      { credit: 71_853, balance: 1_000 },
    ]);
    expect(whole.totals).toEqual({ debit: 71_853, credit: 71_853, balance: 0 });
    const first = ledgerRows([charge], 'assets:receivable', 1_000);
    const second = ledgerRows([payment], 'assets:receivable', 1_000 + (first.totals.balance ?? 0));
    expect([...first.rows, ...second.rows]).toEqual(whole.rows);
    expect(openingRow(1_000, 'en')).toMatchObject({ cells: { summary: 'Opening balance' }, sums: { balance: 1_000 } });
  });
});

describe('the days of a report', () => {
  const ledger = { openedOn: '2026-01-01', closedThrough: '2026-10-31' };
  const days = (body: object, of = ledger) => daysOfReport(newReportSchema.parse(body), of, '2026-11-28');

  test('a report is true at the end of the last closed day, or says that its day is open', () => {
    expect(days({ kind: 'ageing' })).toEqual({ asOf: '2026-10-31', provisional: false });
    expect(days({ kind: 'ageing', asOf: '2026-11-01' })).toEqual({ asOf: '2026-11-01', provisional: true });
    const none = { openedOn: '2026-11-01', closedThrough: '2026-10-31' };
    expect(days({ kind: 'ageing' }, none)).toEqual({ asOf: '2026-11-28', provisional: true });
    const year = { from: '2026-01-01', to: '2026-12-31' };
    expect(days({ kind: 'collection-rate', ...year })).toMatchObject({ ...year, asOf: '2026-10-31' });
  });

  test('days that go backward, are too many, are not closed or have not come are refused', () => {
    const span = (from: string, to: string, kind = 'receivable-detail') => ({ kind, from, to });
    const refused = [
      [span('2026-05-01', '2026-04-30'), 'report-days'],
      [span('2025-01-01', '2026-04-30'), 'report-days'],
      [span('2026-11-01', '2026-12-31'), 'day-in-the-future'],
      [span('2026-11-01', '2026-11-10', 'account-balances'), 'days-not-closed'],
      [{ ...span('2026-05-01', '2026-05-31', 'collection-rate'), asOf: '2026-04-30' }, 'report-days'],
    ] as const;
    for (const [body, code] of filled(refused)) {
      expect(() => days(body), JSON.stringify(body)).toThrow(code);
    }
    for (const body of [
      { kind: 'ageing', from: '2026-01-01' },
      { kind: 'collection-rate' },
      { kind: 'x' },
      { kind: 'deposits', account: 'assets:cash:li' },
    ]) {
      expect(newReportSchema.safeParse(body).success).toBe(false);
    }
  });
});
