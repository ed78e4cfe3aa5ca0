import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { escapeText, journalOf } from '../../../../functions/money/ledger/journal.ts';
import { yuanText } from '../../../../shared/kernel/money.ts';
import { balanceOn, type RecordedEntries } from '../../../models/ledger-model.ts';
import { accountsOf, attempts, cash, head, ledgerAfter } from './ledger-fixtures.ts';

const bill = { billId: 'bil_q1', dueOn: '2025-03-31' };
const entry = paymentEntry(head(1, { description: '王先生; 一季度 | (现金)', receiptNumber: '20250305-li-0001' }), {
  payerId: 'psn_wang',
  moneyAccount: cash,
  fen: 80_000,
  pays: [{ bill, fen: 71_853 }],
});
const hledger = spawnSync('hledger', ['--version']).status === 0;

/** Runs hledger on a journal: its strict check and its balances by account in fen. */
function readByHledger(journal: string): Map<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'anju-journal-'));
  try {
    const file = join(folder, 'ledger.journal');
    writeFileSync(file, journal);
    const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
    const run = (...command: string[]) => execFileSync('hledger', ['-f', file, ...command], { env, encoding: 'utf8' });
    run('check', '--strict', 'ordereddates');
    const rows: string[][] = parse(run('balance', '--flat', '--no-total', '--empty', '-O', 'csv'));
    return new Map(
      rows.slice(1).map(([code = '', amount = '']) => [code, Number(amount.replace(' CNY', '').replace('.', ''))]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the ledger as plain text', () => {
  test('the journal has one transaction for each entry', () => {
    expect(journalOf([entry])).toBe(
      [
        'decimal-mark .',
        'commodity 1000.00 CNY',
        'account assets:cash:li  ; type:A',
        'account assets:receivable:psn_wang  ; type:A',
        'account liabilities:prepaid:psn_wang:general  ; type:L',
        '',
        '2025-03-05 * (ent_0001) 王先生%3B 一季度 %7C (现金%29',
        '    ; kind:payment',
        '    ; occurred:2025-03-05',
        '    ; recorded:2025-03-05T00:01:00Z',
        '    ; reference:ref-1',
        '    ; receipt:20250305-li-0001',
        '    assets:cash:li  800.00 CNY',
        '    assets:receivable:psn_wang  -718.53 CNY  ; bill:bil_q1, due:2025-03-31',
        '    liabilities:prepaid:psn_wang:general  -81.47 CNY',
        '',
      ].join('\n'),
    );
  });

  test('amounts in yuan always have two decimals', () => {
    expect([0, 1, -5, 100, -71_853, Number.MAX_SAFE_INTEGER].map(yuanText)).toEqual([
      '0.00',
      '0.01',
      '-0.05',
      '1.00',
      '-718.53',
      '90071992547409.91',
    ]);
  });

  test('no description can end its line, start a comment or a tag, or be lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const safe = escapeText(text);
        expect(safe).not.toMatch(/[;|,)\p{Cc}\u2028\u2029]/u);
        expect(safe).toBe(safe.trim());
        expect(decodeURIComponent(safe)).toBe(text.toWellFormed());
      }),
    );
  });

  test('the journal has the same bytes in any order of the entries', () => {
    fc.assert(
      fc.property(attempts, (tried) => {
        const recorded = ledgerAfter(tried);
        expect(journalOf(recorded.toReversed())).toBe(journalOf(recorded));
      }),
    );
  });

  // hledger is no npm package. Without it, these two tests are skipped.
  test.skipIf(!hledger)('hledger accepts the journal in strict mode and computes the same balances', () => {
    let accounts = 0;
    fc.assert(
      fc.property(attempts, (tried) => {
        const recorded = ledgerAfter(tried);
        const read = readByHledger(journalOf(recorded));
        const codes = accountsOf(recorded);
        accounts += codes.length;
        expect(codes.map((code) => read.get(code))).toEqual(
          codes.map((code) => balanceOn(recorded, code, '2199-01-01')),
        );
      }),
      { numRuns: 15 },
    );
    expect(accounts).toBeGreaterThan(0);
  });

  test.skipIf(!hledger)('hledger accepts any text that people write', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(texts, (all) => {
        const recorded: RecordedEntries = all.map((description, n) => ({
          ...entry,
          ...head(n),
          description,
          reference: `=${description}`,
        }));
        expect(readByHledger(journalOf(recorded)).get(cash)).toBe(80_000 * recorded.length);
      }),
      { numRuns: 10 },
    );
  });
});
