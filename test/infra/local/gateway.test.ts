import { describe, expect, it } from 'vitest';
import { eventOf, flat, matchRoute } from '../../../infra/local/gateway.ts';
import type { Asked } from '../../../infra/local/http.ts';

const routes = ['GET /v1/tickets', 'GET /v1/tickets/{ticketId}', 'GET /v1/tickets/stats', 'GET /v1/{things}/all'].map(
  (key) => ({ key, method: key.split(' ')[0] ?? '', segments: key.split(' ')[1]?.split('/') ?? [] }),
);
const found = (method: string, path: string) => {
  const matched = matchRoute(routes, method, path);
  return matched && [matched.route.key, matched.parameters];
};

function asked(method: string, path: string, headers: Asked['headers'] = {}, body = ''): Asked {
  return { method, url: new URL(`http://local${path}`), headers, body: Buffer.from(body) };
}
const route = { key: 'GET /v1/tickets/{ticketId}', parameters: {}, claims: undefined };

describe('The route of a request', () => {
  it('is the one whose path fits, with its parameters decoded', () => {
    expect(found('GET', '/v1/tickets')).toEqual(['GET /v1/tickets', {}]);
    expect(found('GET', '/v1/tickets/a%2Fb%20c')).toEqual(['GET /v1/tickets/{ticketId}', { ticketId: 'a/b c' }]);
  });

  it('is the one with the fixed segment where a parameter would fit too', () => {
    expect(found('GET', '/v1/tickets/stats')).toEqual(['GET /v1/tickets/stats', {}]);
    expect(found('GET', '/v1/tickets/all')).toEqual(['GET /v1/tickets/{ticketId}', { ticketId: 'all' }]);
  });

  it('does not exist for another method, another length or an empty parameter', () => {
    expect(found('POST', '/v1/tickets')).toBeUndefined();
    expect(found('GET', '/v1/tickets/a/b')).toBeUndefined();
    expect(found('GET', '/v1/tickets/')).toBeUndefined();
  });
});

describe('The event of a request, format 2.0', () => {
  it('joins a repeated query parameter with a comma and keeps the raw text', () => {
    const event = eventOf(asked('GET', '/v1/tickets?status=open&status=closed&q=%E6%BC%8F%E6%B0%B4'), route);
    expect(event).toMatchObject({
      version: '2.0',
      rawPath: '/v1/tickets',
      rawQueryString: 'status=open&status=closed&q=%E6%BC%8F%E6%B0%B4',
      queryStringParameters: { status: 'open,closed', q: '漏水' },
    });
  });

  it('has no member for what the request does not have', () => {
    const event = eventOf(asked('GET', '/v1/tickets'), route);
    for (const name of ['queryStringParameters', 'pathParameters', 'cookies', 'body'])
      expect(event).not.toHaveProperty(name);
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  it('takes cookies out of the headers', () => {
    const event = eventOf(asked('GET', '/', { cookie: 'a=1; b=2', host: 'x' }), route);
    expect(event).toMatchObject({ cookies: ['a=1', 'b=2'], headers: { host: 'x' } });
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('has a text as it is and anything else in base64', () => {
    const json = eventOf(
      asked('POST', '/', { 'content-type': 'application/json; charset=utf-8' }, '{"a":"漏水"}'),
      route,
    );
    expect(json).toMatchObject({ body: '{"a":"漏水"}', isBase64Encoded: false });
    const image = eventOf(asked('POST', '/', { 'content-type': 'image/png' }, 'png'), route);
    expect(image).toMatchObject({ body: Buffer.from('png').toString('base64'), isBase64Encoded: true });
  });

  it('carries the claims of the token as texts', () => {
    const claims = flat({ sub: 'wangfang', 'cognito:groups': ['operator', 'supervisor'], exp: 12, admin: true });
    expect(claims).toEqual({ sub: 'wangfang', 'cognito:groups': '[operator supervisor]', exp: '12', admin: 'true' });
    const event = eventOf(asked('GET', '/'), { ...route, claims });
    expect(event).toMatchObject({ requestContext: { authorizer: { jwt: { claims, scopes: null } } } });
  });
});
