import type { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { Transaction } from '../events/transaction.ts';
import type { Language } from '../kernel/language.ts';
import type { Caller } from './auth.ts';

/** Response of a handler. The pipeline checks `body` against the route's response schema. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A request after authentication and size checks, but before validation. */
export interface RawCall {
  /** The caller. On a public route, an anonymous caller without roles and estates. */
  caller: Caller;
  language: Language;
  now: Temporal.Instant;
  traceId: string;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  /** The body as sent, for a check of its signature. */
  bodyText: string;
  /** Headers by their lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Version in the If-Match header, if one was sent. */
  ifMatch: number | undefined;
  /**
   * Writes the effect in one transaction, together with the response if the request has an Idempotency-Key.
   */
  commit: (transaction: Transaction, reply: Reply) => Promise<Reply>;
}

/** A request before anything is parsed. */
export type RawRequest = Pick<RawCall, 'params' | 'headers' | 'bodyText'>;

/** Validates one part of the request. @throws Problem `invalid-input`. */
export type Validate = <S extends z.ZodType>(schema: S, value: unknown, part: 'path' | 'query' | 'body') => z.output<S>;
