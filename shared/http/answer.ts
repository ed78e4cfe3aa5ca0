import type { Language } from '../kernel/language.ts';
import { Problem, problems } from '../kernel/problem.ts';
import { log } from '../observability/log.ts';
import { VersionConflict } from '../store/retry.ts';
import { BadCursor } from '../store/table.ts';
import type { Reply } from './call.ts';
import type { Route } from './route.ts';

/** Response in the format of HTTP API payload 2.0. */
export interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

const safety = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

/** A reply as it is sent, and stored for a repetition of its request. */
export interface SerialisedReply {
  readonly status: number;
  readonly headers?: Record<string, string> | undefined;
  readonly body?: string | undefined;
}

/** Serialises the body with the response schema; undeclared fields are dropped. */
export function serialise({ response }: Route, { status, headers, body }: Reply): SerialisedReply {
  if (body === undefined) return { status, headers };
  return { status, headers, body: response === 'html' ? String(body) : JSON.stringify(response.parse(body)) };
}

/** Returns the response of an operation's reply. */
export function answerOf({ status, headers, body = '' }: SerialisedReply): Answer {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...safety, ...headers },
    body,
  };
}

/** Returns the response to an error: a problem in the caller's language. Logs an error of the server. */
export function answerOfError(error: unknown, language: Language, traceId: string): Answer {
  const problem = problemOf(error);
  if (problem.kind.status >= 500) log.error('request failed', { traceId, error });
  return {
    statusCode: problem.kind.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...safety, ...retryAfter(problem) },
    body: problem.json(language, traceId),
  };
}

/** Returns the header that says when to try again, if the problem has `retryAfter`, in seconds. */
function retryAfter({ more }: Problem): Record<string, string> {
  return typeof more.retryAfter === 'number' ? { 'retry-after': String(more.retryAfter) } : {};
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof VersionConflict) return new Problem(problems.changedMeanwhile);
  if (error instanceof BadCursor) return new Problem(problems.badCursor);
  return new Problem(problems.internal);
}
