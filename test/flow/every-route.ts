import { readFileSync, writeFileSync } from 'node:fs';
import { contexts } from '../../infra/contexts.ts';
import type { Route } from '../../shared/http/route.ts';

/** Every HTTP operation; a new context joins with its routes. */
export const everyRoute: readonly Route[] = contexts.flatMap((context) => context.routes);

/** The route of an operation. @throws Error when there is none of that name. */
export function routeOf(operationId: string): Route {
  const route = everyRoute.find((one) => one.operationId === operationId);
  if (!route) throw new Error(`no operation ${operationId}`);
  return route;
}

/** The path of a route with its parameters filled in; `otherwise` stands for those that are not given. */
export function pathOf(route: Route, params: Readonly<Record<string, string>>, otherwise?: string): string {
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? otherwise;
    if (value === undefined) throw new Error(`${route.operationId} needs ${name}`);
    return encodeURIComponent(value);
  });
}

/** A file that is made from the code and kept beside it: what it should hold and what it holds. `UPDATE=1` writes it. */
export function generated(file: string, text: string): { file: string; expected: string; found: string } {
  if (process.env.UPDATE) writeFileSync(file, text);
  return { file, expected: text, found: readFileSync(file, 'utf8') };
}
