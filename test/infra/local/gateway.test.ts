import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { acceptedClaims, eventOf, flat, matchRoute, tooLongHead } from '../../../infra/local/gateway.ts';
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
  it('is the route whose path matches, with decoded parameters', () => {
    expect(found('GET', '/v1/tickets')).toEqual(['GET /v1/tickets', {}]);
    expect(found('GET', '/v1/tickets/a%2Fb%20c')).toEqual(['GET /v1/tickets/{ticketId}', { ticketId: 'a/b c' }]);
  });

  it('is the route with a fixed segment when a parameter would match too', () => {
    expect(found('GET', '/v1/tickets/stats')).toEqual(['GET /v1/tickets/stats', {}]);
    expect(found('GET', '/v1/tickets/all')).toEqual(['GET /v1/tickets/{ticketId}', { ticketId: 'all' }]);
  });

  it('does not exist for another method, another length or an empty parameter', () => {
    expect(found('POST', '/v1/tickets')).toBeUndefined();
    expect(found('GET', '/v1/tickets/a/b')).toBeUndefined();
    expect(found('GET', '/v1/tickets/')).toBeUndefined();
  });
});

describe('The route of a request, as API Gateway chooses it', () => {
  const greedy = [
    'ANY /v1/fees/bills',
    'OPTIONS /v1/fees/bills',
    'ANY /v1/fees/bills/{proxy+}',
    'OPTIONS /v1/fees/bills/{proxy+}',
    'GET /v1/fees/bills/figures',
    'ANY /v1/estates/{estateId}/bills/{proxy+}',
    '$default',
  ].map((key) => ({ key, method: key.split(' ')[0] ?? '', segments: key.split(' ')[1]?.split('/') ?? [] }));
  const chosen = (method: string, path: string) => {
    const matched = matchRoute(greedy, method, path);
    return matched && [matched.route.key, matched.parameters];
  };

  it('is a greedy route when none matches in full; its parameter is the decoded rest of the path', () => {
    expect(chosen('GET', '/v1/fees/bills/b1/costs')).toEqual(['ANY /v1/fees/bills/{proxy+}', { proxy: 'b1/costs' }]);
    expect(chosen('PUT', '/v1/fees/bills/%E6%B0%B4%2F1')).toEqual(['ANY /v1/fees/bills/{proxy+}', { proxy: '水/1' }]);
    expect(chosen('GET', '/v1/estates/e1/bills/b1')).toEqual([
      'ANY /v1/estates/{estateId}/bills/{proxy+}',
      { estateId: 'e1', proxy: 'b1' },
    ]);
  });

  it('is a full match before a greedy one', () => {
    expect(chosen('GET', '/v1/fees/bills/figures')).toEqual(['GET /v1/fees/bills/figures', {}]);
    expect(chosen('POST', '/v1/fees/bills/figures')).toEqual(['ANY /v1/fees/bills/{proxy+}', { proxy: 'figures' }]);
  });

  it('is the ANY route for each method that its path does not name, including OPTIONS', () => {
    expect(chosen('OPTIONS', '/v1/fees/bills')).toEqual(['OPTIONS /v1/fees/bills', {}]);
    expect(chosen('OPTIONS', '/v1/fees/bills/b1')).toEqual(['OPTIONS /v1/fees/bills/{proxy+}', { proxy: 'b1' }]);
    expect(chosen('OPTIONS', '/v1/estates/e1/bills/b1')?.[0]).toBe('ANY /v1/estates/{estateId}/bills/{proxy+}');
    expect(chosen('HEAD', '/v1/fees/bills')).toEqual(['ANY /v1/fees/bills', {}]);
  });

  it('is a greedy route with an empty parameter for a slash at the end, and no route for the path alone', () => {
    expect(chosen('GET', '/v1/fees/bills/')).toEqual(['ANY /v1/fees/bills/{proxy+}', { proxy: '' }]);
    expect(chosen('GET', '/v1/estates/e1/bills')).toBeUndefined();
    expect(chosen('GET', '/v1/estates//bills/b1')).toBeUndefined();
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

  it('has a decoded path, and keeps malformed encoding', () => {
    const pathIn = (path: string) => eventOf(asked('GET', path), route).rawPath;
    expect(pathIn('/v1/tickets/%E6%BC%8F%E6%B0%B4%20a')).toBe('/v1/tickets/漏水 a');
    expect(pathIn('/v1/tickets/%zz')).toBe('/v1/tickets/%zz');
  });

  it('omits members that the request does not have', () => {
    const event = eventOf(asked('GET', '/v1/tickets'), route);
    for (const name of ['queryStringParameters', 'pathParameters', 'cookies', 'body'])
      expect(event).not.toHaveProperty(name);
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  it('moves cookies out of the headers', () => {
    const event = eventOf(asked('GET', '/', { cookie: 'a=1; b=2', host: 'x' }), route);
    expect(event).toMatchObject({ cookies: ['a=1', 'b=2'], headers: { host: 'x' } });
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('has a text body unchanged and any other body in base64', () => {
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

describe('The line and the headers of a request', () => {
  const statusOf = (path: string, headers: Asked['headers'] = {}) => tooLongHead(asked('GET', path, headers))?.status;

  it('have at most 10,240 bytes together', () => {
    expect(statusOf('/v1/tickets', { 'accept-language': 'x'.repeat(9_000) })).toBeUndefined();
    expect(statusOf('/v1/tickets', { 'accept-language': 'x'.repeat(10_240) })).toBe(431);
    expect(statusOf(`/v1/tickets?q=${'x'.repeat(6_000)}`, { 'accept-language': 'x'.repeat(6_000) })).toBe(431);
    expect(statusOf(`/v1/tickets?q=${'x'.repeat(10_240)}`)).toBe(414);
  });
});

describe('The authorizer', async () => {
  const [rsa, ec] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('ES256')]);
  const keys = createLocalJWKSet({
    keys: [
      { ...(await exportJWK(rsa.publicKey)), kid: 'rsa' },
      { ...(await exportJWK(ec.publicKey)), kid: 'ec' },
    ],
  });
  const issuer = 'https://issuer.example';
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, sub: 'wangfang', aud: 'app', iat: now - 60, exp: now + 600 };
  const rs256 = { alg: 'RS256', kid: 'rsa' };
  const isAccepted = async (more: JWTPayload, header: { alg: string; kid?: string } = rs256) => {
    const payload = JSON.parse(JSON.stringify({ ...claims, ...more }));
    const key = header.alg === 'ES256' ? ec.privateKey : rsa.privateKey;
    const token = await new SignJWT(payload).setProtectedHeader(header).sign(key);
    return (await acceptedClaims(token, keys, { issuer, audience: ['app', 'desk'] })) !== undefined;
  };

  it('accepts a token of its issuer that is valid now', async () => {
    expect(await isAccepted({})).toBe(true);
    expect(await isAccepted({ iss: 'https://other.example' })).toBe(false);
  });

  it('demands a time at which the token expires', async () => {
    expect(await isAccepted({ exp: undefined })).toBe(false);
    expect(await isAccepted({ exp: now - 1 })).toBe(false);
  });

  it('refuses a token that is not valid yet, or that was issued in the future', async () => {
    expect(await isAccepted({ nbf: now + 60 })).toBe(false);
    expect(await isAccepted({ iat: now + 60 })).toBe(false);
    expect(await isAccepted({ nbf: now - 60, iat: undefined })).toBe(true);
  });

  it('finds the audience in `aud`, and in `client_id` only without it', async () => {
    expect(await isAccepted({ aud: ['other', 'desk'] })).toBe(true);
    expect(await isAccepted({ aud: 'other', client_id: 'app' })).toBe(false);
    expect(await isAccepted({ aud: undefined, client_id: 'app' })).toBe(true);
    expect(await isAccepted({ aud: undefined, client_id: 'other' })).toBe(false);
    expect(await isAccepted({ aud: undefined })).toBe(false);
  });

  it('demands an RSA signature and the name of its key', async () => {
    expect(await isAccepted({}, { alg: 'ES256', kid: 'ec' })).toBe(false);
    expect(await isAccepted({}, { alg: 'RS256' })).toBe(false);
  });
});
