import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routes as referenceRoutes } from '../../functions/reference/routes.ts';
import { contexts } from '../../infra/contexts.ts';
import { type GatewayRoute, gatewayRoutes, type RouteRow } from '../../infra/gateway-routes.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const get = (path: string, allow: RouteRow['allow'] = ['operator']): RouteRow => ({ method: 'GET', path, allow });
const post = (path: string, allow: RouteRow['allow'] = ['operator']): RouteRow => ({ method: 'POST', path, allow });
const keysOf = (tables: Record<string, RouteRow[]>) =>
  gatewayRoutes(Object.entries(tables).map(([name, routes]) => ({ name, routes }))).map(
    ({ key, context, access }) => `${key} ${context} ${access}`,
  );

/*
 * A second implementation of API Gateway's choice. A full match of route and method precedes a greedy one.
 * ANY matches the methods that its path does not name. The narrower full match is chosen. AWS does not
 * document the choice between two greedy matches, or between full matches of which none is narrower; then
 * this returns all.
 */
const words = (path: string) => path.split('/').slice(1);
const pathOf = (some: readonly string[]) => some.map((word) => `/${word}`).join('');
const isParameter = (word: string | undefined) => word?.startsWith('{') ?? false;
function fitsInFull(pattern: string, path: string): boolean {
  const asked = words(path);
  const known = words(pattern);
  return (
    known.length === asked.length && known.every((word, i) => word === asked[i] || (isParameter(word) && asked[i]))
  );
}
function chosen(routes: readonly GatewayRoute[], method: string, path: string): GatewayRoute[] {
  const candidates = routes
    .map((route) => ({ route, method: route.key.split(' ')[0], pattern: route.key.split(' ')[1] ?? '' }))
    .filter((one, _, all) => {
      const isNamed = all.some((other) => other.pattern === one.pattern && other.method === method);
      return one.method === method || (one.method === 'ANY' && !isNamed);
    });
  const full = candidates.filter(({ pattern }) => fitsInFull(pattern, path));
  const isNarrower = (a: string, b: string) =>
    a !== b && words(b).every((word, i) => isParameter(word) || word === words(a)[i]);
  const narrowest = full.filter((one) => !full.some((other) => isNarrower(other.pattern, one.pattern)));
  if (narrowest.length > 0) return narrowest.map(({ route }) => route);
  const greedy = candidates.filter(({ pattern }) => {
    const [prefix, rest] = pattern.split('/{proxy+}');
    const head = words(path).slice(0, words(prefix ?? '').length);
    return rest === '' && words(path).length > head.length && fitsInFull(prefix ?? '', pathOf(head));
  });
  return greedy.map(({ route }) => route);
}

const tables = fc
  .array(
    fc.record({
      context: fc.constantFrom('owners', 'bills', 'repairs'),
      method: fc.constantFrom(...methods),
      path: fc.array(fc.constantFrom('a', 'b', 'c', 'd', '{one}', '{two}'), { minLength: 1, maxLength: 5 }),
      allow: fc.constantFrom<RouteRow['allow']>(['operator'], ['resident'], 'public'),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((all) => all.map((one) => ({ ...one, path: `/${one.path.join('/')}` })))
  .map((all) => {
    const shapes = all.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    return all.filter((_, i) => shapes.indexOf(shapes[i] ?? '') === i);
  });
const served = (operations: readonly (RouteRow & { context: string })[]) =>
  [...Map.groupBy(operations, ({ context }) => context)].map(([name, routes]) => ({ name, routes }));
/** Returns the routes of tables that can be kept apart. Skips other tables, which another test covers. */
function routesOf(operations: readonly (RouteRow & { context: string })[]): GatewayRoute[] {
  try {
    return gatewayRoutes(served(operations));
  } catch {
    return fc.pre(false) ?? [];
  }
}
const accessOf = ({ allow }: RouteRow) => (allow === 'public' ? 'open' : 'token');

describe('For any operations of the contexts', () => {
  test('each operation is routed to its context, with a token exactly when it needs one', () => {
    fc.assert(
      fc.property(tables, (operations) => {
        const routes = routesOf(operations);
        for (const one of operations) {
          const path = one.path.replaceAll(/\{\w+\}/g, '017');
          const wanted = { context: one.context, access: accessOf(one) };
          for (const { context, access } of chosen(routes, one.method, path))
            expect({ context, access }).toEqual(wanted);
          expect(chosen(routes, one.method, path).length, `${one.method} ${path}`).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000, maxSkipsPerRun: 1_000 },
    );
  });

  test('no request to a path of closed operations reaches a function without a token, except a preflight', () => {
    const asked = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '017', ''), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(tables, asked, fc.constantFrom(...methods, 'HEAD', 'TRACE'), (operations, path, method) => {
        const routes = routesOf(operations);
        // The function's router ignores a slash at the end.
        const fitting = operations.filter((one) => fitsInFull(one.path, pathOf(path).replace(/\/$/, '')));
        const isClosed = fitting.length > 0 && fitting.every((one) => one.allow !== 'public');
        const isOpen = fitting.length > 0 && fitting.every((one) => one.allow === 'public');
        for (const { access } of chosen(routes, method, pathOf(path))) {
          if (isClosed) expect(access).toBe('token');
          if (isOpen) expect(access).toBe('open');
        }
      }),
      { numRuns: 5_000, maxSkipsPerRun: 1_000 },
    );
  });

  test('a greedy route covers no operation of another context or access', () => {
    fc.assert(
      fc.property(tables, (operations) => {
        for (const { key, context, access } of routesOf(operations)) {
          const [, prefix, rest] = /^ANY (.*)(\/\{proxy\+\})$/.exec(key) ?? [];
          if (rest === undefined || prefix === undefined) continue;
          const length = words(prefix).length;
          for (const one of operations) {
            const head = words(one.path).slice(0, length);
            const isInside = head.every(
              (word, i) =>
                isParameter(word) || [word, '{}'].includes(words(prefix.replaceAll(/\{\w+\}/g, '{}'))[i] ?? ''),
            );
            if (isInside && head.length === length) expect([one.context, accessOf(one)]).toEqual([context, access]);
          }
        }
      }),
      { numRuns: 2_000, maxSkipsPerRun: 1_000 },
    );
  });

  test('a preflight is never refused: an open route catches it, or the gateway answers it', () => {
    fc.assert(
      fc.property(tables, (operations) => {
        const routes = routesOf(operations);
        for (const { path } of operations) {
          for (const { access } of chosen(routes, 'OPTIONS', path.replaceAll(/\{\w+\}/g, '017'))) {
            expect(access).toBe('open');
          }
        }
      }),
      { numRuns: 2_000, maxSkipsPerRun: 1_000 },
    );
  });

  test('no route occurs twice', () => {
    fc.assert(
      fc.property(tables, (operations) => {
        const shapes = routesOf(operations).map(({ key }) => key.replaceAll(/\{\w+\}/g, '{}'));
        expect(new Set(shapes).size).toBe(shapes.length);
      }),
      { numRuns: 1_000, maxSkipsPerRun: 1_000 },
    );
  });
});

describe('The routes of the gateway', () => {
  test('are at most six a context, and twenty for the register, which has four resources', () => {
    const counts = Map.groupBy(gatewayRoutes(contexts), ({ context }) => context);
    expect(counts.size).toBe(contexts.length);
    const most = (context: string) => (context === 'owners' ? 20 : 6);
    const tooMany = [...counts].filter(([context, { length }]) => length > most(context));
    expect(tooMany.map(([context, { length }]) => `${context} ${length}`)).toEqual([]);
  });

  test('contain a greedy route with its OPTIONS for a prefix of a single context', () => {
    expect(
      keysOf({
        bills: [get('/v1/bills'), get('/v1/bills/{billId}'), post('/v1/bills/{billId}/cancel')],
        me: [get('/v1/me')],
      }),
    ).toEqual([
      'ANY /v1/bills bills token',
      'OPTIONS /v1/bills bills open',
      'ANY /v1/bills/{proxy+} bills token',
      'OPTIONS /v1/bills/{proxy+} bills open',
      'ANY /v1/me me token',
      'OPTIONS /v1/me me open',
    ]);
  });

  test('are deeper where two contexts share a prefix, and name the method of a single operation there', () => {
    const { owners, homes } = {
      owners: [get('/v1/units/{unitId}'), post('/v1/units/{unitId}')],
      homes: [get('/v1/units/{id}/warranty')],
    };
    expect(keysOf({ owners, homes })).toEqual([
      'ANY /v1/units/{unitId} owners token',
      'OPTIONS /v1/units/{unitId} owners open',
      'GET /v1/units/{unitId}/warranty homes token',
    ]);
  });

  test('have no authorizer and no OPTIONS for public operations', () => {
    expect(
      keysOf({ bills: [get('/p/bill/{token}', 'public'), get('/v1/bills/{billId}')], api: [get('/p/api', 'public')] }),
    ).toEqual([
      'ANY /p/bill/{proxy+} bills open',
      'GET /p/api api open',
      'ANY /v1/{proxy+} bills token',
      'OPTIONS /v1/{proxy+} bills open',
    ]);
  });

  test('name the methods of a path that two contexts share', () => {
    expect(keysOf({ owners: [get('/v1/units')], homes: [post('/v1/units')] })).toEqual([
      'GET /v1/units owners token',
      'POST /v1/units homes token',
    ]);
  });

  test('separate a fixed segment from the parameter of another context', () => {
    const keys = keysOf({
      owners: [get('/v1/units/{unitId}'), get('/v1/units/{unitId}/people')],
      figures: [get('/v1/units/figures')],
    });
    expect(keys.filter((key) => !key.startsWith('OPTIONS'))).toEqual([
      'GET /v1/units/{unitId} owners token',
      'GET /v1/units/{unitId}/people owners token',
      'ANY /v1/units/figures figures token',
    ]);
  });
});

describe('The synth refuses route tables that cannot be kept apart, with advice', () => {
  test('when one request matches operations of two contexts', () => {
    expect(() => keysOf({ owners: [get('/v1/{kind}/figures')], homes: [get('/v1/units/{unitId}')] })).toThrow(
      'GET /v1/{kind}/figures (owners, token) and GET /v1/units/{unitId} (homes, token) fit one path, and API Gateway does not document which it chooses. Begin one with a prefix of its own, or serve both from one context with one kind of access.',
    );
  });

  test('when a closed and a public operation of one context match one path', () => {
    expect(() => keysOf({ owners: [get('/v1/{kind}/figures', 'public'), get('/v1/units/{unitId}')] })).toThrow(
      'fit one path',
    );
  });

  test('when an operation occurs twice, with any names of its parameters', () => {
    expect(() => keysOf({ owners: [get('/v1/units/{unitId}')], homes: [get('/v1/units/{id}')] })).toThrow(
      'GET /v1/units/{unitId} (owners, token) and GET /v1/units/{id} (homes, token) are the same operation. Remove one or rename it.',
    );
  });
});

test('Every existing operation is routed to its own context', () => {
  const all = [...contexts, { name: 'reference', routes: referenceRoutes }];
  const routes = gatewayRoutes(all);
  const led = all.flatMap(({ name, routes: rows }) =>
    rows.map((one) => ({ name, one, found: chosen(routes, one.method, one.path.replaceAll(/\{\w+\}/g, '017')) })),
  );
  expect(led.length).toBeGreaterThan(300);
  for (const { name, one, found } of led) {
    expect(found, `${one.method} ${one.path}`).toMatchObject([{ context: name, access: accessOf(one) }]);
  }
});
