import middy from '@middy/core';
import { deadline, type Invocation } from '../events/middleware/deadline.ts';
import { metering } from '../events/middleware/metering.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import type { TableName } from '../store/entity.ts';
import { type Answer, answerOfError } from './answer.ts';
import type { FindRegistered } from './auth.ts';
import { type Exchange, exchangeOf } from './exchange.ts';
import { bodyBounds, queryBounds } from './middleware/bounds.ts';
import { caller } from './middleware/caller.ts';
import { ifMatch } from './middleware/if-match.ts';
import { problems } from './middleware/problems.ts';
import { idempotency } from './middleware/require-key.ts';
import { routing } from './middleware/routing.ts';
import { operate } from './operate.ts';
import { requestSchema } from './request.ts';
import type { Route } from './route.ts';

/** Milliseconds kept to read the key of a request again, to release its lock and to answer it. */
const reserveMs = 2_000;

/** Returns the HTTP function of a context: its operations behind one pipeline. `find` looks callers up. */
export function api(context: { routes: readonly Route[]; table: TableName; find: FindRegistered; clock?: Clock }) {
  const { routes, table, find, clock = systemClock } = context;
  // After an error the steps end in reverse order: the problem is written, the line is logged.
  const pipeline = middy<Exchange, Answer>()
    .use(requestLog())
    .use(deadline(reserveMs))
    .use(routing())
    .use(problems())
    .use(caller(find))
    .use(ifMatch())
    .use(queryBounds())
    .use(bodyBounds())
    .use(idempotency())
    .handler(operate);
  return async (event: unknown, invocation: Invocation = {}): Promise<Answer> => {
    const { data: request, error } = requestSchema.safeParse(event);
    return request
      ? pipeline(exchangeOf(request, { routes, table, clock }), invocation)
      : answerOfError(error, 'zh-CN', 'unknown');
  };
}

function requestLog() {
  return metering<Exchange, Answer>('request', ({ event: { began, route, call }, result }) => ({
    operation: route.operationId,
    status: result.statusCode,
    durationMs: Math.round(performance.now() - began),
    caller: call.caller.id,
    traceId: call.traceId,
  }));
}
