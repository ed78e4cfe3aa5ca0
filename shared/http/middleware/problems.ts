import { answerOfError } from '../answer.ts';
import { logUndeclared } from '../throws.ts';
import type { Middleware } from './middleware.ts';

/** Answers every error with a problem (RFC 9457) in the caller's language. */
export function problems(): Middleware {
  return {
    onError: (request): void => {
      const { call, route, routed } = request.event;
      if (routed.found) logUndeclared(route, request.error);
      request.response = answerOfError(request.error, call.language, call.traceId);
    },
  };
}
