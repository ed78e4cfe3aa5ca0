/** What the gateway needs to know of an operation. The route of a context is this and more. */
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
 * Computes the routes of the HTTP API from the route tables of all contexts. There are far fewer than operations: a
 * prefix below which all operations belong to one context and one kind of access is one greedy route.
 * No path fits two routes of different contexts or access, but for a fixed segment where another has a parameter.
 * An open OPTIONS route stands beside each `ANY` route with an authorizer, because that would refuse a browser's
 * preflight. Why: docs/decisions/2026-11-27-gateway-routes-by-prefix.md.
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

/** Routes for the operations that begin with a prefix. */
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

/** True when all operations at and below a prefix, whatever its parameters are, belong to one owner. */
function isAlone(prefix: readonly string[], owner: Operation, all: readonly Operation[]): boolean {
  return all.every(
    (one) => isSameOwner(one, owner) || one.segments.length < prefix.length || !overlap(prefix, one.segments),
  );
}

/**
 * Routes of one path. `ANY` and OPTIONS, so that the function answers 405 for methods that it does not have. One a method
 * where `ANY` would open more than is public, where several owners share the path, and where it would waste a route:
 * a path below a parameter with one operation, of which every context has some below an estate.
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

/** @throws Error when one request could be meant for two operations of different owners. */
function assertApart(operations: readonly Operation[]): void {
  for (const [i, one] of operations.entries()) {
    for (const other of operations.slice(i + 1)) {
      if (one.segments.length !== other.segments.length || !overlap(one.segments, other.segments)) continue;
      const names = `${nameOf(one)} and ${nameOf(other)}`;
      if (shapeOf(...one.segments) === shapeOf(...other.segments)) {
        if (one.method === other.method) throw new Error(`${names} are the same operation: remove one or rename it.`);
      } else if (!isSameOwner(one, other) && !isNarrower(one, other) && !isNarrower(other, one)) {
        throw new Error(
          `${names} fit one path, and API Gateway does not say which it takes: begin one with a prefix of its own, ` +
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

/** A path without the names of its parameters. */
function shapeOf(...segments: readonly string[]): string {
  return segments.map((segment) => (isParameter(segment) ? '{}' : segment)).join('/');
}

/** True when some path begins with both; the shorter one decides how far they are compared. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  return one
    .slice(0, length)
    .every((segment, i) => isParameter(segment) || isParameter(other[i] ?? '') || segment === other[i]);
}

/** True when every path that fits the first also fits the second. */
function isNarrower(one: Operation, other: Operation): boolean {
  return one.segments.every((segment, i) => isParameter(other.segments[i] ?? '') || segment === other.segments[i]);
}
