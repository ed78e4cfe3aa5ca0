import { beforeAll, describe, expect, test } from 'vitest';
import { listTickets, ticketQuery } from '../../../../functions/service/tickets/list-tickets.ts';
import type { SlaTimer } from '../../../../functions/service/tickets/sla-timers.ts';
import type { Ticket } from '../../../../functions/service/tickets/ticket.ts';
import { tickets } from '../../../../functions/service/tickets/tickets.store.ts';
import type { Caller } from '../../../../shared/http/auth.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { aTicket } from '../../../unit/service/tickets/a-ticket.ts';
import { counted, emptyTables, pagesOf, store, storeMany } from '../../real-table.ts';

const desk: Caller = { id: 'u1', personId: 'stf_li', name: undefined, roles: ['operator'], estates: ['e', 'other'] };
const resident: Caller = { id: 'u2', personId: 'per_wu', name: undefined, roles: ['resident'], estates: ['e'] };

const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString();
/** Returns the id of the nth ticket. Later ones sort after earlier ones. */
const idOf = (n: number) => `tkt_${String(n).padStart(6, '0')}`;
/** Returns a running timer that is due on the nth day. */
const due = (n: number): SlaTimer => ({
  timer: 'finish',
  counts: 'elapsed',
  target: 60,
  pauses: true,
  warnAt: 0.8,
  levels: [],
  state: 'running',
  startedAt: day(0),
  usedMs: 0,
  fired: [],
  dueAt: day(n),
});

/** 10,000 closed tickets; each 250th is praise. */
const closed = Array.from({ length: 10_000 }, (_, n) =>
  aTicket(day(0), {
    ticketId: idOf(n),
    status: 'closed',
    closedAt: day(n % 300),
    assigneeId: 'stf_li',
    type: n % 250 === 0 ? 'praise' : 'repair',
  }),
);
/** 40 tickets under way: the first is due last. Each fourth waits for the customer, so nothing is due. */
const open = Array.from({ length: 40 }, (_, n) =>
  aTicket(day(0), {
    ticketId: idOf(20_000 + n),
    status: n % 4 === 0 ? 'waiting' : 'assigned',
    assigneeId: 'stf_li',
    slaTimers: n % 4 === 0 ? [] : [due(400 - n)],
  }),
);
const inOrder = [
  ...open.filter(({ status }) => status === 'assigned').toReversed(),
  ...open.filter(({ status }) => status === 'waiting'),
].map(({ ticketId }) => ticketId);
const ofHome = Array.from({ length: 60 }, (_, n) =>
  aTicket(day(0), {
    ticketId: idOf(30_000 + n),
    status: n % 2 === 0 ? 'resolved' : 'withdrawn',
    unitId: 'unit_8',
    requester: { personId: 'per_wu' },
  }),
);

const idsOf = (items: readonly Ticket[]) => items.map(({ ticketId }) => ticketId);
const ask = (query: Record<string, unknown>, by = desk) => counted(() => listTickets(ticketQuery.parse(query), by));
const pages = (query: Record<string, unknown>, by = desk) =>
  pagesOf((cursor) => listTickets(ticketQuery.parse({ ...query, cursor }), by));
const underWay = 'open,assigned,waiting';

beforeAll(async () => {
  await emptyTables('tickets');
  await storeMany(tickets, [...closed, ...open, ...ofHome]);
  const elsewhere = { estateId: 'hidden', ticketId: idOf(40_000), requester: { personId: 'per_wu' } };
  await store(tickets, aTicket(day(0), { ...elsewhere, assigneeId: 'stf_li', slaTimers: [due(1)] }));
});

describe('beside 10,000 closed tickets', () => {
  test.each([{ estateId: 'e' }, { assigneeId: 'me' }, { estateId: 'e', assigneeId: 'stf_li' }])(
    'the 40 under way of %o by due time are one request',
    async (of) => {
      const { result, requests } = await ask({ ...of, status: underWay });
      expect(requests).toBe(1);
      expect(idsOf(result.items)).toEqual(inOrder);
      expect(result.cursor).toBeUndefined();
    },
  );

  test.each([{ estateId: 'e' }, { assigneeId: 'stf_li' }])('pages of %o are full, each one request', async (of) => {
    const found = await pages({ ...of, status: underWay, limit: 15 });
    expect(found.map(({ items }) => items.length)).toEqual([15, 15, 10]);
    expect(found.map(({ requests }) => requests)).toEqual([1, 1, 1]);
    expect(found.flatMap(({ items }) => idsOf(items))).toEqual(inOrder);
  });

  test('all tickets of an estate come under way first, then at an end with the latest first', async () => {
    const found = await pages({ estateId: 'e', limit: 200 });
    const all = found.flatMap(({ items }) => items);
    expect(all).toHaveLength(10_100);
    expect(new Set(idsOf(all)).size).toBe(10_100);
    expect(found.slice(0, -1).every(({ items }) => items.length === 200)).toBe(true);
    expect(Math.max(...found.map(({ requests }) => requests))).toBeLessThanOrEqual(3);
    expect(idsOf(all.slice(0, 40))).toEqual(inOrder);
    expect([...new Set(all.slice(40).map(({ status }) => status))]).toEqual(['resolved', 'closed', 'withdrawn']);
    const ends = all.flatMap(({ closedAt = [] }) => closedAt);
    expect(ends).toEqual(ends.toSorted().toReversed());
  });

  test('a state within a stage fills its pages', async () => {
    const found = await pages({ estateId: 'e', status: 'waiting', limit: 4 });
    expect(found.map(({ items, requests }) => [items.length, requests])).toEqual([
      [4, 1],
      [4, 1],
      [2, 1],
    ]);
    expect(found.flatMap(({ items }) => items).every(({ status }) => status === 'waiting')).toBe(true);
  });

  test('a rare type fills its pages from thousands of others in a bounded number of requests', async () => {
    const found = await pages({ estateId: 'e', status: 'closed', type: 'praise', limit: 8 });
    expect(found.flatMap(({ items }) => items)).toHaveLength(40);
    expect(found.map(({ items }) => items.length)).toEqual([8, 8, 8, 8, 8]);
    expect(Math.max(...found.map(({ requests }) => requests))).toBeLessThanOrEqual(10);
  });

  test('a type that nearly no ticket has ends a page early, with a cursor, after ten requests', async () => {
    const { result, requests } = await ask({ estateId: 'e', status: 'closed', type: 'inquiry' });
    expect({ found: result.items.length, requests }).toEqual({ found: 0, requests: 10 });
    const last = await ask({ estateId: 'e', status: 'closed', type: 'inquiry', cursor: result.cursor });
    expect(last.result).toEqual({ items: [] });
  });
});

describe('the tickets of a home', () => {
  test.each([{ unitId: 'unit_8' }, { requesterId: 'per_wu' }])('of %o are two requests, latest first', async (of) => {
    const found = await pages({ estateId: 'e', ...of, limit: 25 });
    expect(found.map(({ items, requests }) => [items.length, requests])).toEqual([
      [25, 2],
      [25, 2],
      [10, 2],
    ]);
    expect(found.flatMap(({ items }) => idsOf(items))).toEqual(idsOf(ofHome).toReversed());
  });

  test('in some states fill a page', async () => {
    const { result } = await ask({ estateId: 'e', unitId: 'unit_8', status: 'resolved', limit: 20 });
    expect(result.items.map(({ status }) => status)).toEqual(Array(20).fill('resolved'));
  });

  test('are shown to a resident who reported them, in their own estates only', async () => {
    const found = await ask({ limit: 200 }, resident);
    expect(found.requests).toBe(2);
    expect(idsOf(found.result.items)).toEqual(idsOf(ofHome).toReversed());
    const withoutEstate = { ...resident, estates: [] };
    expect((await ask({}, withoutEstate)).result.items).toEqual([]);
    expect((await ask({ estateId: 'hidden' }, resident)).result.items).toEqual([]);
  });

  test('of another person or an assignee are not found for a resident', async () => {
    await expect(async () => ask({ requesterId: 'per_other' }, resident)).rejects.toThrow(Problem);
    await expect(async () => ask({ assigneeId: 'stf_li' }, resident)).rejects.toThrow(Problem);
  });
});

test('two of the four lists at once are rejected, with what to do', () => {
  const { error } = ticketQuery.safeParse({ estateId: 'e', unitId: 'u', updatedSince: day(0) });
  expect(error?.issues[0]?.message).toContain('give one of them');
});
