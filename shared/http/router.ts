import type { Request } from './request.ts';

/** What the router needs to know of an operation. */
interface Row {
  readonly method: string;
  /** Segments of words and parameters: `/v1/tickets/{ticketId}/close`. */
  readonly path: string;
}

/** Where a request goes. */
export interface Routed<R> {
  readonly method: string;
  /** Path of the request as route tables write it: no stage, no mapping of a custom domain, no slash at its end. */
  readonly path: string;
  /** The operation and its path parameters. Absent when no operation has this path and method. */
  readonly found: { readonly route: R; readonly params: Record<string, string> } | undefined;
  /** Methods that the path has. Empty when no operation has this path. */
  readonly allowed: readonly string[];
}

/**
 * Finds the operation of a request in the route table of a function. The gateway knows only a prefix of its path.
 * HEAD is answered as GET. Where a fixed segment and a parameter both fit, the fixed segment wins.
 */
export function routed<R extends Row>(routes: readonly R[], request: Request): Routed<R> {
  const method = request.requestContext.http?.method ?? request.routeKey.split(' ')[0] ?? '';
  const asked = askedSegments(request);
  const fits = routes.flatMap((route) => {
    const params = paramsIn(segmentsOf(route.path), asked);
    return params ? [{ route, params }] : [];
  });
  const wanted = method === 'HEAD' ? 'GET' : method;
  const [found] = fits
    .filter(({ route }) => route.method === wanted)
    .sort((a, b) => (parametersOf(a.route.path) < parametersOf(b.route.path) ? -1 : 1));
  return { method, path: `/${asked.join('/')}`, found, allowed: allowedBy(fits.map(({ route }) => route.method)) };
}

function allowedBy(methods: readonly string[]): string[] {
  if (methods.length === 0) return [];
  return [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].sort();
}

const isParameter = (segment: string) => segment.startsWith('{');
const isGreedy = (segment: string) => segment.endsWith('+}');

/** Segments of a path; one slash at the end is not counted. */
function segmentsOf(path: string): string[] {
  return path.slice(1).replace(/\/$/, '').split('/');
}

/** Where a path has parameters, as a text that sorts fixed segments first. */
function parametersOf(path: string): string {
  return segmentsOf(path)
    .map((segment) => (isParameter(segment) ? '1' : '0'))
    .join('');
}

function paramsIn(pattern: readonly string[], asked: readonly string[]): Record<string, string> | undefined {
  if (!startsAs(pattern, asked) || pattern.length !== asked.length) return undefined;
  return Object.fromEntries(
    pattern.flatMap((segment, i): [string, string][] =>
      isParameter(segment) ? [[segment.slice(1, -1), asked[i] ?? '']] : [],
    ),
  );
}

function startsAs(pattern: readonly string[], asked: readonly string[]): boolean {
  return pattern.every((segment, i) => (isParameter(segment) ? Boolean(asked[i]) : segment === asked[i]));
}

/**
 * Segments of the path below stage and mapping. The gateway's route and its parameters say them, whatever stands before
 * them in the raw path. Without parameters they are cut out of the raw path. Both arrive decoded: decoding them again
 * would change a `%` that somebody sent (docs/decisions/2026-11-27-gateway-routes-by-prefix.md).
 */
function askedSegments({ routeKey, pathParameters, rawPath, requestContext: { stage } }: Request): string[] {
  const [, pattern] = routeKey.split(' ');
  const raw = segmentsOf(rawPath);
  if (pattern === undefined) return stage && stage !== '$default' && raw[0] === stage ? raw.slice(1) : raw;
  const filled = filledIn(pattern, pathParameters);
  if (filled !== undefined) return segmentsOf(filled);
  const known = segmentsOf(pattern);
  const fixed = known.filter((segment) => !isGreedy(segment));
  const at = raw.findIndex(
    (_, i) => startsAs(fixed, raw.slice(i)) && (fixed.length < known.length || i + fixed.length === raw.length),
  );
  return raw.slice(Math.max(at, 0));
}

function filledIn(pattern: string, parameters: Readonly<Record<string, string>>): string | undefined {
  const parameter = /\{(\w+)\+?\}/g;
  for (const [, name = ''] of pattern.matchAll(parameter)) if (parameters[name] === undefined) return undefined;
  return pattern.replaceAll(parameter, (_, name: string) => parameters[name] ?? '');
}
