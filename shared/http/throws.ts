import { Problem, type ProblemKind, problems } from '../kernel/problem.ts';
import { log } from '../observability/log.ts';
import { tooDeep, tooLarge, tooManyValues } from './body.ts';
import { isLimited, tooManyCalls } from './call-limits.ts';
import { timedOut } from './operate.ts';
import type { Route } from './route.ts';

type Declared = Pick<
  Route,
  'operationId' | 'method' | 'allow' | 'ifMatch' | 'query' | 'throws' | 'locksKey' | 'response'
>;

interface PipelineKinds {
  /** The operations that can answer these problems, in words. */
  readonly operations: string;
  readonly kinds: readonly ProblemKind[];
  readonly includes: (route: Omit<Declared, 'operationId'>) => boolean;
}

/** Problems of the pipeline by the operations that can answer them. */
const groups: readonly PipelineKinds[] = [
  {
    operations: 'every operation',
    kinds: [problems.invalidInput, problems.queryTooLong, problems.internal, timedOut],
    includes: () => true,
  },
  {
    operations: 'every operation with a token',
    kinds: [problems.unauthenticated, problems.forbidden, problems.notFound],
    includes: ({ allow }) => allow !== 'public',
  },
  {
    operations: 'every list',
    kinds: [problems.badCursor],
    includes: ({ query }) => Object.hasOwn(query.shape, 'cursor'),
  },
  {
    operations: 'every operation except GET',
    kinds: [tooLarge, tooDeep, tooManyValues, problems.changedMeanwhile, problems.stale],
    includes: ({ method }) => method !== 'GET',
  },
  {
    operations: 'every operation except GET, for residents and readers of a link',
    kinds: [tooManyCalls],
    includes: isLimited,
  },
  {
    operations: 'every PUT, PATCH and DELETE',
    kinds: [problems.ifMatchMissing],
    includes: ({ ifMatch }) => ifMatch,
  },
  {
    operations: 'every POST with a token',
    kinds: [problems.keyMissing, problems.keyReused, problems.answerUnreadable],
    includes: ({ method, allow }) => method === 'POST' && allow !== 'public',
  },
  {
    operations: 'every POST that commits several transactions',
    kinds: [problems.inFlight],
    includes: ({ locksKey }) => locksKey !== undefined,
  },
  {
    operations: 'paths and methods that no operation has',
    kinds: [problems.pathNotFound, problems.methodNotAllowed],
    includes: () => false,
  },
];

const operationsByCode: ReadonlyMap<string, string> = new Map(
  groups.flatMap(({ operations, kinds }) => kinds.map(({ code }): [string, string] => [code, operations])),
);

/** Returns in words which operations answer a problem of the pipeline, or undefined for any other code. */
export function pipelineOperations(code: string): string | undefined {
  return operationsByCode.get(code);
}

/** Returns the problems that the pipeline can answer for an operation. Its `throws` lists the others. */
export function pipelineKinds(route: Omit<Declared, 'operationId'>): ProblemKind[] {
  return groups.flatMap(({ kinds, includes }) => (includes(route) ? kinds : []));
}

/**
 * Logs an error when an operation answers a problem that it does not declare. Tests of flows fail on this
 * line. A caller can cause any problem of the pipeline, such as that of a malformed header, so these are not
 * logged.
 */
export function logUndeclared({ operationId, throws }: Pick<Declared, 'operationId' | 'throws'>, error: unknown): void {
  if (!(error instanceof Problem)) return;
  const { code } = error.kind;
  if (!throws?.includes(code) && !operationsByCode.has(code)) log.error('undeclared problem', { operationId, code });
}
