import middy from '@middy/core';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Answer } from '../../../../../shared/http/answer.ts';
import { type Exchange, exchangeOf } from '../../../../../shared/http/exchange.ts';
import type { Middleware } from '../../../../../shared/http/middleware/middleware.ts';
import { requestSchema } from '../../../../../shared/http/request.ts';
import { ok, type Route, route } from '../../../../../shared/http/route.ts';

const thing = z.object({ id: z.string() });
const change = { summary: 'Change a thing', params: thing, response: thing, allow: ['operator'] as const };
const handle = async ({ params }: { params: { id: string } }) => ok(params);

/** Operations of a context, as small as they can be. */
export const routes: readonly Route[] = [
  route({ ...change, method: 'GET', path: '/v1/things/{id}', operationId: 'getThing', handle }),
  route({ ...change, method: 'PUT', path: '/v1/things/{id}', operationId: 'putThing', handle }),
  route({ ...change, method: 'POST', path: '/v1/things/{id}/grow', operationId: 'growThing', handle }),
  route({ ...change, method: 'GET', path: '/p/things/{id}', operationId: 'showThing', allow: 'public', handle }),
];

/** A request in short; by default one of an operator who reads a thing. */
export interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  body?: string;
  /** Role of the caller, or undefined for a request without a token. */
  as?: string | undefined;
  routes?: readonly Route[];
}

/** Returns the exchange of a request. */
export function exchange(sent: Sent = {}): Exchange {
  const { method = 'GET', path: rawPath = '/v1/things/t1', headers = {}, query = {}, body } = sent;
  const role = 'as' in sent ? sent.as : 'operator';
  const authorizer = { jwt: { claims: { sub: 'op' } } };
  const request = requestSchema.parse({
    routeKey: `${method} ${rawPath}`,
    rawPath,
    headers,
    queryStringParameters: query,
    body,
    requestContext: { requestId: 'r', http: { method }, ...(role && { authorizer }) },
  });
  const clock = { now: () => Temporal.Instant.from('2026-01-01T00:00:00Z') };
  return exchangeOf(request, { routes: sent.routes ?? routes, table: 'tickets', clock });
}

/** Sends an exchange through middlewares around a handler, which by default answers 200. */
export function through<I extends Record<string, unknown>>(
  middlewares: Middleware<I> | Middleware<I>[],
  of: Exchange,
  handler: (of: Exchange) => Promise<Answer> = async () => ({ statusCode: 200, headers: {}, body: 'thing' }),
): Promise<Answer> {
  return middy<Exchange, Answer>().use(middlewares).handler(handler)(of, {});
}

/** Matches the problem of a code. */
export const problem = (code: string) => ({ kind: { code } });
