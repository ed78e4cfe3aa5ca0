import * as z from 'zod';
import type { ActionContext } from '../events/catalogue.ts';
import type { Caller, Role } from './auth.ts';
import { type BodyLimits, formBody, usualBody } from './body.ts';
import type { RawCall, RawRequest, Reply, Validate } from './call.ts';
import type { CallLimit } from './call-limits.ts';
import { openCursor, sealCursor } from './sealed-cursor.ts';

/** A validated request. */
export interface Call<P, Q, B> extends Omit<RawCall, 'params' | 'query' | 'body'> {
  params: P;
  query: Q;
  body: B;
  /** Returns the action context with the caller as its actor, recorded now. */
  act: (more?: { occurredAt?: string | undefined; reason?: string | undefined }) => ActionContext;
}

/** An HTTP operation as plain data: source of its router entry, OpenAPI operation and permission row. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** Rules that a client must know, in Markdown. */
  readonly description?: string;
  readonly allow: readonly Role[] | 'public';
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | undefined;
  readonly status: number;
  /** Other statuses of a response, such as 200 where a repeated creation changes nothing. */
  readonly otherStatuses?: readonly number[];
  /** Codes of the problems that the operation can answer beside those of the pipeline (`pipelineKinds`). */
  readonly throws?: readonly string[];
  readonly response: z.ZodType | 'html';
  /** Whether the caller must send If-Match (428 otherwise): true for PUT, PATCH and DELETE. */
  readonly ifMatch: boolean;
  /**
   * Why an operation holds its `Idempotency-Key` while it runs: it commits several transactions. An equal
   * request meanwhile is answered with 409 `request-in-flight`.
   */
  readonly locksKey?: string;
  /** How often a resident or reader of a link may do this, where it differs from `usualLimits`. */
  readonly limits?: readonly CallLimit[];
  /** Limits of the body. */
  readonly bodyLimits: BodyLimits;
  /** Checks the request as sent, such as a signature over its body, before the body is parsed. */
  readonly admit: ((request: RawRequest) => void) | undefined;
  readonly run: (call: RawCall, validate: Validate) => Promise<Reply>;
}

const nothing = z.strictObject({});

interface Declaration<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  method: Route['method'];
  path: `/${string}`;
  operationId: string;
  summary: string;
  /** Rules that a client must know, in Markdown. */
  description?: string;
  allow: readonly Role[] | 'public';
  params?: P;
  /** Use `z.strictObject`: it rejects unknown parameters by name. */
  query?: Q;
  body?: B;
  /** Limits of the body that differ from the default (`usualBody`, or `formBody` for a page). */
  bodyLimits?: Partial<BodyLimits>;
  /**
   * Checks the request as sent, such as a signature over its body, before the body is parsed. Throws to
   * reject it.
   */
  admit?: (request: RawRequest) => void;
  /** Checks the parsed body before it is validated. Throws to reject it. */
  guard?: (body: unknown) => void;
  /** How often a resident or reader of a link may do this, where it differs from `usualLimits`. */
  limits?: readonly CallLimit[];
  /** Status of success; default 200. */
  status?: number;
  /** Other statuses of a response, such as 200 where a repeated creation changes nothing. */
  otherStatuses?: readonly number[];
  /** Codes of the problems that the operation can answer beside those of the pipeline. */
  throws?: readonly string[];
  /** Why the operation holds its `Idempotency-Key` while it runs: it commits several transactions. */
  locksKey?: string;
  response: z.ZodType | 'html';
  handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Reply>;
}

/** Declares an HTTP operation. */
export function route<
  P extends z.ZodObject = typeof nothing,
  Q extends z.ZodObject = typeof nothing,
  B extends z.ZodType = z.ZodUndefined,
>(declaration: Declaration<P, Q, B>): Route {
  const { handle, guard, ...data } = declaration;
  return {
    ...data,
    params: declaration.params ?? nothing,
    query: declaration.query ?? nothing,
    body: declaration.body,
    status: declaration.status ?? 200,
    bodyLimits: { ...(declaration.response === 'html' ? formBody : usualBody), ...declaration.bodyLimits },
    admit: declaration.admit,
    ifMatch: declaration.method === 'PUT' || declaration.method === 'PATCH' || declaration.method === 'DELETE',
    run: async (call, validate) => {
      const act: Call<unknown, unknown, unknown>['act'] = (more = {}) => ({
        // Read when it is used: by then the caller has entered the estate and has the roles of that estate.
        get actor() {
          return actorOf(call.caller);
        },
        recordedAt: call.now.toString(),
        traceId: call.traceId,
        ...more,
      });
      guard?.(call.body);
      const isList = Object.hasOwn(declaration.query?.shape ?? {}, 'cursor');
      const reply = await handle({
        ...call,
        act,
        params: validate(declaration.params ?? orNothing<P>(), call.params, 'path'),
        query: validate(
          declaration.query ?? orNothing<Q>(),
          isList ? openCursor(declaration.operationId, call) : call.query,
          'query',
        ),
        body: validate(declaration.body ?? orUndefined<B>(), call.body, 'body'),
      });
      return isList ? sealCursor(declaration.operationId, call, reply) : reply;
    },
  };
}

function actorOf(caller: Caller): ActionContext['actor'] {
  const staff = caller.roles.some((role) => role !== 'resident');
  return { kind: staff ? 'staff' : 'resident', id: caller.personId, ...(caller.name && { name: caller.name }) };
}

/** These two return the default schemas of a route that declares none. */
function orNothing<S extends z.ZodType>(): z.ZodType<z.output<S>> {
  return z.custom<z.output<S>>((value) => nothing.safeParse(value).success);
}
function orUndefined<S extends z.ZodType>(): z.ZodType<z.output<S>> {
  return z.custom<z.output<S>>((value) => value === undefined || nothing.safeParse(value).success);
}

/** Returns 200 with a body, and the ETag of its version if it has one. */
export function ok<B extends object>(body: B & { version?: number }): Reply {
  return { status: 200, body, headers: etag(body) };
}

/** Returns 201 with the URL of the new record as `location`. */
export function created<B extends object>(body: B & { version?: number }, location: string): Reply {
  return { status: 201, body, headers: { location, ...etag(body) } };
}

/** Returns 202 for a long-running operation; `location` is the URL of its progress. */
export function accepted(body: object, location: string): Reply {
  return { status: 202, body, headers: { location } };
}

/** Returns a server-rendered page. */
export function page(html: string, status = 200): Reply {
  return { status, body: html, headers: { 'content-type': 'text/html; charset=utf-8' } };
}

function etag(body: { version?: number }): Record<string, string> {
  return body.version === undefined ? {} : { etag: `"${body.version}"` };
}
