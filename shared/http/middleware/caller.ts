import { Problem, problems } from '../../kernel/problem.ts';
import { callerOf, type FindRegistered } from '../auth.ts';
import { anonymous } from '../exchange.ts';
import type { Middleware } from './middleware.ts';

/**
 * Looks the caller up in the register, and admits only those with a role that the operation allows, at some
 * estate. The operation then enters the estate that it is about. A token says who calls and nothing else.
 * @throws Problem unauthenticated (401), forbidden (403).
 */
export function caller(find: FindRegistered): Middleware {
  return {
    before: async ({ event: { route, call } }): Promise<void> => {
      if (route.allow === 'public') return;
      if (call.caller === anonymous) throw new Problem(problems.unauthenticated);
      const registered = await find(call.caller.personId);
      call.caller = callerOf(call.caller, registered ?? { grants: [] }, route.allow);
      if (call.caller.estates.length === 0) throw new Problem(problems.forbidden);
    },
  };
}
