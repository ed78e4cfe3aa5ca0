import { Problem, problems } from '../../kernel/problem.ts';
import { bodyText, parseBody } from '../body.ts';
import type { Middleware } from './middleware.ts';

/** Most parameters of a query, and most characters of all names and values. */
const mostParameters = 50;
const mostQueryCharacters = 4_096;

/** Bounds the query. @throws Problem query-too-long (400). */
export function queryBounds(): Middleware {
  return {
    before: ({ event: { call } }): void => {
      const all = Object.entries(call.query);
      const characters = all.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
      if (all.length <= mostParameters && characters <= mostQueryCharacters) return;
      throw new Problem(problems.queryTooLong, { parameters: mostParameters, characters: mostQueryCharacters });
    },
  };
}

/**
 * Reads the body within the limits of the operation. The operation may check it as sent (`admit`), such as a
 * signature, before it is parsed.
 * @throws Problem body-too-large (413), body-too-deep, body-too-many-values, invalid-input, and those of
 * `admit`.
 */
export function bodyBounds(): Middleware {
  return {
    before: ({ event: { route, request, call } }): void => {
      call.bodyText = bodyText(request, route.bodyLimits);
      route.admit?.(call);
      call.body = parseBody(call.bodyText, call.headers['content-type'], route.bodyLimits);
    },
  };
}
