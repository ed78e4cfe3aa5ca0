import { beforeAll, expect, test } from 'vitest';
import { listWorkOrders, workOrderQuery } from '../../../../functions/service/repairs/list-work-orders.ts';
import { workOrders } from '../../../../functions/service/repairs/repairs.store.ts';
import type { WorkOrder } from '../../../../functions/service/repairs/work-order.ts';
import type { Caller } from '../../../../shared/http/auth.ts';
import { aWorkOrder } from '../../../unit/service/repairs/a-work-order.ts';
import { emptyTables, pagesOf, store, storeMany } from '../../real-table.ts';

const caller: Caller = { id: 'u', personId: 'stf_1', name: undefined, roles: ['technician'], estates: ['est_1'] };
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString();
const order = (n: number, given: Partial<WorkOrder>): WorkOrder => ({
  ...aWorkOrder,
  workOrderId: `wo_${String(n).padStart(5, '0')}`,
  openedAt: day(n),
  lastOccurredAt: day(n),
  updatedAt: day(n),
  appointment: undefined,
  ...given,
});
const visit = (n: number) => ({ from: day(n), to: day(n), technicianId: 'stf_1' });

const ended = Array.from({ length: 1_000 }, (_, n) => order(n, { status: n % 250 === 0 ? 'cancelled' : 'completed' }));
/** Opened one after the other, and visited in the opposite order; the last two wait for an appointment. */
const unfinished = [
  ...Array.from({ length: 18 }, (_, n) => order(1_000 + n, { appointment: visit(1_200 - n) })),
  order(1_018, { status: 'open', technicianId: undefined }),
  order(1_019, { status: 'assigned' }),
];
const inOrder = [...unfinished.slice(18), ...unfinished.slice(0, 18).toReversed()].map((one) => one.workOrderId);
const pages = (query: Record<string, unknown>) =>
  pagesOf((cursor) => listWorkOrders(workOrderQuery.parse({ ...query, cursor }), caller));
const idsIn = (found: Awaited<ReturnType<typeof pages>>) =>
  found.flatMap(({ items }) => items.map(({ workOrderId }) => workOrderId));

beforeAll(async () => {
  await emptyTables('tickets');
  await storeMany(workOrders, [...ended, ...unfinished]);
  await store(workOrders, order(2_000, { estateId: 'hidden' }));
});

test('the unfinished orders of an estate by visit are full pages of one request', async () => {
  const found = await pages({ estateId: 'est_1', status: 'open,assigned,accepted,arrived', limit: 8 });
  expect(found.map(({ items, requests }) => [items.length, requests])).toEqual([
    [8, 1],
    [8, 1],
    [4, 1],
  ]);
  expect(idsIn(found)).toEqual(inOrder);
});

test('a technician sees their own unfinished orders first, of their estates only', async () => {
  const found = await pages({ assignee: 'me', limit: 200 });
  const mine = inOrder.filter((id) => id !== 'wo_01018');
  expect(idsIn(found).slice(0, mine.length)).toEqual(mine);
  expect(idsIn(found)).toHaveLength(1_019);
  expect(found.slice(0, -1).every(({ items }) => items.length === 200)).toBe(true);
});

test('what changed since an instant fills its page, also of a technician', async () => {
  const since = { updatedSince: day(995), limit: 5 };
  const [inEstate, mine] = [await pages({ estateId: 'est_1', ...since }), await pages({ assignee: 'me', ...since })];
  expect(inEstate[0]?.items).toHaveLength(5);
  expect(idsIn(inEstate)).toHaveLength(25);
  expect(mine.slice(0, -1).every(({ items }) => items.length === 5)).toBe(true);
  expect(idsIn(mine).toSorted()).toEqual(
    idsIn(inEstate)
      .filter((id) => id !== 'wo_01018')
      .toSorted(),
  );
});

test('the few cancelled ones are one request, the latest first', async () => {
  const found = await pages({ estateId: 'est_1', status: 'cancelled' });
  expect(found.map(({ requests }) => requests)).toEqual([1]);
  expect(idsIn(found)).toEqual(['wo_00750', 'wo_00500', 'wo_00250', 'wo_00000']);
});

test('somebody without an estate has an empty list', async () => {
  const nobody = { ...caller, estates: [] };
  expect(await listWorkOrders(workOrderQuery.parse({ assignee: 'me' }), nobody)).toEqual({ items: [] });
});
