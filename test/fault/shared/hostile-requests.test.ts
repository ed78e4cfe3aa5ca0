import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contexts } from '../../../infra/contexts.ts';
import { extentOf } from '../../../shared/http/body.ts';
import type { Route } from '../../../shared/http/route.ts';
import { sealCursor } from '../../../shared/http/sealed-cursor.ts';
import { encodeCursor } from '../../../shared/store/cursor.ts';
import { caller, emptyBackend, estateId, paramsOf } from '../../hostile/backend.ts';
import { filled } from '../../hostile/filled.ts';
import { hostileRequests } from '../../hostile/requests.ts';

const all: readonly Route[] = contexts.flatMap(({ routes }) => routes);
const named = all.map((route) => [route.operationId, route] as const);
const lists = named.filter(([, route]) => Object.hasOwn(route.query.shape, 'cursor'));
const backend = emptyBackend();

beforeAll(() => {
  for (const level of ['log', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
});

/** Returns a query for a list: its required parameters and the given ones. */
function queryOf(route: Route, more: Readonly<Record<string, string>>): string {
  const isOfEstate = Object.hasOwn(route.query.shape, 'estateId');
  return new URLSearchParams({ ...(isOfEstate && { estateId }), ...more }).toString();
}

describe('a hostile request', () => {
  test('is sent to every operation', () => {
    expect(named.length).toBeGreaterThan(200);
    expect(lists.length).toBeGreaterThan(40);
  });

  test.each(named)('is answered by %s shortly, without a server error, with at most 50 errors', async (_, route) => {
    const wrong: unknown[] = [];
    const requests = hostileRequests(route);
    expect(requests.length).toBeGreaterThan(20);
    for (const { what, params, ...sent } of requests) {
      const { status, body } = await backend.ask(route, sent, params);
      const errors = body.startsWith('{') && status >= 400 ? (JSON.parse(body).errors ?? []).length : 0;
      const isFair = status < 500 && (status < 400 || (Buffer.byteLength(body) <= 64 * 1024 && errors <= 50));
      if (!isFair) wrong.push({ what, status, bytes: Buffer.byteLength(body), errors });
    }
    expect(wrong).toEqual([]);
  });
});

test.each(named)('the limits of %s admit a valid body', async (_, route) => {
  const body = JSON.stringify(filled(route.body, { text: 'x', number: 1, option: 0 })) ?? '{}';
  const { depth, values } = extentOf(body);
  expect(depth).toBeLessThanOrEqual(route.bodyLimits.depth);
  expect(values * 4).toBeLessThan(route.bodyLimits.values);
});

describe('a cursor', () => {
  const place = encodeCursor({ pk: 'X', sk: 'Y' }, {});

  test.each(lists)('of %s that was not issued for this list is rejected, and nothing is read', async (name, route) => {
    const params = paramsOf(route);
    const query = Object.fromEntries(new URLSearchParams(queryOf(route, {})));
    const call = { caller: { ...caller, name: undefined, roles: [], estates: [] }, params, query };
    const sealed = (operationId: string, of = call) => {
      const { body } = sealCursor(operationId, of, { status: 200, body: { items: [], cursor: place } });
      return JSON.parse(JSON.stringify(body)).cursor;
    };
    const own = sealed(name);
    const forged = {
      nothing: '',
      word: 'x',
      'without a seal': place,
      'of another list': sealed('listElsewhere'),
      'of another person': sealed(name, { ...call, caller: { ...call.caller, id: 'somebody' } }),
      'of another filter': sealed(name, { ...call, query: { ...query, status: 'other' } }),
      'of another path': sealed(name, { ...call, params: { ...params, of: 'other' } }),
      'cut off': own.slice(0, -1),
      altered: `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`,
      'another seal': `${'A'.repeat(22)}.${place}`,
      oversized: `${own}${'A'.repeat(3_000)}`,
      'of a table': Buffer.from(JSON.stringify({ pk: 'X', sk: 'Y' })).toString('base64url'),
    };
    const answers = Object.entries(forged).map(async ([what, cursor]) => {
      const { status, body, reads } = await backend.ask(route, { query: queryOf(route, { cursor }) });
      return { what, status, code: JSON.parse(body).code, reads };
    });
    const expected = Object.keys(forged).map((what) => ({ what, status: 400, code: 'bad-cursor', reads: 0 }));
    expect(await Promise.all(answers)).toEqual(expected);
    // The list opens its own cursor. Its key belongs to another list, or its record does not exist.
    const opened = await backend.ask(route, { query: queryOf(route, { cursor: own }) });
    expect(opened.status).toBeLessThan(500);
  });
});
