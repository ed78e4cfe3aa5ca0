import type { Clock } from '../kernel/clock.ts';
import { preferredLanguage } from '../kernel/language.ts';
import { Problem, problems } from '../kernel/problem.ts';
import type { TableName } from '../store/entity.ts';
import type { KeyedRequest } from './answer-once.ts';
import { type Caller, identityFromClaims } from './auth.ts';
import type { RawCall } from './call.ts';
import type { Request } from './request.ts';
import { type Route, route } from './route.ts';
import { type Routed, routed } from './router.ts';

/** A request on its way through the pipeline. Each middleware fills in what it finds out. */
export interface Exchange {
  readonly request: Request;
  /** `performance.now()` when the request arrived. */
  readonly began: number;
  readonly routed: Routed<Route>;
  /** The operation of the request, or a placeholder that no request reaches. */
  readonly route: Route;
  /** The table of the context: it keeps answers under keys, and counts calls. */
  readonly table: TableName;
  /** What the operation receives. A part whose middleware has not run is that of an empty request. */
  readonly call: RawCall;
  /** The request under its `Idempotency-Key`, if it has one. */
  keyed?: KeyedRequest;
}

/** Caller of a request without a token. */
export const anonymous: Caller = {
  id: 'anonymous',
  personId: 'anonymous',
  name: undefined,
  roles: [],
  estates: [],
};

const noOperation = route({
  method: 'GET',
  path: '/',
  operationId: 'none',
  summary: 'Stand for an unknown path',
  allow: 'public',
  response: 'html',
  handle: async () => {
    throw new Problem(problems.pathNotFound);
  },
});

/** Returns the exchange of a request that has just arrived. */
export function exchangeOf(
  request: Request,
  { routes, table, clock }: { routes: readonly Route[]; table: TableName; clock: Clock },
): Exchange {
  const { headers, queryStringParameters, requestContext } = request;
  const asked = routed(routes, request);
  const identity = identityFromClaims(requestContext.authorizer?.jwt?.claims);
  return {
    request,
    began: performance.now(),
    table,
    routed: asked,
    route: asked.found?.route ?? noOperation,
    call: {
      caller: identity ? { ...anonymous, ...identity } : anonymous,
      language: preferredLanguage(headers['accept-language'], 'zh-CN'),
      now: clock.now(),
      traceId: requestContext.requestId,
      params: asked.found?.params ?? {},
      query: queryStringParameters,
      body: undefined,
      bodyText: '',
      headers,
      ifMatch: undefined,
      commit: async (transaction, reply) => {
        await transaction.commit();
        return reply;
      },
    },
  };
}
