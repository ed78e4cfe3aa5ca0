import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, accountOf, payerOfAccount } from '../../../../functions/money/ledger/account.ts';
import { ageingOf } from '../../../../functions/money/ledger/ageing.ts';
import { chargeEntry, depositEntry, paymentEntry } from '../../../../functions/money/ledger/entry-builders.ts';
import { type Entry, readable, reversalOf, sumFen } from '../../../../functions/money/ledger/posting.ts';
import {
  combinedStatementOf,
  statementOf,
  statementSchema,
  statementsOf,
} from '../../../../functions/money/ledger/statement.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';
import { filled } from '../../../filled.ts';
import { append, balanceOn, type RecordedEntries } from '../../../models/ledger-model.ts';
import { accountsOf, attempts, cash, head, ledgerAfter } from './ledger-fixtures.ts';

const wang = account.receivable('psn_wang');
const bill = { billId: 'bil_q1', dueOn: '2025-03-31' };
const on = (n: number, day: string, more = {}) =>
  head(n, { occurredOn: day, postedOn: day, recordedAt: `${day}T01:00:00Z`, ...more });
const charge = chargeEntry(on(1, '2025-03-05'), {
  payerId: 'psn_wang',
  bill,
  lines: [{ feeItemId: 'property', fen: 71_853 }],
});
const pay = (n: number, day: string, fen: number, ofBill: number) =>
  paymentEntry(on(n, day, { receiptNumber: `r-${n}` }), {
    payerId: 'psn_wang',
    moneyAccount: cash,
    fen,
    pays: [{ bill, fen: ofBill }],
  });
const posted = (...entries: Entry[]): RecordedEntries => entries.reduce<RecordedEntries>(append, []);
const recorded = posted(charge, pay(2, '2025-04-15', 30_000, 30_000), pay(3, '2025-05-15', 50_000, 41_853));
const days = fc.integer({ min: -40, max: 900 }).map((n) => addDays('2025-03-05', n));

describe('D34 the age of debts', () => {
  const ageOn = (asOf: string) => {
    const { asOf: _, ...fen } = ageingOf(posted(charge), 'psn_wang', asOf);
    return Object.entries(fen).filter(([, value]) => value !== 0);
  };

  test('the age counts from the due day of the bill; the limits are 30, 60 and 90 days', () => {
    const buckets = [
      ['2025-03-04', undefined],
      ['2025-03-30', 'notDue'],
      ['2025-03-31', 'days0to30'],
      ['2025-04-30', 'days0to30'],
      ['2025-05-01', 'days31to60'],
      ['2025-05-30', 'days31to60'],
      ['2025-05-31', 'days61to90'],
      ['2025-06-29', 'days61to90'],
      ['2025-06-30', 'over90'],
    ] as const;
    for (const [asOf, bucket] of filled(buckets))
      expect(ageOn(asOf)).toEqual(
        bucket
          ? [
              [bucket, 71_853],
              ['total', 71_853],
            ]
          : [],
      );
  });

  test('the age on a past day does not depend on later payments', () => {
    expect(ageingOf(recorded, 'psn_wang', '2025-04-14')).toMatchObject({ days0to30: 71_853, total: 71_853 });
    expect(ageingOf(recorded, 'psn_wang', '2025-05-14')).toMatchObject({
      days0to30: 0,
      days31to60: 41_853,
      total: 41_853,
    });
    expect(ageingOf(recorded, 'psn_wang', '2025-05-15').total).toBe(0);
  });

  test('the paid amount of a reversed bill is a credit and hides no other debt', () => {
    const other = chargeEntry(on(4, '2025-05-16'), {
      payerId: 'psn_wang',
      bill: { billId: 'bil_q2', dueOn: '2025-05-16' },
      lines: [{ feeItemId: 'property', fen: 1_000 }],
    });
    const method = {
      postedOn: '2025-05-17',
      recordedAt: '2025-05-17T01:00:00Z',
      reference: 'rev',
      description: '重复计费',
    };
    const after = posted(...recorded, other, reversalOf(charge, method));
    expect(ageingOf(after, 'psn_wang', '2025-05-17')).toMatchObject({
      days0to30: 1_000,
      credit: 71_853,
      total: -70_853,
    });
  });

  test('the buckets minus the credit equal the balance of the account on any day', () => {
    let aged = 0;
    fc.assert(
      fc.property(attempts, days, (tried, asOf) => {
        const some = ledgerAfter(tried);
        for (const code of accountsOf(some).filter((one) => accountOf(one).kind === 'receivable')) {
          aged += 1;
          const { notDue, days0to30, days31to60, days61to90, over90, credit, total } = ageingOf(
            some,
            payerOfAccount(code) ?? '',
            asOf,
          );
          expect(sumFen([notDue, days0to30, days31to60, days61to90, over90, -credit])).toBe(total);
          expect(total).toBe(balanceOn(some, code, asOf));
          for (const fen of [notDue, days0to30, days31to60, days61to90, over90, credit])
            expect(fen).toBeGreaterThanOrEqual(0);
        }
      }),
    );
    expect(aged).toBeGreaterThan(0);
  });
});

describe('D34 the statement of account', () => {
  test('opening + movements = closing', () => {
    const statement = statementOf(recorded, wang, { from: '2025-04-01', to: '2025-05-31' });
    expect(statement).toMatchObject({ opening: 71_853, closing: 0 });
    expect(statement.movements.map(({ fen, balance, receiptNumber }) => [fen, balance, receiptNumber])).toEqual([
      [-30_000, 41_853, 'r-2'],
      [-41_853, 0, 'r-3'],
    ]);
    expect(statementSchema.safeParse(statement).success).toBe(true);
  });

  test('prepaid money and deposits are shown as positive amounts of the payer', () => {
    const deposit = depositEntry(on(5, '2025-05-20'), {
      payerId: 'psn_wang',
      purpose: 'fit-out',
      moneyAccount: cash,
      fen: 200_000,
    });
    const statements = statementsOf(posted(...recorded, deposit), 'psn_wang', { from: '2025-03-01', to: '2025-12-31' });
    expect(statements.map(({ account: code, closing }) => [code, closing])).toEqual([
      [wang, 0],
      [account.deposit('psn_wang', 'fit-out'), 200_000],
      [account.prepaid('psn_wang', 'general'), 8_147],
    ]);
    expect(statementsOf(recorded, 'psn_zhao', { from: '2025-03-01', to: '2025-12-31' })).toEqual([]);
  });

  test('any statement closes with the balance, and the next one opens with it', () => {
    let accounts = 0;
    fc.assert(
      fc.property(attempts, days, fc.nat(60), fc.nat(60), (tried, from, a, b) => {
        const some = ledgerAfter(tried);
        const [to, last] = [addDays(from, a), addDays(from, a + b + 1)];
        for (const code of accountsOf(some)) {
          accounts += 1;
          const whole = statementOf(some, code, { from, to: last });
          const first = statementOf(some, code, { from, to });
          const next = statementOf(some, code, { from: addDays(to, 1), to: last });
          expect(sumFen([whole.opening, ...whole.movements.map(({ fen }) => fen)])).toBe(whole.closing);
          expect(whole.closing).toBe(readable(code, balanceOn(some, code, last)));
          expect(next.opening).toBe(first.closing);
          expect([...first.movements, ...next.movements]).toEqual(whole.movements);
        }
      }),
    );
    expect(accounts).toBeGreaterThan(0);
  });

  test('all accounts together are what is owed less the money that is kept, without moves between them', () => {
    const span = { from: '2025-04-01', to: '2025-05-31' };
    const { opening, movements, closing } = combinedStatementOf(recorded, 'psn_wang', span);
    expect([opening, closing]).toEqual([71_853, -8_147]);
    expect(movements.map(({ fen, balance }) => [fen, balance])).toEqual([
      [-30_000, 41_853],
      [-50_000, -8_147],
    ]);
  });

  test('any combined statement closes with the sum of its accounts', () => {
    let compared = 0;
    fc.assert(
      fc.property(attempts, days, fc.nat(60), (tried, from, n) => {
        const some = ledgerAfter(tried);
        const span = { from, to: addDays(from, n) };
        for (const payerId of ['psn_wang', 'psn_zhao']) {
          compared += 1;
          const { opening, movements, closing } = combinedStatementOf(some, payerId, span);
          const net = statementsOf(some, payerId, span).map(({ account: code, closing: fen }) =>
            accountOf(code).type === 'asset' ? fen : -fen,
          );
          expect(closing).toBe(sumFen(net));
          expect(sumFen([opening, ...movements.map(({ fen }) => fen)])).toBe(closing);
          expect(movements.every(({ fen }) => fen !== 0)).toBe(true);
        }
      }),
    );
    expect(compared).toBeGreaterThan(0);
  });
});
