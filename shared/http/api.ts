import middy from '@middy/core';
import type { Transaction } from '../events/transaction.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { type Language, preferredLanguage } from '../kernel/language.ts';
import { Problem, problems } from '../kernel/problem.ts';
import { log } from '../observability/log.ts';
import type { TableName } from '../store/entity.ts';
import { metered } from '../store/metering.ts';
import { retryOnConflict, VersionConflict } from '../store/retry.ts';
import { BadCursor } from '../store/table.ts';
import { type Caller, callerFromClaims, hasRole } from './auth.ts';
import { bodyText, parseBody } from './body.ts';
import type { RawCall, Reply, Validate } from './call.ts';
import { begin, type IdempotentRun, requestHash } from './idempotency.ts';
import { type Request, requestSchema } from './request.ts';
import type { Route } from './route.ts';
import { type Routed, routed } from './router.ts';
import { logUndeclared } from './throws.ts';
import { validator } from './validate.ts';

/** Response in the format of HTTP API payload 2.0. */
interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

const anonymous: Caller = { id: 'anonymous', personId: 'anonymous', name: undefined, roles: [], estates: [] };

/**
 * Returns the HTTP function of a context: its routes behind one pipeline (router, language, caller, role,
 * validation, idempotency, problems).
 */
export function api(context: { routes: readonly Route[]; table: TableName; clock?: Clock }) {
  const clock = context.clock ?? systemClock;
  return middy()
    .use({
      onError: (request) => {
        request.response = answerProblem(request.error, request.event);
      },
    })
    .handler(async (raw: unknown): Promise<Answer> => {
      const began = performance.now();
      const request = requestSchema.parse(raw);
      const asked = routed(context.routes, request);
      // A preflight runs no operation. The gateway adds the CORS headers to this response.
      if (asked.method === 'OPTIONS') return { statusCode: 204, headers: allowHeader(asked), body: '' };
      const { result, cost } = await metered(() => answerAsked(asked, request, context.table, clock));
      log.info('request', {
        operation: asked.found?.route.operationId ?? 'none',
        status: result.statusCode,
        durationMs: Math.round(performance.now() - began),
        caller: callerOf(request)?.id ?? anonymous.id,
        traceId: request.requestContext.requestId,
        ...cost,
      });
      return asked.method === 'HEAD' ? { ...result, body: '' } : result;
    });
}

async function answerAsked(asked: Routed<Route>, request: Request, table: TableName, clock: Clock): Promise<Answer> {
  const { method, path, allowed, found } = asked;
  try {
    if (found) return await answerAllowed({ ...found, path }, request, table, clock);
    if (allowed.length === 0) throw new Problem(problems.pathNotFound);
    throw new Problem(problems.methodNotAllowed, { method, allowed: allowed.join(', ') });
  } catch (error) {
    if (found) logUndeclared(found.route, error);
    const answer = answerProblem(error, request);
    return found ? answer : { ...answer, headers: { ...answer.headers, ...allowHeader(asked) } };
  }
}

function allowHeader({ allowed }: Routed<Route>): Record<string, string> {
  return allowed.length === 0 ? {} : { allow: allowed.join(', ') };
}

function callerOf(request: Request): Caller | undefined {
  return callerFromClaims(request.requestContext.authorizer?.jwt?.claims);
}

async function answerAllowed(
  { route, params, path }: { route: Route; params: Record<string, string>; path: string },
  request: Request,
  table: TableName,
  clock: Clock,
): Promise<Answer> {
  const caller = callerOf(request);
  if (route.allow !== 'public') {
    if (!caller) throw new Problem(problems.unauthenticated);
    if (!hasRole(caller, ...route.allow)) throw new Problem(problems.forbidden);
  }
  const ifMatch = versionOf(request.headers['if-match']);
  if (route.ifMatch && ifMatch === undefined) throw new Problem(problems.ifMatchMissing);

  boundQuery(request.queryStringParameters);
  const text = bodyText(request, route.bodyLimits);
  route.admit?.({ params, headers: request.headers, bodyText: text });
  const call: Omit<RawCall, 'commit'> = {
    caller: caller ?? anonymous,
    language: languageOf(request),
    now: clock.now(),
    traceId: request.requestContext.requestId,
    params,
    query: request.queryStringParameters,
    body: parseBody(text, request.headers['content-type'], route.bodyLimits),
    bodyText: text,
    headers: request.headers,
    ifMatch,
  };
  const validate = validator(call.language);
  if (route.method !== 'POST' || route.allow === 'public') {
    return render(route, await decide(route, call, validate, commitPlainly));
  }

  const key = request.headers['idempotency-key'];
  if (!key || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new Problem(problems.keyMissing);
  const begun = await begin(table, call.caller.id, key, requestHash(route.method, path, text), call.now);
  if ('replay' in begun) return render(route, begun.replay);
  return render(route, await runOnce(route, begun.run, (commit) => decide(route, call, validate, commit)));
}

/**
 * Runs the operation, and again when another request changed a record first: it reads and decides again. An
 * `If-Match` is then answered with 412. What is written is not repeated.
 * @throws VersionConflict after the last attempt, which is answered with 409 `changed-meanwhile`.
 */
function decide(
  route: Route,
  call: Omit<RawCall, 'commit'>,
  validate: Validate,
  commit: RawCall['commit'],
): Promise<Reply> {
  let written = false;
  const commitOnce: RawCall['commit'] = async (transaction, reply) => {
    const intended = await commit(transaction, reply);
    written = true;
    return intended;
  };
  return retryOnConflict(
    () => route.run({ ...call, commit: commitOnce }, validate),
    undefined,
    () => !written,
  );
}

async function commitPlainly(transaction: Transaction, reply: Reply): Promise<Reply> {
  await transaction.commit();
  return reply;
}

/** Runs the handler under its lock. Writes the response with the effect; releases the key after an error. */
async function runOnce(
  route: Route,
  run: IdempotentRun,
  handle: (commit: RawCall['commit']) => Promise<Reply>,
): Promise<Reply> {
  let answered = false;
  try {
    const reply = await handle(async (transaction, intended) => {
      run.answerWith(transaction, { ...intended, body: checked(route, intended) });
      await transaction.commit();
      answered = true;
      return intended;
    });
    if (!answered) await run.answerAlone({ ...reply, body: checked(route, reply) });
    return reply;
  } catch (error) {
    if (!answered) await run.release().catch((failure: unknown) => log.warn('lock not released', { error: failure }));
    throw error;
  }
}

/** Serialises the body with the response schema; undeclared fields are dropped. */
function checked(route: Route, reply: Reply): unknown {
  return route.response === 'html' || reply.body === undefined ? reply.body : route.response.parse(reply.body);
}

function render(route: Route, reply: Reply): Answer {
  const body = checked(route, reply);
  const headers = { 'content-type': 'application/json; charset=utf-8', ...safety, ...reply.headers };
  return {
    statusCode: reply.status,
    headers,
    body: route.response === 'html' ? String(body) : body === undefined ? '' : JSON.stringify(body),
  };
}

const safety = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

function answerProblem(error: unknown, event: unknown): Answer {
  const request = requestSchema.safeParse(event).data;
  const traceId = request?.requestContext.requestId ?? 'unknown';
  const problem = asProblem(error);
  if (problem.kind.status >= 500) log.error('request failed', { traceId, error });
  return {
    statusCode: problem.kind.status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...safety },
    body: problem.json(request ? languageOf(request) : 'zh-CN', traceId),
  };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof VersionConflict) return new Problem(problems.changedMeanwhile);
  if (error instanceof BadCursor) return new Problem(problems.badCursor);
  return new Problem(problems.internal);
}

/** Most parameters of a query, and most characters of all names and values. */
const mostParameters = 50;
const mostQueryCharacters = 4_096;

function boundQuery(query: Readonly<Record<string, string>>): void {
  const all = Object.entries(query);
  const characters = all.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (all.length <= mostParameters && characters <= mostQueryCharacters) return;
  throw new Problem(problems.queryTooLong, { parameters: mostParameters, characters: mostQueryCharacters });
}

function languageOf(request: Request): Language {
  return preferredLanguage(request.headers['accept-language'], 'zh-CN');
}

function versionOf(header: string | undefined): number | undefined {
  const match = /^(?:W\/)?"(\d+)"$/.exec(header?.trim() ?? '');
  if (match?.[1]) return Number(match[1]);
  if (header === undefined) return undefined;
  throw new Problem(problems.stale);
}
