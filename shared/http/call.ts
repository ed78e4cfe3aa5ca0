import type { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import type { Transaction } from '../events/transaction.ts';
import type { Language } from '../kernel/language.ts';
import type { Caller } from './auth.ts';

/** What a handler answers. The pipeline checks `body` against the route's response schema. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The request as the pipeline hands it on: authenticated, counted, not yet validated. */
export interface RawCall {
  /** The caller; on a public route an anonymous one without roles and estates. */
  caller: Caller;
  language: Language;
  now: Temporal.Instant;
  traceId: string;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  /** The body as it was sent, for a signature over it. */
  bodyText: string;
  /** Headers by their names in small letters. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Version of the If-Match header, when one was sent. */
  ifMatch: number | undefined;
  /** Writes the effect and, when the request has an Idempotency-Key, its answer with it: all or nothing. */
  commit: (transaction: Transaction, reply: Reply) => Promise<Reply>;
}

/** A request of which nothing has been parsed. */
export type RawRequest = Pick<RawCall, 'params' | 'headers' | 'bodyText'>;

/** Validates one part of the request. @throws Problem `invalid-input`. */
export type Validate = <S extends z.ZodType>(schema: S, value: unknown, part: 'path' | 'query' | 'body') => z.output<S>;
