import { Problem, problems } from '../../kernel/problem.ts';
import type { Answer } from '../answer.ts';
import type { Routed } from '../router.ts';
import type { Middleware } from './middleware.ts';

/**
 * Answers a preflight and rejects a path or method without an operation. HEAD is answered like GET, without a
 * body.
 * @throws Problem path-not-found (404), method-not-allowed (405, with `allow`).
 */
export function routing(): Middleware {
  const finish: Middleware['after'] = (request): void => {
    const { routed } = request.event;
    if (!request.response) return;
    const { headers, body, ...rest } = request.response;
    request.response = {
      ...rest,
      headers: routed.found ? headers : { ...headers, ...allowHeader(routed) },
      body: routed.method === 'HEAD' ? '' : body,
    };
  };
  return {
    before: ({ event: { routed } }): Answer | undefined => {
      const { method, found, allowed } = routed;
      // A preflight runs no operation. The gateway adds the CORS headers to this response.
      if (method === 'OPTIONS') return { statusCode: 204, headers: allowHeader(routed), body: '' };
      if (found) return undefined;
      if (allowed.length === 0) throw new Problem(problems.pathNotFound);
      throw new Problem(problems.methodNotAllowed, { method, allowed: allowed.join(', ') });
    },
    after: finish,
    onError: finish,
  };
}

function allowHeader({ allowed }: Routed<unknown>): Record<string, string> {
  return allowed.length === 0 ? {} : { allow: allowed.join(', ') };
}
