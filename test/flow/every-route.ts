import { readFileSync, writeFileSync } from 'node:fs';
import { contexts } from '../../infra/contexts.ts';
import type { Route } from '../../shared/http/route.ts';

/** All HTTP operations of all contexts. */
export const everyRoute: readonly Route[] = contexts.flatMap((context) => context.routes);

/** Returns the route of an operation. @throws Error when there is none. */
export function routeOf(operationId: string): Route {
  const route = everyRoute.find((one) => one.operationId === operationId);
  if (!route) throw new Error(`no operation ${operationId}`);
  return route;
}

/**
 * Returns the path of a route with its parameters; `otherwise` replaces missing ones.
 * @throws Error without it.
 */
export function pathOf(route: Route, params: Readonly<Record<string, string>>, otherwise?: string): string {
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? otherwise;
    if (value === undefined) throw new Error(`${route.operationId} needs ${name}`);
    return encodeURIComponent(value);
  });
}

/** Returns the expected and the actual content of a generated file. `UPDATE=1` writes the file first. */
export function generated(file: string, text: string): { file: string; expected: string; found: string } {
  if (process.env.UPDATE) writeFileSync(file, text);
  return { file, expected: text, found: readFileSync(file, 'utf8') };
}
