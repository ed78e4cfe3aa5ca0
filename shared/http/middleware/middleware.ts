import type { MiddlewareObj } from '@middy/core';
import type { Invocation } from '../../events/middleware/deadline.ts';
import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';

/** A step of the HTTP pipeline, with what it remembers of a request (`internal`). */
export type Middleware<Internal extends Record<string, unknown> = Record<string, never>> = MiddlewareObj<
  Exchange,
  Answer,
  Error,
  Invocation,
  Internal
>;
