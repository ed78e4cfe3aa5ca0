import { Problem, problems } from '../../kernel/problem.ts';
import type { Middleware } from './middleware.ts';

/**
 * Reads the version in `If-Match`, with which the operation compares its record.
 * @throws Problem stale (412) when the value is not a version that the backend issued, if-match-missing (428)
 * where one is required.
 */
export function ifMatch(): Middleware {
  return {
    before: ({ event: { route, call } }): void => {
      call.ifMatch = versionOf(call.headers['if-match']);
      if (route.ifMatch && call.ifMatch === undefined) throw new Problem(problems.ifMatchMissing);
    },
  };
}

function versionOf(header: string | undefined): number | undefined {
  const match = /^(?:W\/)?"(\d+)"$/.exec(header?.trim() ?? '');
  if (match?.[1]) return Number(match[1]);
  if (header === undefined) return undefined;
  throw new Problem(problems.stale);
}
