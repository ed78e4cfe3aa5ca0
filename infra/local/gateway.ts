import { randomUUID } from 'node:crypto';
import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { FunctionError, type Functions } from './functions.ts';
import type { Asked, Reply } from './http.ts';
import { idOf } from './names.ts';
import { type Catalogue, ignored, unsupported } from './support.ts';

const corsSchema = z.strictObject({
  AllowHeaders: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowOrigins: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  MaxAge: z.number().optional(),
});
const apiSchema = z.strictObject({
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: corsSchema.optional(),
  ...ignored('Name', 'Description', 'Tags', 'DisableExecuteApiEndpoint'),
});
const routeSchema = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['JWT', 'NONE']),
  AuthorizerId: z.string().optional(),
});
const integrationSchema = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});
const authorizerSchema = z.strictObject({
  ApiId: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.strictObject({ Audience: z.array(z.string()), Issuer: z.string() }),
  ...ignored('Name'),
});
const stageSchema = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default'),
  // Throttling and access logs have no effect on one machine.
  ...ignored('AutoDeploy', 'AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'Tags'),
});

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
  readonly key: string;
  readonly functionName: string;
  readonly claimsOf: ((headers: Asked['headers']) => Promise<Record<string, string> | undefined>) | undefined;
}

const isParameter = (segment: string) => segment.startsWith('{');
const isGreedy = (segment: string | undefined) => segment?.endsWith('+}') ?? false;

/**
 * Returns the route of a request and its path parameters, as API Gateway chooses.
 * A full match precedes a greedy parameter, and a fixed segment precedes a
 * parameter. `ANY` matches the methods for which a path has no other route.
 */
export function matchRoute<R extends Pick<Route, 'method' | 'segments'>>(
  routes: readonly R[],
  method: string,
  path: string,
): { route: R; parameters: Record<string, string> } | undefined {
  const asked = path.split('/');
  const rank = (route: R) =>
    [isGreedy(route.segments.at(-1)), ...route.segments.map(isParameter), route.method === 'ANY'].map(Number).join('');
  const [route] = routes
    .filter((one) => [method, 'ANY'].includes(one.method) && fits(one.segments, asked))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  if (!route) return undefined;
  const pairs = route.segments.flatMap((segment, i) => {
    if (!isParameter(segment)) return [];
    const [name, value] = isGreedy(segment)
      ? [segment.slice(1, -2), asked.slice(i).join('/')]
      : [segment.slice(1, -1), asked[i]];
    return [[name, decoded(value ?? '')]];
  });
  return { route, parameters: Object.fromEntries(pairs) };
}

/**
 * Returns true when a route matches a path. A greedy parameter takes all that follows, also nothing after a
 * slash.
 */
function fits(segments: readonly string[], asked: readonly string[]): boolean {
  const isLength = isGreedy(segments.at(-1)) ? asked.length >= segments.length : asked.length === segments.length;
  return (
    isLength &&
    segments.every((segment, i) => isGreedy(segment) || (isParameter(segment) ? asked[i] !== '' : segment === asked[i]))
  );
}

/**
 * Decodes percent encoding once. Malformed text stays unchanged; AWS refuses it or passes it on unchanged.
 */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Returns the claims of a token that the JWT authorizer of an HTTP API accepts, or undefined. AWS documents:
 * an RSA signature by the key that `kid` names, the issuer, a time before `exp` and after `nbf` and `iat`.
 * The audience is in `aud`. Without `aud`, `client_id` counts, as in access tokens of Cognito.
 */
export async function acceptedClaims(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: { issuer: string; audience: readonly string[] },
): Promise<JWTPayload | undefined> {
  const expected = { issuer, algorithms: ['RS256', 'RS384', 'RS512'], requiredClaims: ['exp'] };
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, expected);
    const { iat = 0, aud = payload.client_id } = payload;
    const isMeant = [aud].flat().some((one) => typeof one === 'string' && audience.includes(one));
    return protectedHeader.kid !== undefined && iat <= Date.now() / 1000 && isMeant ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the claims as API Gateway passes them on: every value as a text, lists as `[a b]`. */
export function flat(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value) ? `[${value.join(' ')}]` : typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}

const answerSchema = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.coerce.string()).default({}),
  cookies: z.array(z.string()).optional(),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** Returns the event of a request in payload format 2.0. */
export function eventOf(
  asked: Asked,
  route: {
    key: string;
    parameters: Record<string, string>;
    claims: Record<string, string> | undefined;
    requestId?: string;
  },
): Record<string, unknown> {
  const { method, url, body } = asked;
  const headers = Object.fromEntries(
    Object.entries(asked.headers).flatMap(([name, value]) =>
      value === undefined || name === 'cookie' ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
    ),
  );
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) query[name] = name in query ? `${query[name]},${value}` : value;
  const isText = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|problem\+json))/.test(
    String(asked.headers['content-type'] ?? 'application/json'),
  );
  const time = new Date();
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: decoded(url.pathname),
    rawQueryString: url.search.slice(1),
    headers,
    ...(asked.headers.cookie && { cookies: asked.headers.cookie.split(/;\s*/) }),
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(Object.keys(route.parameters).length > 0 && { pathParameters: route.parameters }),
    ...(body.length > 0 && { body: isText ? body.toString('utf8') : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !isText,
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: String(asked.headers.host ?? 'localhost'),
      http: {
        method,
        path: decoded(url.pathname),
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: String(asked.headers['user-agent'] ?? ''),
      },
      requestId: route.requestId ?? randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: time.toISOString(),
      timeEpoch: time.getTime(),
      ...(route.claims && { authorizer: { jwt: { claims: route.claims, scopes: null } } }),
    },
  };
}

/**
 * Returns an answer of the gateway itself.
 * It is not a problem document; no setting of an HTTP API can change that.
 */
function message(status: number, text: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message: text }),
  };
}

/** Returns the origins whose pages may call the HTTP API of the assembly. */
export function allowedOrigins(found: Catalogue): string[] {
  return found.take('AWS::ApiGatewayV2::Api', apiSchema).flatMap(({ is }) => is.CorsConfiguration?.AllowOrigins ?? []);
}

/** Serves the HTTP API of the assembly with its routes, authorizer and functions. */
export function gateway(
  found: Catalogue,
  functions: Functions,
  signer: { readonly address: string; readonly keys: JWTVerifyGetKey },
): (asked: Asked) => Promise<Reply> {
  const [api, ...others] = found.take('AWS::ApiGatewayV2::Api', apiSchema);
  if (!api) throw new Error('The assembly has no HTTP API.');
  for (const other of others) throw unsupported(other, 'a second HTTP API');
  found.take('AWS::ApiGatewayV2::Stage', stageSchema);
  const integrations = new Map(
    found.take('AWS::ApiGatewayV2::Integration', integrationSchema).map((one) => [idOf(one), one.is.IntegrationUri]),
  );
  const authorizers = new Map(
    found.take('AWS::ApiGatewayV2::Authorizer', authorizerSchema).map((one) => {
      const { Issuer: issuer, Audience: audience } = one.is.JwtConfiguration;
      // The keys are not fetched. On a busy machine a late answer would look like a bad token.
      if (issuer !== signer.address)
        throw unsupported(one, `tokens of ${issuer}, because only the local issuer signs tokens`);
      const claimsOf = async ({ authorization = '' }: Asked['headers']) => {
        const token = authorization.replace(/^Bearer /i, '');
        const claims = token ? await acceptedClaims(token, signer.keys, { issuer, audience }) : undefined;
        return claims && flat(claims);
      };
      return [idOf(one), claimsOf];
    }),
  );
  const routes: Route[] = found.take('AWS::ApiGatewayV2::Route', routeSchema).map((one) => {
    const [method = '', path = ''] = one.is.RouteKey.split(' ');
    const functionName = integrations.get(one.is.Target.replace('integrations/', ''));
    const claimsOf = authorizers.get(one.is.AuthorizerId ?? '');
    if (!functionName || (one.is.AuthorizationType === 'JWT' && !claimsOf)) throw unsupported(one, 'no target');
    return { method, segments: path.split('/'), key: one.is.RouteKey, functionName, claimsOf };
  });
  const cors = api.is.CorsConfiguration;

  const answer = async (asked: Asked): Promise<Reply> => {
    const matched = matchRoute(routes, asked.method, asked.url.pathname);
    if (!matched) return cors && isPreflight(asked) ? { status: 204 } : message(404, 'Not Found');
    const { route, parameters } = matched;
    const claims = await route.claimsOf?.(asked.headers);
    if (route.claimsOf && !claims) {
      const error = asked.headers.authorization ? 'Bearer error="invalid_token"' : 'Bearer';
      return message(401, 'Unauthorized', { 'www-authenticate': error });
    }
    const requestId = randomUUID();
    try {
      const event = eventOf(asked, { key: route.key, parameters, claims, requestId });
      const result = await functions.invoke(route.functionName, event);
      const { statusCode, headers, cookies, body, isBase64Encoded } = answerSchema.parse(result);
      return {
        status: statusCode,
        headers: { ...headers, 'apigw-requestid': requestId, ...(cookies && { 'set-cookie': cookies }) },
        body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
      };
    } catch (error) {
      // The gateway accepts ten megabytes, a function six.
      if (error instanceof FunctionError && error.errorType === 'RequestEntityTooLarge') {
        return message(413, 'Request Entity Too Large');
      }
      if (error instanceof FunctionError || error instanceof z.ZodError) return message(500, 'Internal Server Error');
      throw error;
    }
  };
  return async (asked) => {
    const { headers, ...reply } = tooLongHead(asked) ?? (await answer(asked));
    if (!cors) return { ...reply, ...(headers && { headers }) };
    // An API with a CORS configuration ignores the CORS headers of its functions.
    const others = Object.entries(headers ?? {}).filter(([name]) => !/^access-control-/i.test(name));
    return { ...reply, headers: { ...Object.fromEntries(others), ...corsHeaders(cors, asked.headers.origin) } };
  };
}

/** Limit of request line and headers together, in bytes: a quota of HTTP APIs that cannot be raised. */
const mostHeadBytes = 10_240;

/**
 * Returns the refusal of a request whose line and headers are too long together. AWS documents the quota but
 * no status. This uses 414 when the line alone is too long, otherwise 431.
 */
export function tooLongHead({ method, url, headers }: Pick<Asked, 'method' | 'url' | 'headers'>): Reply | undefined {
  const line = `${method} ${url.pathname}${url.search} HTTP/1.1`.length;
  const lengths = Object.entries(headers).map(([name, value]) => name.length + String(value).length);
  if (line > mostHeadBytes) return message(414, 'Request-URI Too Large');
  const isFair = lengths.reduce((sum, length) => sum + length, line) <= mostHeadBytes;
  return isFair ? undefined : message(431, 'Request Header Fields Too Large');
}

/** Returns true for a browser's CORS preflight request. The gateway answers it where no route matches. */
function isPreflight({ method, headers }: Asked): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

function corsHeaders(cors: z.output<typeof corsSchema>, origin: string | undefined): Record<string, string> {
  if (origin === undefined || !cors.AllowOrigins.some((one) => one === '*' || one === origin)) return {};
  return {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    'access-control-allow-headers': cors.AllowHeaders.join(','),
    'access-control-allow-methods': cors.AllowMethods.join(','),
    'access-control-expose-headers': cors.ExposeHeaders.join(','),
    ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
  };
}
