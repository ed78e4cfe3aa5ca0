import type { MiddlewareObj } from '@middy/core';
import { setTimeLeft } from '../../kernel/deadline.ts';

/** What Lambda tells a function about its invocation. Empty where a test or a command calls the function. */
export interface Invocation {
  readonly getRemainingTimeInMillis?: () => number;
}

/** Ends the time for work `reserveMs` before the time limit of the function, so that it still answers. */
export function deadline(reserveMs: number): MiddlewareObj<unknown, unknown, Error, Invocation> {
  return {
    before: ({ context: { getRemainingTimeInMillis: remaining } }): void => {
      if (remaining) setTimeLeft(() => remaining() - reserveMs);
    },
  };
}
