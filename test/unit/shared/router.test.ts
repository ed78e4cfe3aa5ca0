import { describe, expect, test } from 'vitest';
import { requestSchema } from '../../../shared/http/request.ts';
import { routed } from '../../../shared/http/router.ts';

const routes = [
  'GET /v1/bills',
  'POST /v1/bills',
  'GET /v1/bills/statistics',
  'GET /v1/bills/{billId}',
  'DELETE /v1/bills/{billId}',
  'POST /v1/bills/{billId}/cancel',
  'GET /v1/estates/{estateId}/bills/{month}',
].map((key) => {
  const [method = '', path = ''] = key.split(' ');
  return { key, method, path };
});

const greedy = 'ANY /v1/bills/{proxy+}';
const find = (method: string, rawPath: string, more: object = {}) => {
  const requestContext = { requestId: 'r', http: { method }, stage: '$default' };
  const request = requestSchema.parse({ routeKey: '$default', rawPath, requestContext, ...more });
  const { found, allowed, path } = routed(routes, request);
  return { key: found?.route.key, params: found?.params, allowed, path };
};

describe('a request', () => {
  test('finds the operation of its path and method, with its parameters', () => {
    expect(find('GET', '/v1/bills')).toMatchObject({ key: 'GET /v1/bills', params: {} });
    expect(find('POST', '/v1/bills/b1/cancel')).toMatchObject({
      key: 'POST /v1/bills/{billId}/cancel',
      params: { billId: 'b1' },
    });
    expect(find('GET', '/v1/estates/e1/bills/2026-01').params).toEqual({ estateId: 'e1', month: '2026-01' });
  });

  test('prefers the fixed segment, but finds the parameter if only its route has the method', () => {
    expect(find('GET', '/v1/bills/statistics').key).toBe('GET /v1/bills/statistics');
    expect(find('DELETE', '/v1/bills/statistics').key).toBe('DELETE /v1/bills/{billId}');
  });

  test('finds nothing at a path without an operation', () => {
    for (const path of ['/', '', '/v1', '/v1/bills/b1/cancel/now', '/v1/tickets', '/v2/bills'])
      expect(find('GET', path), path).toMatchObject({ key: undefined, allowed: [] });
  });

  test('with an unsupported method finds the supported methods of the path', () => {
    expect(find('PATCH', '/v1/bills')).toMatchObject({ key: undefined, allowed: ['GET', 'HEAD', 'OPTIONS', 'POST'] });
    expect(find('GET', '/v1/bills/b1/cancel').allowed).toEqual(['OPTIONS', 'POST']);
    expect(find('PUT', '/v1/bills/statistics').allowed).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS']);
  });

  test('with HEAD finds the operation of GET', () => {
    expect(find('HEAD', '/v1/bills/b1').key).toBe('GET /v1/bills/{billId}');
    expect(find('HEAD', '/v1/bills/b1/cancel')).toMatchObject({ key: undefined, allowed: ['OPTIONS', 'POST'] });
  });

  test('may end with one slash, but has no empty segment', () => {
    expect(find('GET', '/v1/bills/')).toMatchObject({ key: 'GET /v1/bills', path: '/v1/bills' });
    expect(find('GET', '/v1/bills/b1/').params).toEqual({ billId: 'b1' });
    for (const path of ['/v1/bills//', '/v1//bills', '//v1/bills', '/v1/bills//cancel'])
      expect(find('GET', path), path).toMatchObject({ key: undefined, allowed: [] });
  });

  test('keeps the percent signs of its decoded path', () => {
    expect(find('GET', '/v1/bills/100%').params).toEqual({ billId: '100%' });
    expect(find('GET', '/v1/bills/%zz').params).toEqual({ billId: '%zz' });
    expect(find('GET', '/v1/bills/%2F').params).toEqual({ billId: '%2F' });
  });
});

describe('the path of a request behind the gateway', () => {
  test('comes from the route and its parameters, not from the raw path', () => {
    for (const rawPath of ['/v1/bills/b1/cancel', '/prod/v1/bills/b1/cancel', '/anju/api/v1/bills/b1/cancel'])
      expect(find('POST', rawPath, { routeKey: greedy, pathParameters: { proxy: 'b1/cancel' } })).toMatchObject({
        key: 'POST /v1/bills/{billId}/cancel',
        params: { billId: 'b1' },
        path: '/v1/bills/b1/cancel',
      });
    const routeKey = 'ANY /v1/estates/{e}/bills/{proxy+}';
    const pathParameters = { e: 'e1', proxy: '2026-01' };
    expect(find('GET', '/x/v1/estates/e1/bills/2026-01', { routeKey, pathParameters }).params).toEqual({
      estateId: 'e1',
      month: '2026-01',
    });
  });

  test.each([
    ['absent', {}],
    ['null', { pathParameters: null }],
    ['empty', { pathParameters: {} }],
    ['without a value', { pathParameters: { proxy: null } }],
  ])('comes from the raw path if the parameters are %s', (_, more) => {
    for (const rawPath of ['/v1/bills/b1', '/prod/v1/bills/b1', '/v1/v1/bills/b1/'])
      expect(find('GET', rawPath, { routeKey: greedy, ...more }).params, rawPath).toEqual({ billId: 'b1' });
    expect(find('GET', '/anju/v1/bills', { routeKey: 'ANY /v1/bills', ...more }).key).toBe('GET /v1/bills');
    expect(find('GET', '/anju/v1/bills/', { routeKey: 'ANY /v1/bills', ...more }).key).toBe('GET /v1/bills');
  });

  test('does not include the stage', () => {
    const requestContext = { requestId: 'r', http: { method: 'GET' }, stage: 'prod' };
    expect(find('GET', '/prod/v1/bills', { requestContext }).key).toBe('GET /v1/bills');
    expect(find('GET', '/test/v1/bills', { requestContext }).key).toBeUndefined();
  });

  test('reaches no operation outside the prefix of the gateway route', () => {
    const routeKey = 'ANY /p/bill/{proxy+}';
    const proxy = 'v1/bills';
    expect(find('GET', '/p/bill/v1/bills', { routeKey, pathParameters: { proxy } }).key).toBeUndefined();
    expect(find('GET', '/p/bill/v1/bills', { routeKey, pathParameters: null }).key).toBeUndefined();
    const up = '../../v1/bills';
    expect(find('GET', `/p/bill/${up}`, { routeKey, pathParameters: { proxy: up } }).key).toBeUndefined();
  });

  test('uses the method of the route if the event has none', () => {
    const request = { routeKey: 'POST /v1/bills', rawPath: '/v1/bills', requestContext: { requestId: 'r' } };
    expect(routed(routes, requestSchema.parse(request)).found?.route.key).toBe('POST /v1/bills');
  });
});

test('null in an event counts as absent', () => {
  const nothing = { headers: null, pathParameters: null, queryStringParameters: { a: null, b: '1' }, body: null };
  const requestContext = { requestId: 'r', http: null, authorizer: { jwt: { claims: null, scopes: null } } };
  const event = { routeKey: '$default', rawPath: '/', isBase64Encoded: null, ...nothing, requestContext };
  expect(requestSchema.parse(event)).toMatchObject({ headers: {}, queryStringParameters: { b: '1' } });
});
