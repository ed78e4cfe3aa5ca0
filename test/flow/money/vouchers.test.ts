import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../../../shared/kernel/periods.ts';
import { ask, type Body, estateCalled, idle, must, type TestEstate } from '../backend.ts';
import { changePolicy } from '../change-policy.ts';
import { closedBy, firstOfLastMonth, ledgerBeganOn, today } from '../ledger-fixtures.ts';
import { cashPaid } from '../past-cash.ts';
import { until } from '../until.ts';

let estate: TestEstate;
const first = firstOfLastMonth();
const month = first.slice(0, 7);
const last = addDays(`${today().slice(0, 8)}01`, -1);
const at = (path: string) => `/v1/ledger/estates/${estate.estateId}${path}`;

/** Exports the vouchers of a month and reads them. */
async function exported(of: string): Promise<{ journal: Body; text: string; rows: Record<string, string>[] }> {
  const { auditor } = estate.staff;
  const answer = await ask(auditor, 'POST', at('/journals'), { month: of, format: 'vouchers' });
  expect(answer.status).toBe(202);
  const journal = await until('the vouchers', async () => {
    const now = await must(auditor, 'GET', String(answer.headers.get('location')));
    return now.state === 'written' && now;
  });
  // `text()` would leave out the byte order mark.
  const text = Buffer.from(await (await fetch(journal.url)).arrayBuffer()).toString('utf8');
  return { journal, text, rows: parse(text, { bom: true, columns: true }) };
}

/** Changes how vouchers are written from now on. */
const formatted = (vouchers: object) => changePolicy(estate, 'ledger', { vouchers });

beforeAll(async () => {
  estate = await estateCalled('JV');
  const { estateId, staff } = estate;
  const { personId: payerId } = await estate.household('wang');
  const paying = { payerId, fen: 10_000, method: 'cash', reference: 'jv-1' };
  await must(staff.cashier, 'POST', `/v1/payments/estates/${estateId}/payments`, paying);
  await ledgerBeganOn(estateId, first);
  await cashPaid(staff.cashier, first, { estateId, payerId, fen: 20_000, reference: 'jv-2' });
  await idle();
});

describe('R31 vouchers of a month for the accounting program', () => {
  test('R31.4 R31.6 a month that is open is exported as a draft, by the format of the policy', async () => {
    const { items } = await must(estate.staff.manager, 'GET', '/v1/ledger/voucher-formats');
    await formatted(items.find(({ name }: Body) => name === 'kingdee').format);
    const { journal, rows } = await exported(month);
    expect(journal).toMatchObject({ entries: 1, voucherCount: 1, debitFen: 20_000 });
    expect(journal.batch).toBeUndefined();
    expect(rows.map((row) => [row.FACCTID, row.FDEBIT, row.FCREDIT, row.FDC])).toEqual([
      ['1001', '200.00', '', '0'],
      ['2203', '', '200.00', '1'],
    ]);
  });

  test('R31.6 a closed month is one batch: its format and bytes stay, and it cannot be reopened', async () => {
    const { manager, administrator } = estate.staff;
    const close = await closedBy(estate, last);
    expect([close.state, close.differences]).toEqual(['closed', []]);
    const { journal, text } = await exported(month);
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
    expect(journal).toMatchObject({ batch: month.replace('-', ''), sha256, voucherCount: 1, debitFen: 20_000 });
    await formatted({ group: '转', accounts: [], columns: [{ title: '科目', field: 'account' }] });
    const again = await exported(month);
    expect(again.text).toBe(text);
    expect(again.journal).toMatchObject({ batch: journal.batch, sha256 });
    expect(again.journal.differs).toBeUndefined();
    // The next month has the new format.
    expect((await exported(today().slice(0, 7))).text).toBe('\uFEFF科目\r\n1001\r\n2203\r\n');
    await must(manager, 'POST', at(`/closes/${last}/request-reopening`), { reason: '漏记一笔' });
    const approved = await ask(administrator, 'POST', at(`/closes/${last}/approve-reopening`), {});
    expect([approved.status, approved.body.code]).toEqual([409, 'month-exported']);
  });
});
