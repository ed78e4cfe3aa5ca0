import { Problem, problems } from '../../kernel/problem.ts';
import { KeyedRequest, requestHash } from '../answer-once.ts';
import type { Middleware } from './middleware.ts';

/**
 * Requires an `Idempotency-Key` of each signed-in POST. `answer-once.ts` keeps and compares it, so that the
 * operation has its effect once.
 * @throws Problem idempotency-key-missing (400).
 */
export function idempotency(): Middleware {
  return {
    before: ({ event }): void => {
      const { route, routed, call, table } = event;
      if (route.method !== 'POST' || route.allow === 'public') return;
      const key = call.headers['idempotency-key'];
      if (!key || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new Problem(problems.keyMissing);
      const hash = requestHash(route.method, routed.path, call.bodyText);
      event.keyed = new KeyedRequest(table, { callerId: call.caller.id, key }, hash);
    },
  };
}
