import { beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import type { Caller } from '../../infra/api-client/api-client.ts';
import { contexts } from '../../infra/contexts.ts';
import { roles } from '../../shared/http/auth.ts';
import type { Route } from '../../shared/http/route.ts';
import { ask, estateCalled } from './backend.ts';
import { everyRoute, generated, pathOf } from './every-route.ts';

const estateId = 'estate-pm';
let resident: Caller;
beforeAll(async () => {
  resident = await (await estateCalled('PM')).household('resident');
});
const caller = (role: string): Caller => ({
  sub: `${estateId}-${role}`,
  personId: `${estateId}-${role}`,
  name: role,
  roles: [role],
  estates: [estateId],
});

const stranger = { ...caller('administrator'), sub: 'stranger', personId: 'stranger', isUnknown: true };

/** Sends a request with unknown ids in its path and an empty body. */
function knock(route: Route, as: Caller | undefined) {
  const path = pathOf(route, { estateId }, 'not-there');
  const body = route.method === 'GET' ? undefined : {};
  return ask(as, route.method, path, body, route.ifMatch ? { ifMatch: 1 } : {});
}
const named = everyRoute.map((route) => [`${route.method} ${route.path}`, route] as const);
const closed = named.filter(([, route]) => route.allow !== 'public');
const open = named.filter(([, route]) => route.allow === 'public');

describe('every operation and every role', () => {
  test.each(closed)('%s admits the roles that it names and no other', async (_, route) => {
    const answers = await Promise.all(roles.map((role) => knock(route, role === 'resident' ? resident : caller(role))));
    const refused = answers.map(({ body }) => body.code === 'forbidden');
    expect(roles.filter((_, i) => !refused[i])).toEqual(roles.filter((role) => route.allow.includes(role)));
    for (const [i, { status }] of answers.entries()) {
      if (refused[i]) expect(status).toBe(403);
      else expect([200, 201, 400, 404, 409, 412], roles[i]).toContain(status);
    }
  });

  test.each(closed)('%s requires a token', async (_, route) => {
    expect((await knock(route, undefined)).status).toBe(401);
  });

  test.each(closed)('%s rejects a caller whom the register does not know', async (_, route) => {
    const forbidden = { status: 403, body: { code: 'forbidden' } };
    // Their tokens claim roles that the register does not have.
    expect(await knock(route, caller('gardener'))).toMatchObject(forbidden);
    expect(await knock(route, stranger)).toMatchObject(forbidden);
  });

  test.each(open)('%s requires no token', async (_, route) => {
    const { status } = await knock(route, undefined);
    expect(status).not.toBe(401);
    expect(status).not.toBe(403);
    expect(status).toBeLessThan(500);
  });
});

/** Operations by which a reader has a file written: nothing of the estate changes. */
const writesFileForReader = ['createFinanceReport', 'exportJournal'];

test('an auditor only reads: they may call no operation that changes something', () => {
  const changing = closed.filter(([, { method, operationId }]) => {
    return method !== 'GET' && !writesFileForReader.includes(operationId);
  });
  expect(changing.length).toBeGreaterThan(200);
  expect(changing.flatMap(([name, { allow }]) => (allow.includes('auditor') ? [name] : []))).toEqual([]);
});

describe('a token', () => {
  const { apiUrl, issuerUrl } = inject('backend');
  const me = async (token: string) =>
    (await fetch(`${apiUrl}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;

  test('is valid only as signed', async () => {
    const asked = await fetch(`${issuerUrl}/token`, { method: 'POST', body: JSON.stringify(caller('operator')) });
    const { id_token: token } = z.object({ id_token: z.string() }).parse(await asked.json());
    expect(await me(token)).toBe(200);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const promoted = part({ ...claims, 'cognito:groups': ['administrator'] });
    expect(await me(`${header}.${promoted}.${signature}`), 'other claims').toBe(401);
    expect(await me(`${part({ alg: 'none' })}.${promoted}.`), 'no signature').toBe(401);
    expect(await me(`${header}.${payload}.${signature.slice(0, -8)}AAAAAAAA`), 'another signature').toBe(401);
    expect(await me('not-a-token'), 'no token').toBe(401);
  });
});

test('the permission table matches the routes (UPDATE=1 writes it)', () => {
  const rows = contexts.flatMap(({ name, routes }) =>
    routes.map((route) => {
      const marks = roles.map((role) => (route.allow === 'public' ? '–' : route.allow.includes(role) ? '✓' : ''));
      const everybody = route.allow === 'public' ? ' (no sign-in)' : '';
      return `| ${name} | \`${route.method} ${route.path}\`${everybody} | ${marks.join(' | ')} |`;
    }),
  );
  const table = [
    '# Permissions',
    '',
    'Generated from the route tables by `test/flow/permission-matrix.test.ts`, which also tests every cell. In addition,',
    'callers see only their own estates, and residents only their own records. Some operations check more: a technician',
    'may change only their own work orders.',
    '',
    `| context | operation | ${roles.join(' | ')} |`,
    `| --- | --- | ${roles.map(() => ':-:').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
  const { expected, found } = generated('docs/api/permissions.md', table);
  expect(found).toBe(expected);
});
