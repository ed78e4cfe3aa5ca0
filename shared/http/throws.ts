import { Problem, type ProblemKind, problems } from '../kernel/problem.ts';
import { log } from '../observability/log.ts';
import { tooDeep, tooLarge, tooManyValues } from './body.ts';
import type { Route } from './route.ts';

type Declared = Pick<Route, 'operationId' | 'method' | 'allow' | 'ifMatch' | 'query' | 'throws'>;

/** Problems of the pipeline by the operations that can answer them. */
const kinds = {
  all: [problems.invalidInput, problems.queryTooLong, problems.internal],
  signedIn: [problems.unauthenticated, problems.forbidden, problems.notFound],
  list: [problems.badCursor],
  write: [tooLarge, tooDeep, tooManyValues, problems.changedMeanwhile, problems.stale],
  change: [problems.ifMatchMissing],
  keyed: [problems.keyMissing, problems.keyReused, problems.inFlight],
} as const;

const pipelineCodes: ReadonlySet<string> = new Set(
  Object.values(kinds)
    .flat()
    .map(({ code }) => code),
);

/** Returns the problems that the pipeline can answer for an operation. Its `throws` lists the others. */
export function pipelineKinds({ method, allow, ifMatch, query }: Omit<Declared, 'operationId'>): ProblemKind[] {
  const isSignedIn = allow !== 'public';
  return [
    ...kinds.all,
    ...(isSignedIn ? kinds.signedIn : []),
    ...(Object.hasOwn(query.shape, 'cursor') ? kinds.list : []),
    ...(method === 'GET' ? [] : kinds.write),
    ...(ifMatch ? kinds.change : []),
    ...(isSignedIn && method === 'POST' ? kinds.keyed : []),
  ];
}

/**
 * Logs an error when an operation answers a problem that it does not declare. Tests of flows fail on this
 * line. A caller can cause any problem of the pipeline, such as that of a malformed header, so these are not
 * logged.
 */
export function logUndeclared({ operationId, throws }: Pick<Declared, 'operationId' | 'throws'>, error: unknown): void {
  if (throws === undefined || !(error instanceof Problem)) return;
  const { code } = error.kind;
  if (!throws.includes(code) && !pipelineCodes.has(code)) log.error('undeclared problem', { operationId, code });
}
