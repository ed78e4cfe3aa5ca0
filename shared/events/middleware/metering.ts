import type { MiddlewareObj, Request } from '@middy/core';
import { log } from '../../observability/log.ts';
import { beginMetering, type DynamoCost } from '../../store/metering.ts';
import type { Invocation } from './deadline.ts';

type State = { cost?: DynamoCost };

/**
 * Logs one line for each invocation that has a result: what `fieldsOf` tells of it, and its DynamoDB cost.
 * Must be the first middleware, so that it counts the work of the others and sees the final result.
 */
export function metering<E, R>(
  message: string,
  fieldsOf: (done: { event: E; result: R }) => Record<string, unknown>,
): MiddlewareObj<E, R, Error, Invocation, State> {
  const line = ({ event, response, internal }: Request<E, R, Error, Invocation, State>): void => {
    if (response) log.info(message, { ...fieldsOf({ event, result: response }), ...internal.cost });
  };
  return {
    before: ({ internal }): void => {
      internal.cost = beginMetering();
    },
    after: line,
    onError: line,
  };
}
