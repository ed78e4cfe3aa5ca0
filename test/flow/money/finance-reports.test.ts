import { readXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, type Household, idle, must, type TestEstate } from '../backend.ts';
import { billed, closedBy, feeOf, firstOfLastMonth, ledgerBeganOn, today } from '../ledger-fixtures.ts';
import { cashPaid } from '../past-cash.ts';
import { csvOf, reportOf } from '../report-fixtures.ts';
import { waive } from '../two-people.ts';

let estate: TestEstate;
let people: Household[];
const first = firstOfLastMonth();
const path = (rest: string) => `/v1/finance-reports/estates/${estate.estateId}/${rest}`;

/** Orders a report, waits for it and reads its files. */
async function reported(wanted: object): Promise<{ report: Body; rows: Record<string, string>[]; json: Body }> {
  const report = await reportOf(estate, wanted);
  const rows = await csvOf(report);
  const json = await (await fetch(report.files.json)).json();
  const { sheets } = await readXlsx(Buffer.from(await (await fetch(report.files.xlsx)).arrayBuffer()));
  expect(sheets[0]?.rows).toHaveLength(report.rowCount + 2);
  return { report, rows, json };
}
const owedBy = async (payerId: string): Promise<number> => {
  const account = `assets:receivable:${payerId}`;
  const found = await must(
    estate.staff.auditor,
    'GET',
    `/v1/ledger/estates/${estate.estateId}/accounts/${account}/balance`,
  );
  return found.fen;
};

beforeAll(async () => {
  estate = await estateCalled('FR');
  const { estateId, staff } = estate;
  people = await Promise.all(['wang', 'zhao', 'li'].map((name) => estate.household(name)));
  const property = await feeOf(estate, '物业费', '100.00');
  const parking = await feeOf(estate, '车位费', '40.00');
  await billed(estate, property, '2025-06', '2025-06-30');
  await billed(estate, property, '2026-02', addDays(today(), 20));
  await billed(estate, parking, '2026-02', addDays(today(), 20));
  const [wang, zhao] = people;
  const paying = (payerId: string | undefined, fen: number, more: object) => ({
    payerId,
    fen,
    method: 'cash',
    ...more,
  });
  const payments = `/v1/payments/estates/${estateId}/payments`;
  // The due bill of 2025 comes first, then 50.00 of those not due.
  await must(staff.cashier, 'POST', payments, paying(wang?.personId, 15_000, { reference: 'fr-1' }));
  const [bill] = (await must(staff.auditor, 'GET', `/v1/fees/bills?estateId=${estateId}&payerId=${zhao?.personId}`))
    .items;
  await must(staff.manager, 'POST', `/v1/fees/bills/${bill.billId}/dispute`, { reason: '漏水未修' });
  // Money of another person that closes with its day.
  await ledgerBeganOn(estateId, first);
  const payerId = String(people[2]?.personId);
  await cashPaid(staff.cashier, first, { estateId, payerId, fen: 500, reference: 'fr-2' });
  await idle();
  const close = await closedBy(estate, addDays(first, 1));
  expect([close.state, close.differences]).toEqual(['closed', []]);
});

describe('R32 reports of the money of an estate', () => {
  test('R32.3 the ageing adds up to what the payers owe by the ledger, by whatever it is grouped', async () => {
    const balances = await Promise.all(people.map(({ personId }) => owedBy(personId)));
    const owed = balances.reduce((sum, fen) => sum + fen, 0);
    expect(owed).toBeGreaterThan(50_000);
    for (const by of ['unit', 'payer', 'item']) {
      const { report, rows, json } = await reported({ kind: 'ageing', by, asOf: today() });
      expect(report).toMatchObject({ provisional: true, done: 3, totals: { total: owed, days181to365: 0 } });
      expect(report.totals.disputed).toBeGreaterThan(0);
      expect(rows.at(-1)?.欠费合计).toBe((owed / 100).toFixed(2));
      expect(json.rows).toHaveLength(report.rowCount);
      expect(rows).toHaveLength(report.rowCount + 1);
    }
    const { report } = await reported({ kind: 'ageing', by: 'payer', asOf: today() });
    expect(report.rows.map((row: Body) => [row.payer, row.total]).toSorted()).toEqual(
      people.map(({ personId }, nth) => [personId, balances[nth]]).toSorted(),
    );
  });

  test('R32.1 the collection rate tells the window from earlier periods, and names its formula', async () => {
    const window = { from: '2026-01-01', to: '2026-12-31', asOf: today() };
    const { report } = await reported({ kind: 'collection-rate', by: 'unit', ...window });
    expect(report.totals).toMatchObject({
      billed: 42_000,
      arrears: 30_000,
      receivedArrears: 10_500,
      arrearsRate: '35.00',
    });
    expect(report.totals).toMatchObject({ unitsBilled: 3, unitsClear: 0, unitRate: '0.00' });
    expect(report.formula).toContain('当期收缴率');
    const { received, closing } = report.totals;
    expect(closing).toBe(42_000 + 30_000 - 10_500 - received);
    expect(received).toBeGreaterThan(0);
  });

  test('R32.5 the detail of receivables has every line, and a page to print', async () => {
    const { auditor } = estate.staff;
    const { report, rows } = await reported({ kind: 'receivable-detail', from: first, to: today(), language: 'en' });
    expect(report).toMatchObject({ rowCount: 9, title: 'Receivables in detail' });
    expect(rows.map((row) => row.Billed)).toContain('40.00');
    const page = await ask(auditor, 'GET', `/v1/finance-reports/reports/${report.reportId}/page`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const { items } = await must(auditor, 'GET', path('reports?limit=1'));
    expect(items).toMatchObject([{ reportId: report.reportId, state: 'written' }]);
  });

  test('R32.6 the trial balance of closed days answers at once, and the turnovers agree with it', async () => {
    const { auditor } = estate.staff;
    const days = { from: first, to: addDays(first, 1) };
    const balance = await must(auditor, 'GET', path(`trial-balance?from=${days.from}&to=${days.to}`));
    expect(balance.totals.closing).toEqual({ debitFen: 500, creditFen: 500 });
    expect(balance.accounts.map(({ number }: Body) => number)).toEqual(['1001', '1122']);
    const { report } = await reported({ kind: 'account-balances', ...days });
    expect(report).toMatchObject({ agrees: true, provisional: false, totals: { debit: 1_000, credit: 1_000 } });
    const ledger = await reported({ kind: 'account-ledger', account: 'liabilities:prepaid', ...days });
    expect(ledger.report).toMatchObject({ agrees: true, rowCount: 3, totals: { debit: 500, credit: 500, balance: 0 } });
    // The money paid a bill that was posted later, so it is a credit at the end of that day.
    const early = await reported({ kind: 'ageing', asOf: first });
    expect(early.report).toMatchObject({ agrees: true, provisional: false, totals: { total: -500, credit: 500 } });
    const funds = await reported({ kind: 'fund-movements', ...days });
    expect(funds.report).toMatchObject({ agrees: true, totals: { received: 500, used: -500, closing: 0 } });
    const open = await ask(auditor, 'GET', path(`trial-balance?from=${first}&to=${today()}`));
    expect([open.status, open.body.code]).toEqual([409, 'days-not-closed']);
  });

  test('R32.4 the day report has each drawer with its receipts and its count', async () => {
    const { report } = await reported({ kind: 'cash-day', asOf: first });
    expect(report.rows).toMatchObject([
      {
        receipts: '1-1 (1)',
        gaps: '',
        voided: '',
        opening: 0,
        arrears: 500,
        closing: 500,
        counted: 500,
        difference: 0,
      },
    ]);
    const now = await reported({ kind: 'cash-day', asOf: today() });
    expect(now.report.totals).toMatchObject({ opening: 500, arrears: 10_000, current: 5_000, closing: 15_500 });
  });

  test('R32.6 lists of deposits, of unidentified money and of waivers agree with the ledger', async () => {
    const { cashier, manager } = estate.staff;
    const deposit = { payerId: people[2]?.personId, purpose: 'fit-out', fen: 900, method: 'cash', reference: 'fr-yj' };
    await must(cashier, 'POST', `/v1/payments/estates/${estate.estateId}/deposits`, deposit);
    const { items } = await must(
      manager,
      'GET',
      `/v1/fees/bills?estateId=${estate.estateId}&payerId=${people[2]?.personId}`,
    );
    await waive(estate, items[0].billId, { part: 'principal', fen: 100, reason: '协商' });
    await idle();
    const held = await reported({ kind: 'deposits', asOf: today() });
    expect(held.report).toMatchObject({ rowCount: 1, totals: { fen: 900 } });
    const closed = await reported({ kind: 'deposits', asOf: first });
    expect(closed.report).toMatchObject({ rowCount: 0, agrees: true });
    expect((await reported({ kind: 'suspense', asOf: first })).report).toMatchObject({ rowCount: 0, agrees: true });
    const waived = await reported({ kind: 'waivers', from: first, to: today() });
    expect(waived.report.rows).toMatchObject([
      { fen: 100, approvedBy: estate.staff.administrator.personId, reason: '协商' },
    ]);
  });

  test('a report of the present has no day, and every other report has the days that it needs', async () => {
    const { auditor } = estate.staff;
    for (const wanted of [
      { kind: 'uninvoiced', asOf: today() },
      { kind: 'uninvoiced', from: first, to: today() },
      { kind: 'tax-summary' },
      { kind: 'invoice-register', asOf: today() },
    ]) {
      expect((await ask(auditor, 'POST', path('reports'), wanted)).body.code).toBe('invalid-input');
    }
    const { report } = await reported({ kind: 'tax-summary', from: first, to: today() });
    // The estate has set no taxpayer, so nothing is taxed.
    expect(report.rows.map(({ method, tax }: Body) => [method, tax])).toContainEqual(['不计税', 0]);
  });

  test('the reports of an estate are for those who read its ledger', async () => {
    const { operator, auditor } = estate.staff;
    const body = { kind: 'ageing' };
    expect((await ask(operator, 'POST', path('reports'), body)).status).toBe(403);
    expect((await ask(people[0], 'POST', path('reports'), body)).status).toBe(403);
    expect((await ask(auditor, 'POST', '/v1/finance-reports/estates/elsewhere/reports', body)).status).toBe(404);
    const other = await estateCalled('FS');
    expect(
      (await ask(other.staff.auditor, 'POST', `/v1/finance-reports/estates/${other.estateId}/reports`, body)).body.code,
    ).toBe('no-ledger');
    const { report } = await reported(body);
    expect((await ask(other.staff.auditor, 'GET', `/v1/finance-reports/reports/${report.reportId}`)).status).toBe(404);
  });
});
