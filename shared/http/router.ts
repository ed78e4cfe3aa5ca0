import type { Request } from './request.ts';

/** Fields of an operation that the router reads. */
interface Row {
  readonly method: string;
  /** Fixed segments and parameters: `/v1/tickets/{ticketId}/close`. */
  readonly path: string;
}

/** Result of routing a request. */
export interface Routed<R> {
  readonly method: string;
  /** Path of the request as in route tables: without stage, custom domain mapping or final slash. */
  readonly path: string;
  /** The operation and its path parameters, or undefined if no operation has this path and method. */
  readonly found: { readonly route: R; readonly params: Record<string, string> } | undefined;
  /** Methods of the path. Empty if no operation has this path. */
  readonly allowed: readonly string[];
}

/**
 * Finds the operation of a request in the route table of a function. The gateway knows only a prefix of the
 * path. HEAD counts as GET. If a fixed segment and a parameter both match, the fixed segment wins.
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

/** Splits a path into segments and ignores one final slash. */
function segmentsOf(path: string): string[] {
  return path.slice(1).replace(/\/$/, '').split('/');
}

/** Returns the parameter positions of a path as a text of 0 and 1 that sorts fixed segments first. */
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
 * Returns the segments of the path after stage and mapping. They come from the gateway's route and its
 * parameters, or from the raw path if there are no parameters. Both arrive decoded: decoding them again would
 * change a `%` of the caller (docs/decisions/2026-11-27-gateway-routes-by-prefix.md).
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
