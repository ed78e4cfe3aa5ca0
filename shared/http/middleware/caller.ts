import { Problem, problems } from '../../kernel/problem.ts';
import { hasRole } from '../auth.ts';
import { anonymous } from '../exchange.ts';
import type { Middleware } from './middleware.ts';

/**
 * Admits only callers with a role that the operation allows.
 * @throws Problem unauthenticated (401), forbidden (403).
 */
export function caller(): Middleware {
  return {
    before: ({ event: { route, call } }): void => {
      if (route.allow === 'public') return;
      if (call.caller === anonymous) throw new Problem(problems.unauthenticated);
      if (!hasRole(call.caller, ...route.allow)) throw new Problem(problems.forbidden);
    },
  };
}
