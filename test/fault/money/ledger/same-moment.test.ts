import { beforeEach, expect, test } from 'vitest';
import { paymentEntry, prepaidUseEntry, recordSettlement } from '../../../../functions/money/ledger/entry-builders.ts';
import { dayLocks, entries, shardsOfDay } from '../../../../functions/money/ledger/ledger.store.ts';
import { entryHeader, type LedgerState } from '../../../../functions/money/ledger/ledger-state.ts';
import { customerFunds, moneyAt } from '../../../../functions/money/ledger/money.store.ts';
import { postEntries } from '../../../../functions/money/ledger/post-entries.ts';
import { account, type Entry } from '../../../../functions/money/ledger/public.ts';
import { Transaction } from '../../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../../shared/store/retry.ts';
import { afterReading, emptyTables, store, stored } from '../../real-table.ts';

/* Entries of two requests at the same moment: each was decided before the other was written. */

const day = '2026-10-05';
const at = (hour: number) => `${day}T0${hour}:00:00Z`;
const ledger: LedgerState = {
  estateId: 'yg',
  openedOn: '2026-10-01',
  closedThrough: '2026-09-30',
  updatedAt: at(1),
  version: 1,
};
const drawer = account.cash('li');
const head = (reference: string, hour: number) =>
  entryHeader(ledger, { cause: [reference], occurredOn: day, recordedAt: at(hour), reference, description: '' });
async function post(entry: Entry): Promise<void> {
  const transaction = new Transaction();
  const act = { actor: { kind: 'staff', id: 'li' }, recordedAt: entry.recordedAt } as const;
  postEntries(transaction, ledger, [entry], [{ entry, vouchers: [] }], act, entry.recordedAt);
  await transaction.commit();
}
const paid = paymentEntry(head('zf', 1), { payerId: 'wang', moneyAccount: drawer, fen: 1_000, pays: [] });
const banked = (reference: string, hour: number) =>
  recordSettlement(head(reference, hour), { from: drawer, to: account.bank('icbc'), fen: 600, feeFen: 0 });

beforeEach(() => emptyTables('ledger'));

test('R20.3 money that leaves a drawer twice at the same moment leaves it once', async () => {
  await post(paid);
  afterReading(moneyAt.key({ estateId: 'yg', account: drawer }).pk, () => post(banked('jk-1', 2)));
  await expect(post(banked('jk-2', 3))).rejects.toBeInstanceOf(VersionConflict);
  expect(await stored(moneyAt)).toContainEqual({ estateId: 'yg', account: drawer, fen: 400, outs: 1 });
  await expect(post(banked('jk-2', 3))).rejects.toMatchObject({ kind: { code: 'money-not-there' } });
});

test('prepaid money that two bills use at the same moment is used once', async () => {
  await post(paid);
  const used = (billId: string) =>
    prepaidUseEntry(head(billId, 2), {
      payerId: 'wang',
      purpose: 'general',
      pays: [{ bill: { billId, dueOn: day }, feeItemId: 'fee', fen: 600 }],
    });
  await post(used('bill-1'));
  await expect(post(used('bill-2'))).rejects.toBeInstanceOf(VersionConflict);
  expect(await stored(customerFunds)).toMatchObject([{ fen: 400 }]);
});

test('D29 a day whose close began after the ledger was read takes no entry', async () => {
  for (let leaf = 0; leaf < shardsOfDay; leaf += 1) await store(dayLocks, { estateId: 'yg', day, leaf });
  await expect(post(paid)).rejects.toBeInstanceOf(VersionConflict);
  expect(await stored(entries)).toEqual([]);
});
