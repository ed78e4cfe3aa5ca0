import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { addDays, monthsOf } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { ask, type Body, estateCalled, idle, must, type TestEstate } from '../backend.ts';
import { billed, entriesOn, feeOf, reversedBy } from '../ledger-fixtures.ts';
import { until } from '../until.ts';

let estate: TestEstate;
const folder = mkdtempSync(join(tmpdir(), 'anju-export-'));
const today = dayIn('Asia/Shanghai', new Date().toISOString());
const month = today.slice(0, 7);
const at = (path: string) => path.replace('{estateId}', estate.estateId);
const hledger = spawnSync('hledger', ['--version']).status === 0;
if (!hledger) console.info('hledger is not installed: the journal is not checked with it');

/** Exports a journal and reads it. */
async function exported(wanted: object): Promise<{ journal: Body; text: string }> {
  const { auditor } = estate.staff;
  const answer = await ask(auditor, 'POST', at('/v1/ledger/estates/{estateId}/journals'), wanted);
  expect(answer.status).toBe(202);
  const path = String(answer.headers.get('location'));
  const journal = await until('a journal', async () => {
    const now = await must(auditor, 'GET', path);
    return now.state === 'written' && now;
  });
  return { journal, text: await (await fetch(journal.url)).text() };
}

/** Runs hledger on a journal: its checks and its balances by account in fen. */
function readByHledger(text: string): Map<string, number> {
  const file = join(folder, 'ledger.journal');
  writeFileSync(file, text);
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  const run = (...command: string[]) => execFileSync('hledger', ['-f', file, ...command], { env, encoding: 'utf8' });
  run('check', '--strict', 'accounts', 'commodities', 'ordereddates');
  const rows: string[][] = parse(run('balance', '--flat', '--no-total', '--empty', '-O', 'csv'));
  return new Map(
    rows.slice(1).map(([code = '', amount = '']) => [code, Number(amount.replace(' CNY', '').replace('.', ''))]),
  );
}

beforeAll(async () => {
  estate = await estateCalled('JN');
  const { cashier, manager } = estate.staff;
  const people = await Promise.all(['wang', 'zhao', 'li'].map((name) => estate.household(name)));
  const fee = await feeOf(estate, '物业费; 一期 | (含水)', '89.37');
  for (const nth of [1, 2, 3]) await billed(estate, fee, `2025-0${nth}`, `2025-0${nth}-28`);
  for (const [i, { personId: payerId }] of people.entries()) {
    const paying = { payerId, fen: 12_345 + i, method: 'transfer', moneyAccount: 'icbc', reference: `yh-${i} 号` };
    const { paymentId } = await must(cashier, 'POST', at('/v1/payments/estates/{estateId}/payments'), paying);
    if (i === 0) await reversedBy(manager, estate, paymentId, '退票; 银行');
    const deposit = { payerId, purpose: 'fit-out', fen: 5_000, method: 'cash', reference: `yj-${i}` };
    await must(cashier, 'POST', at('/v1/payments/estates/{estateId}/deposits'), deposit);
  }
  const settling = { from: `assets:cash:${cashier.personId}`, to: 'assets:bank:icbc', fen: 9_000, reference: 'jk-1' };
  await must(cashier, 'POST', at('/v1/ledger/estates/{estateId}/settlements'), settling);
  await idle();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the ledger of a month as a journal', () => {
  test('the journal has every entry once, and the accounts that it moves', async () => {
    const { journal, text } = await exported({ month });
    const [days] = monthsOf({ from: `${month}-01`, to: addDays(`${month}-01`, 31) });
    expect(journal).toMatchObject({ from: days?.from, to: days?.to, writtenThrough: days?.to });
    expect(journal.bytes).toBe(Buffer.byteLength(text));
    const entries = await entriesOn(estate.estateId, [today, addDays(today, -1)]);
    expect(entries.length).toBeGreaterThan(15);
    expect(journal.entries).toBe(entries.length);
    const ids = [...text.matchAll(/^\d{4}-\d{2}-\d{2} \* \((ent_\w+)\)/gm)].map(([, id]) => id);
    expect(ids.toSorted()).toEqual(entries.map(({ entryId }) => entryId).sort());
    // The same days give the same bytes.
    expect((await exported({ from: days?.from, to: days?.to })).text).toBe(text);
  });

  test.skipIf(!hledger)('hledger checks the journal in strict mode and computes the same balances', async () => {
    const balances = readByHledger((await exported({ month })).text);
    expect(balances.size).toBeGreaterThan(8);
    for (const [account, fen] of balances) {
      expect(
        (await must(estate.staff.auditor, 'GET', at(`/v1/ledger/estates/{estateId}/accounts/${account}/balance`))).fen,
        account,
      ).toBe(fen);
    }
  });

  test('export-journal writes the same journal', async () => {
    const { apiUrl } = inject('backend');
    const out = join(folder, 'out.journal');
    const args = ['infra/tools/audit/export-journal.ts', '--estate', estate.estateId, '--month', month, '--out', out];
    const env = { ...process.env, ANJU_PORT: new URL(apiUrl).port, NODE_OPTIONS: '' };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout).toMatch(/out\.journal: \d+ entries/);
    expect(readFileSync(out, 'utf8')).toBe((await exported({ month })).text);
  });

  test('a journal needs days that go forward, an estate with a ledger, and a role that reads it', async () => {
    const { auditor, operator } = estate.staff;
    const asking = (body: object, as = auditor) => ask(as, 'POST', at('/v1/ledger/estates/{estateId}/journals'), body);
    expect((await asking({ from: today, to: addDays(today, -1) })).body.code).toBe('journal-days');
    expect((await asking({ from: '2020-01-01', to: today })).body.code).toBe('journal-days');
    for (const body of [{}, { month, from: today }, { from: today }, { month: '2026-13' }]) {
      expect((await asking(body)).status).toBe(400);
    }
    expect((await asking({ month }, operator)).status).toBe(403);
    const { journal } = await exported({ from: '2024-01-01', to: '2024-02-29' });
    expect(journal).toMatchObject({ entries: 0, state: 'written' });
  });
});
