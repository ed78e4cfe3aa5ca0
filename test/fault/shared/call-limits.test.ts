import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { api } from '../../../shared/http/api.ts';
import { ok, page, route } from '../../../shared/http/route.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { entity } from '../../../shared/store/entity.ts';
import { emptyTables, itemsOf } from '../real-table.ts';

const at = (time: string) => new Date(`2026-03-02T${time}Z`);
beforeEach(async () => {
  await emptyTables('tickets');
  vi.useFakeTimers({ now: at('08:40:00'), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});
vi.spyOn(console, 'log').mockImplementation(() => {});

const pin = z.object({ pinId: z.string(), estateId: z.string(), version: z.number() });
const pins = entity<z.infer<typeof pin>, { pinId: string }>({
  table: 'tickets',
  type: 'pin',
  schema: pin,
  key: ({ pinId }) => ({ pk: `PIN#${pinId}`, sk: 'PIN' }),
});
const crooked = problemKind('test-pin-crooked', 409, { 'zh-CN': '', 'zh-TW': '', en: 'The pin is crooked.' });
const setPin = () => new Transaction().save(pins, { pinId: randomUUID(), estateId: 'e', version: 1 });
const common = { allow: ['resident', 'operator'], response: z.object({}) } as const;

const handler = api({
  table: 'tickets',
  find: async (personId) => ({ grants: [{ role: personId === 'clerk' ? 'operator' : 'resident', estateId: 'e' }] }),
  routes: [
    route({
      ...common,
      method: 'POST',
      path: '/v1/pins',
      operationId: 'setPin',
      summary: 'Set a pin',
      limits: [{ most: 3, per: 'hour' }],
      handle: (call) => call.commit(setPin(), ok({})),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/v1/crooked-pins',
      operationId: 'setCrookedPin',
      summary: 'Set a pin that does not hold',
      throws: [crooked.code],
      limits: [{ most: 1, per: 'hour' }],
      handle: async () => {
        throw new Problem(crooked);
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/v1/heavy-pins',
      operationId: 'setHeavyPin',
      summary: 'Set a pin of so many grams',
      body: z.strictObject({ grams: z.number() }),
      limits: [
        {
          most: 10,
          per: 'day',
          of: { what: 'grams', weigh: (body) => z.object({ grams: z.number() }).parse(body).grams },
        },
      ],
      handle: (call) => call.commit(setPin(), ok({})),
    }),
    route({
      method: 'POST',
      path: '/p/pins/{token}',
      operationId: 'setPinByLink',
      summary: 'Set a pin by a link',
      allow: 'public',
      params: z.object({ token: z.string() }),
      response: 'html',
      limits: [{ most: 2, per: 'hour' }],
      handle: (call) => call.commit(setPin(), page('set')),
    }),
  ],
});

async function post(
  rawPath: string,
  { as = 'limei', key, body = '' }: { as?: string; key?: string; body?: string } = {},
) {
  const authorizer = { jwt: { claims: { sub: as } } };
  const requestContext = { requestId: randomUUID(), ...(rawPath.startsWith('/v1') && { authorizer }) };
  const type = rawPath.startsWith('/v1') ? 'application/json' : 'application/x-www-form-urlencoded';
  const headers = { 'idempotency-key': key ?? randomUUID(), 'accept-language': 'en', 'content-type': type };
  const answer = await handler({ routeKey: `POST ${rawPath}`, rawPath, headers, body, requestContext });
  return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], text: answer.body };
}

/** Sends requests one after the other and returns their statuses. */
async function statuses(times: number, send: () => ReturnType<typeof post>): Promise<number[]> {
  const all: number[] = [];
  for (let nth = 0; nth < times; nth += 1) all.push((await send()).status);
  return all;
}

describe('a resident who does something again and again', () => {
  test('is stopped at the limit, with the seconds until the next hour, and nothing more is written', async () => {
    expect(await statuses(3, () => post('/v1/pins'))).toEqual([200, 200, 200]);
    const refused = await post('/v1/pins');
    expect(refused).toMatchObject({ status: 429, retryAfter: '1200' });
    expect(JSON.parse(refused.text)).toMatchObject({
      code: 'too-many-calls',
      title: expect.stringMatching('20 minutes'),
    });
    expect((await itemsOf('tickets')).filter(({ type }) => type === 'pin')).toHaveLength(3);
  });

  test('may go on in the next hour', async () => {
    await statuses(3, () => post('/v1/pins'));
    vi.setSystemTime(at('09:00:00'));
    expect((await post('/v1/pins')).status).toBe(200);
  });

  test('takes nothing from others, and staff have no limit', async () => {
    await statuses(3, () => post('/v1/pins'));
    expect((await post('/v1/pins', { as: 'zhaolei' })).status).toBe(200);
    expect(await statuses(5, () => post('/v1/pins', { as: 'clerk' }))).toEqual([200, 200, 200, 200, 200]);
  });

  test('loses nothing by a request sent twice, or by one that was refused', async () => {
    expect(await statuses(5, () => post('/v1/pins', { key: 'same' }))).toEqual([200, 200, 200, 200, 200]);
    expect(await statuses(2, () => post('/v1/pins'))).toEqual([200, 200]);
    expect((await post('/v1/pins')).status).toBe(429);
    expect(await statuses(3, () => post('/v1/crooked-pins'))).toEqual([409, 409, 409]);
  });

  test('who sends the refused request again in the next hour has their effect', async () => {
    vi.setSystemTime(at('08:59:00'));
    await statuses(3, () => post('/v1/pins'));
    expect((await post('/v1/pins', { key: 'later' })).status).toBe(429);
    vi.setSystemTime(at('09:00:01'));
    expect((await post('/v1/pins', { key: 'later' })).status).toBe(200);
  });

  test('all at once does no more than the limit', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => post('/v1/pins')));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(3);
    expect((await itemsOf('tickets')).filter(({ type }) => type === 'pin')).toHaveLength(3);
  });
});

test('a limit may count what calls weigh', async () => {
  const heavy = (grams: number) => post('/v1/heavy-pins', { body: JSON.stringify({ grams }) });
  expect((await heavy(6)).status).toBe(200);
  expect((await heavy(5)).status).toBe(429);
  expect((await heavy(4)).status).toBe(200);
  expect((await heavy(1)).status).toBe(429);
});

test('a link has a limit of its own, whoever holds it', async () => {
  expect(await statuses(3, () => post('/p/pins/one'))).toEqual([200, 200, 429]);
  expect((await post('/p/pins/two')).status).toBe(200);
});
