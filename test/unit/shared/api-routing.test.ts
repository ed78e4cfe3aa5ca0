import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { api } from '../../../shared/http/api.ts';
import { ok, route } from '../../../shared/http/route.ts';
import { type Language, languages } from '../../../shared/kernel/language.ts';

const log = vi.spyOn(console, 'log').mockImplementation(() => {});
afterAll(() => log.mockRestore());
beforeEach(() => log.mockClear());

const thing = z.object({ id: z.string() });
const handler = api({
  table: 'tickets',
  find: async () => ({ name: 'Wang Fang', grants: [{ role: 'operator', estateId: 'e' }] }),
  routes: [
    route({
      method: 'GET',
      path: '/v1/things/{id}',
      operationId: 'readThing',
      summary: 'Read a thing',
      allow: ['operator'],
      params: thing,
      response: thing,
      handle: async ({ params }) => ok(params),
    }),
    route({
      method: 'GET',
      path: '/p/thing/{token}',
      operationId: 'showThing',
      summary: 'Show a thing',
      allow: 'public',
      params: z.object({ token: z.string() }),
      response: 'html',
      handle: async () => ({ status: 200, body: '<p>' }),
    }),
  ],
});
const claims = { sub: 'op' };
const routeKey = 'ANY /v1/things/{proxy+}';

async function send(method: string, rest: string, { language = 'en', signedIn = true, ...more }: Sent = {}) {
  const event = {
    routeKey,
    rawPath: `/v1/things/${rest}`,
    pathParameters: { proxy: rest },
    headers: { 'accept-language': language },
    requestContext: {
      requestId: 'r',
      http: { method },
      ...(signedIn && { authorizer: { jwt: { claims, scopes: null } } }),
    },
    ...more,
  };
  return handler(event);
}
interface Sent {
  language?: Language;
  signedIn?: boolean;
  routeKey?: string;
  rawPath?: string;
  pathParameters?: Record<string, string> | null;
  headers?: null;
}
const logged = () => log.mock.calls.map(([line]) => line);

test('a path without an operation gives a 404 problem in the language of the caller', async () => {
  const titles = await Promise.all(
    languages.map(async (language) => {
      const { statusCode, headers, body } = await send('GET', 't1/unknown', { language });
      expect(statusCode).toBe(404);
      expect(headers['content-type']).toContain('application/problem+json');
      const problem = JSON.parse(body);
      expect(problem).toMatchObject({ code: 'path-not-found', status: 404, traceId: 'r' });
      return problem.title;
    }),
  );
  expect(new Set(titles).size).toBe(3);
});

test('an unsupported method gives a 405 problem that names the supported ones', async () => {
  const titles = await Promise.all(
    languages.map(async (language) => {
      const { statusCode, headers, body } = await send('DELETE', 't1', { language });
      expect(statusCode).toBe(405);
      expect(headers.allow).toBe('GET, HEAD, OPTIONS');
      const problem = JSON.parse(body);
      expect(problem.code).toBe('method-not-allowed');
      expect(problem.title).toContain('GET, HEAD, OPTIONS');
      return problem.title;
    }),
  );
  expect(new Set(titles).size).toBe(3);
});

test('a preflight needs no token, even at a path without an operation', async () => {
  const known = await send('OPTIONS', 't1', { signedIn: false });
  expect(known).toMatchObject({ statusCode: 204, headers: { allow: 'GET, HEAD, OPTIONS' }, body: '' });
  expect(await send('OPTIONS', 't1/unknown', { signedIn: false })).toEqual({ statusCode: 204, headers: {}, body: '' });
});

test('HEAD is answered like GET but without a body, also for problems', async () => {
  const { headers } = await send('GET', 't1');
  expect(await send('HEAD', 't1')).toEqual({ statusCode: 200, headers, body: '' });
  expect(await send('HEAD', 't1/unknown')).toMatchObject({ statusCode: 404, body: '' });
});

test('an operation that needs a token rejects a request that the gateway admitted without one', async () => {
  expect(await send('GET', 't1', { signedIn: false })).toMatchObject({ statusCode: 401 });
  const open = { signedIn: false, routeKey: 'ANY /p/thing/{proxy+}', rawPath: '/p/thing/x' };
  expect(await send('GET', '', { ...open, pathParameters: { proxy: 'x' } })).toMatchObject({ statusCode: 200 });
});

test('undecodable parameters and null values never cause a server error', async () => {
  expect(await send('GET', '%zz')).toMatchObject({ statusCode: 200, body: '{"id":"%zz"}' });
  expect(await send('GET', 't1', { pathParameters: null, headers: null })).toMatchObject({ statusCode: 200 });
});

test('every response logs one line with operation, status, time and caller, and no personal data', async () => {
  const line = { message: 'request', durationMs: expect.any(Number), traceId: 'r' };
  await send('GET', 'secret-id');
  await send('GET', 'secret-id/unknown');
  await send('PUT', 'secret-id', { signedIn: false });
  await send('GET', 'secret-id', { signedIn: false });
  expect(logged()).toMatchObject([
    { ...line, operation: 'readThing', status: 200, caller: 'op' },
    { ...line, operation: 'none', status: 404, caller: 'op' },
    { ...line, operation: 'none', status: 405, caller: 'anonymous' },
    { ...line, operation: 'readThing', status: 401, caller: 'anonymous' },
  ]);
  expect(JSON.stringify(logged())).not.toMatch(/secret-id|Wang Fang/);
});
