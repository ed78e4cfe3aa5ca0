import { beforeAll, expect, test } from 'vitest';
import type { Bill } from '../../../../functions/money/fees/bill.ts';
import { billLists, bills } from '../../../../functions/money/fees/bills.store.ts';
import { feesPolicy } from '../../../../functions/money/fees/fees.policy.ts';
import { billQuery, listBills } from '../../../../functions/money/fees/list-bills.ts';
import type { Caller } from '../../../../shared/http/auth.ts';
import { list } from '../../../../shared/store/table.ts';
import { aBill } from '../../../unit/money/fees/a-bill.ts';
import { counted, emptyTables, pagesOf, storeMany } from '../../real-table.ts';

const { estateId, payerId } = aBill();
const cashier: Caller = { id: 'u', personId: 'stf_1', name: undefined, roles: ['cashier'], estates: [estateId] };
const date = (n: number) => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString();
const bill = (n: number, given: Partial<Bill>): Bill =>
  aBill({ billId: `bil_${String(n).padStart(5, '0')}`, runId: 'run_1', updatedAt: date(n), ...given });

const done = Array.from({ length: 900 }, (_, n) =>
  bill(n, { status: n % 300 === 0 ? 'written-off' : 'paid', payerId: 'per_other' }),
);
/** Billed one after the other, and due in the opposite order. */
const owed = Array.from({ length: 40 }, (_, n) =>
  bill(1_000 + n, { status: 'published', dueOn: date(300 - n).slice(0, 10) }),
);
const drafts = [bill(2_000, { status: 'draft' })];
const byDueDay = owed.toReversed().map(({ billId }) => billId);

const policy = feesPolicy.defaultOf(estateId);
const pages = (query: Record<string, unknown>) =>
  pagesOf((cursor) => listBills(billQuery.parse({ estateId, ...query, cursor }), cashier, policy));
const idsIn = (found: Awaited<ReturnType<typeof pages>>) =>
  found.flatMap(({ items }) => items.map(({ billId }) => billId));

beforeAll(async () => {
  await emptyTables('ledger');
  await storeMany(bills, [...done, ...owed, ...drafts]);
});

test('what an estate is owed is listed by due day, in full pages of one request', async () => {
  const found = await pages({ status: 'published', limit: 15 });
  expect(found.map(({ items, requests }) => [items.length, requests])).toEqual([
    [15, 1],
    [15, 1],
    [10, 1],
  ]);
  expect(idsIn(found)).toEqual(byDueDay);
});

test('all bills of an estate are listed, those owed first and then the latest change first', async () => {
  const found = await pages({ limit: 200 });
  expect(idsIn(found).slice(0, 40)).toEqual(byDueDay);
  expect(idsIn(found)).toHaveLength(940);
  expect(found.flatMap(({ items }) => items)[40]).toMatchObject({ billId: 'bil_00899', status: 'paid' });
  expect(found.slice(0, -1).every(({ items }) => items.length === 200)).toBe(true);
});

test('several states are one list', async () => {
  const found = await pages({ status: 'written-off,published', limit: 200 });
  expect(idsIn(found)).toEqual([...byDueDay, 'bil_00600', 'bil_00300', 'bil_00000']);
});

test('a payer has full pages of a state, and of what changed since an instant', async () => {
  expect(idsIn(await pages({ payerId, status: 'published', limit: 40 }))).toHaveLength(40);
  const changed = await pages({ payerId, updatedSince: date(1_020), limit: 8 });
  expect(changed[0]?.items).toHaveLength(8);
  expect(idsIn(changed)).toHaveLength(20);
});

test('the bills of a run are listed by unit, drafts too', async () => {
  const listing = { index: 'rows', partition: billLists.billsOfRun('run_1'), limit: 100 } as const;
  const { result, requests } = await counted(() => list(bills, listing));
  expect({ bills: result.items.length, requests }).toEqual({ bills: 100, requests: 2 });
  const all = await pagesOf((cursor) => list(bills, { ...listing, limit: 200, cursor }));
  expect(all.flatMap(({ items }) => items)).toHaveLength(941);
});
