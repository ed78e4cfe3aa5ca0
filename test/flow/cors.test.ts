import { beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { contexts } from '../../infra/contexts.ts';
import { stageNamed } from '../infra/assembly.ts';
import { estateCalled } from './backend.ts';
import { pathOf } from './every-route.ts';

const { apiUrl, issuerUrl } = inject('backend');
const [origin = ''] = stageNamed('demo').allowedOrigins;
const stranger = 'https://stranger.example';
let authorization: string;
beforeAll(async () => {
  const { staff } = await estateCalled('COR');
  const body = JSON.stringify(staff.operator);
  const asked = await fetch(`${issuerUrl}/token`, { method: 'POST', body });
  authorization = `Bearer ${z.object({ id_token: z.string() }).parse(await asked.json()).id_token}`;
});

const said = ({ headers }: Response) => ({
  origin: headers.get('access-control-allow-origin'),
  vary: headers.get('vary'),
});
function preflight(method: string, path: string, from = origin): Promise<Response> {
  const headers = {
    origin: from,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization,content-type,idempotency-key',
  };
  return fetch(apiUrl + path, { method: 'OPTIONS', headers });
}
const send = (path: string, more: Record<string, string> = {}, method = 'GET') =>
  fetch(apiUrl + path, { method, headers: { origin, authorization, ...more } });

describe('a browser on an allowed origin', () => {
  test.each(contexts)('gets a preflight response for every operation of $name without a token', async ({ routes }) => {
    const answers = await Promise.all(
      routes.map(async (route) => {
        const answer = await preflight(route.method, pathOf(route, {}, 'x'));
        const { headers, status } = answer;
        const { 'access-control-allow-methods': methods, 'access-control-allow-headers': names } =
          Object.fromEntries(headers);
        return {
          operation: route.operationId,
          status,
          ...said(answer),
          methods,
          token: names?.includes('authorization'),
        };
      }),
    );
    const granted = { status: 204, origin, vary: 'Origin', methods: '*', token: true };
    expect(answers.length).toBeGreaterThan(0);
    expect(answers).toEqual(routes.map(({ operationId }) => ({ operation: operationId, ...granted })));
  });

  test('gets a preflight response for unknown paths', async () => {
    for (const path of ['/v1/fees/bills/b1/unknown', '/v1/unknown', '/unknown', '/']) {
      const answer = await preflight('GET', path);
      expect([path, answer.status, said(answer).origin]).toEqual([path, 204, origin]);
    }
  });

  test('can read every response: of the function, of the gateway, and problems', async () => {
    const answers = await Promise.all([
      send('/v1/me'),
      send('/v1/me', { authorization: '' }),
      send('/v1/tickets/none'),
      send('/v1/tickets/none/unknown'),
      send('/v1/tickets/none', {}, 'DELETE'),
      send('/v1/unknown'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 404, 405, 404]);
    for (const answer of answers) expect(said(answer)).toEqual({ origin, vary: 'Origin' });
  });
});

test('a browser on another origin gets no CORS headers', async () => {
  const answers = await Promise.all([
    preflight('GET', '/v1/me', stranger),
    preflight('GET', '/unknown', stranger),
    send('/v1/me', { origin: stranger }),
    send('/v1/me', { origin: stranger, authorization: '' }),
  ]);
  for (const answer of answers) expect(said(answer)).toEqual({ origin: null, vary: null });
});

describe('a request without an operation', () => {
  test.each(contexts)('gets a problem from $name at its paths', async ({ routes }) => {
    const [route] = routes.filter((one) => one.allow !== 'public' && one.path.endsWith('}'));
    if (!route) throw new Error('no operation with a path parameter');
    const path = pathOf(route, {}, 'x');
    const wrong = await send(path, {}, 'DELETE');
    expect([wrong.status, wrong.headers.get('content-type')]).toEqual([405, expect.stringContaining('problem+json')]);
    expect(wrong.headers.get('allow')?.split(', ')).toContain(route.method);
  });

  test('with a broken percent sign gets a problem, never a server error', async () => {
    const answers = await Promise.all(
      [
        '/v1/tickets/%zz',
        '/v1/tickets/%',
        '/v1/tickets/%00',
        '/v1/tickets/a%2Fb',
        '/v1/tickets//',
        '/v1/tickets/x/',
      ].map(async (path) => {
        const answer = await send(path);
        return [path, answer.status, z.object({ code: z.string() }).parse(await answer.json()).code];
      }),
    );
    for (const [path, status] of answers) expect([400, 404], `${path} ${status}`).toContain(status);
  });

  test('gets the short gateway response without a known prefix or without a token', async () => {
    const unknown = await send('/v2/tickets');
    expect([unknown.status, await unknown.json()]).toEqual([404, { message: 'Not Found' }]);
    const without = await send('/v1/tickets', { authorization: '' });
    expect([without.status, await without.json()]).toEqual([401, { message: 'Unauthorized' }]);
  });
});

test('a final slash of a path changes nothing', async () => {
  const list = await send('/v1/tickets?estateId=estate-cor');
  const slash = await send('/v1/tickets/?estateId=estate-cor');
  expect([slash.status, await slash.json()]).toEqual([list.status, await list.json()]);
});
