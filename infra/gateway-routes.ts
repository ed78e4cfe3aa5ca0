/** The fields of an operation that the gateway needs. A context's route has more. */
export interface RouteRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly allow: readonly string[] | 'public';
}

/** A context and the operations that its function answers. */
interface Served {
  readonly name: string;
  readonly routes: readonly RouteRow[];
}

/** A route of the HTTP API. */
export interface GatewayRoute {
  /** `ANY /v1/bills/{proxy+}`. */
  readonly key: string;
  /** Name of the context whose function answers. */
  readonly context: string;
  /** `open` routes have no authorizer. */
  readonly access: 'token' | 'open';
}

interface Operation extends Pick<GatewayRoute, 'context' | 'access'> {
  readonly method: string;
  readonly path: string;
  readonly segments: readonly string[];
}

/**
 * Computes the routes of the HTTP API from the route tables of all contexts. There are far fewer routes than
 * operations. A prefix whose operations all belong to one context and one kind of access becomes one greedy
 * route. No path fits two routes of different contexts or access, except where one has a fixed segment and
 * the other a parameter. Each `ANY` route with an authorizer has an open OPTIONS route, because the
 * authorizer would refuse a browser's preflight. Reasons:
 * docs/decisions/2026-11-27-gateway-routes-by-prefix.md.
 * @throws Error when two operations cannot be kept apart.
 */
export function gatewayRoutes(contexts: readonly Served[]): GatewayRoute[] {
  const operations = contexts.flatMap(({ name, routes }) =>
    routes.map(({ method, path, allow }): Operation => {
      const access = allow === 'public' ? 'open' : 'token';
      return { context: name, access, method, path, segments: path.slice(1).split('/') };
    }),
  );
  assertApart(operations);
  return below([], operations, operations);
}

/** Returns the routes for the operations that begin with a prefix. */
function below(prefix: readonly string[], inside: readonly Operation[], all: readonly Operation[]): GatewayRoute[] {
  const here = inside.filter(({ segments }) => segments.length === prefix.length);
  const deeper = inside.filter(({ segments }) => segments.length > prefix.length);
  const [owner] = deeper;
  if (!owner) return exact(prefix, here);
  if (isAlone(prefix, owner, all)) return [...exact(prefix, here), ...any([...prefix, '{proxy+}'], owner)];
  const next = Map.groupBy(deeper, ({ segments }) => shapeOf(segments[prefix.length] ?? ''));
  const children = [...next.values()].map((group) => {
    const child = group[0]?.segments[prefix.length] ?? '';
    return below([...prefix, child], group, all);
  });
  return [...exact(prefix, here), ...children.flat()];
}

/**
 * Returns true when all operations at and below a prefix
 * belong to one owner, for all values of its parameters.
 */
function isAlone(prefix: readonly string[], owner: Operation, all: readonly Operation[]): boolean {
  return all.every(
    (one) => isSameOwner(one, owner) || one.segments.length < prefix.length || !overlap(prefix, one.segments),
  );
}

/**
 * Returns the routes of one path: usually `ANY` and OPTIONS, so that the function answers 405 for other
 * methods. There is one route for each method in three cases: the path is public, several owners share it, or
 * `ANY` would waste a route. The last is a path below a parameter with one operation; every context has some
 * below an estate.
 */
function exact(segments: readonly string[], operations: readonly Operation[]): GatewayRoute[] {
  const [owner] = operations;
  if (!owner) return [];
  const isShared = operations.some((one) => !isSameOwner(one, owner));
  const isCheaper = operations.length === 1 && segments.some(isParameter);
  if (!isShared && !isCheaper && owner.access === 'token') return any(segments, owner);
  // No route catches OPTIONS here, so the gateway answers a preflight by itself.
  return operations.map(({ method, context, access }) => ({
    key: `${method} /${segments.join('/')}`,
    context,
    access,
  }));
}

function any(segments: readonly string[], { context, access }: Operation): GatewayRoute[] {
  const path = `/${segments.join('/')}`;
  const route: GatewayRoute = { key: `ANY ${path}`, context, access };
  return access === 'open' ? [route] : [route, { key: `OPTIONS ${path}`, context, access: 'open' }];
}

/**
 * Rejects operations of different owners that one request could match.
 * @throws Error with the names of both.
 */
function assertApart(operations: readonly Operation[]): void {
  for (const [i, one] of operations.entries()) {
    for (const other of operations.slice(i + 1)) {
      if (one.segments.length !== other.segments.length || !overlap(one.segments, other.segments)) continue;
      const names = `${nameOf(one)} and ${nameOf(other)}`;
      if (shapeOf(...one.segments) === shapeOf(...other.segments)) {
        if (one.method === other.method) throw new Error(`${names} are the same operation. Remove one or rename it.`);
      } else if (!isSameOwner(one, other) && !isNarrower(one, other) && !isNarrower(other, one)) {
        throw new Error(
          `${names} fit one path, and API Gateway does not document which it chooses. Begin one with a prefix of its own, ` +
            'or serve both from one context with one kind of access.',
        );
      }
    }
  }
}

function nameOf({ method, path, context, access }: Operation): string {
  return `${method} ${path} (${context}, ${access})`;
}

function isSameOwner(one: Operation, other: Operation): boolean {
  return one.context === other.context && one.access === other.access;
}

const isParameter = (segment: string) => segment.startsWith('{');

/** Returns a path without the names of its parameters. */
function shapeOf(...segments: readonly string[]): string {
  return segments.map((segment) => (isParameter(segment) ? '{}' : segment)).join('/');
}

/** Returns true when some path begins with both. The shorter one limits the comparison. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  return one
    .slice(0, length)
    .every((segment, i) => isParameter(segment) || isParameter(other[i] ?? '') || segment === other[i]);
}

/** Returns true when every path that fits the first also fits the second. */
function isNarrower(one: Operation, other: Operation): boolean {
  return one.segments.every((segment, i) => isParameter(other.segments[i] ?? '') || segment === other.segments[i]);
}
