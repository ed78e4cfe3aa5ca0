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
  // One user on one machine: throttling and access logs are the gateway's own business.
  ...ignored('AutoDeploy', 'AccessLogSettings', 'DefaultRouteSettings', 'Tags'),
});

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
  readonly key: string;
  readonly functionName: string;
  readonly claimsOf: ((headers: Asked['headers']) => Promise<Record<string, string> | undefined>) | undefined;
}

/** The route of a request and its path parameters; a fixed segment goes before a parameter. */
export function matchRoute<R extends Pick<Route, 'method' | 'segments'>>(
  routes: readonly R[],
  method: string,
  path: string,
): { route: R; parameters: Record<string, string> } | undefined {
  const asked = path.split('/');
  const fits = routes.filter(
    (route) =>
      (route.method === method || route.method === 'ANY') &&
      route.segments.length === asked.length &&
      route.segments.every((segment, i) => segment === asked[i] || (segment.startsWith('{') && asked[i] !== '')),
  );
  const fixed = (route: R) => route.segments.map((segment) => (segment.startsWith('{') ? '1' : '0')).join('');
  const route = fits.sort((a, b) => (fixed(a) < fixed(b) ? -1 : 1))[0];
  if (!route) return undefined;
  const pairs = route.segments.flatMap((segment, i) =>
    segment.startsWith('{') ? [[segment.slice(1, -1), decoded(asked[i] ?? '')]] : [],
  );
  return { route, parameters: Object.fromEntries(pairs) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Claims as API Gateway hands them on: every value a text, lists as `[a b]`. */
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

/** The event of a request, payload format 2.0. */
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
    rawPath: url.pathname,
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
        path: url.pathname,
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

function message(status: number, text: string): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: text }) };
}

/** The HTTP API of the assembly: its routes, its authorizer, its functions. */
export function gateway(
  found: Catalogue,
  functions: Functions,
  signer: { readonly address: string; readonly keys: JWTVerifyGetKey },
): (asked: Asked) => Promise<Reply> {
  const [api, ...others] = found.take('AWS::ApiGatewayV2::Api', apiSchema);
  if (!api) throw new Error('The assembly has no HTTP API');
  for (const other of others) throw unsupported(other, 'a second HTTP API');
  found.take('AWS::ApiGatewayV2::Stage', stageSchema);
  const integrations = new Map(
    found.take('AWS::ApiGatewayV2::Integration', integrationSchema).map((one) => [idOf(one), one.is.IntegrationUri]),
  );
  const authorizers = new Map(
    found.take('AWS::ApiGatewayV2::Authorizer', authorizerSchema).map((one) => {
      const { Issuer: issuer, Audience: audience } = one.is.JwtConfiguration;
      // Not fetched: a house that has just been started, or is hard at work, would take a late answer for a bad token.
      if (issuer !== signer.address) throw unsupported(one, `tokens of ${issuer}, which nobody here signs`);
      const claimsOf = async (headers: Asked['headers']) => {
        const token = headers.authorization?.replace(/^Bearer /i, '');
        if (!token) return undefined;
        try {
          return flat((await jwtVerify(token, signer.keys, { issuer, audience })).payload);
        } catch {
          return undefined;
        }
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
    if (!matched) return message(404, 'Not Found');
    const { route, parameters } = matched;
    const claims = await route.claimsOf?.(asked.headers);
    if (route.claimsOf && !claims) return message(401, 'Unauthorized');
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
      if (error instanceof FunctionError || error instanceof z.ZodError) return message(500, 'Internal Server Error');
      throw error;
    }
  };
  return async (asked) => {
    const { origin } = asked.headers;
    const allowed = origin !== undefined && cors?.AllowOrigins.some((one) => one === '*' || one === origin);
    const headers = allowed ? corsHeaders(cors, origin) : {};
    if (asked.method === 'OPTIONS' && asked.headers['access-control-request-method']) return { status: 204, headers };
    const reply = await answer(asked);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  };
}

function corsHeaders(cors: z.output<typeof corsSchema> | undefined, origin: string): Record<string, string> {
  if (!cors) return {};
  return {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    'access-control-allow-headers': cors.AllowHeaders.join(','),
    'access-control-allow-methods': cors.AllowMethods.join(','),
    'access-control-expose-headers': cors.ExposeHeaders.join(','),
    ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
  };
}
