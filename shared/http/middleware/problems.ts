import { answerOfError } from '../answer.ts';
import type { Middleware } from './middleware.ts';

/** Answers every error with a problem (RFC 9457) in the caller's language. */
export function problems(): Middleware {
  return {
    onError: (request): void => {
      const { language, traceId } = request.event.call;
      request.response = answerOfError(request.error, language, traceId);
    },
  };
}
