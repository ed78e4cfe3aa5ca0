import type { Text } from '../kernel/language.ts';
import { problemCatalogue } from '../kernel/problem.ts';
import type { Route } from './route.ts';
import { pipelineOperations } from './throws.ts';

/** A problem code with its texts and the operations that answer it. */
export interface CatalogueEntry {
  readonly code: string;
  readonly status: number;
  /** Texts, of which a problem has one. Words in braces are replaced. */
  readonly titles: readonly Text[];
  /** Which operations answer the code, in words, when all of a kind do. */
  readonly operationsInWords?: string;
  /** Ids of the operations that declare the code. */
  readonly operations: readonly string[];
}

/**
 * Returns all problem codes by status and code. A code that no operation answers belongs to entries of a
 * batch or to work in the background.
 */
export function errorCatalogue(routes: readonly Route[]): CatalogueEntry[] {
  const kinds = problemCatalogue().filter(
    ({ code, status }, i, all) => all.findIndex((one) => one.code === code && one.status === status) === i,
  );
  return kinds.map(({ code, status }) => {
    const titles = problemCatalogue().flatMap((one) => (one.code === code && one.status === status ? one.message : []));
    const different = titles.filter(({ en }, i) => titles.findIndex((one) => one.en === en) === i);
    const operationsInWords = pipelineOperations(code);
    const operations = routes.filter(({ throws }) => throws?.includes(code)).map(({ operationId }) => operationId);
    return { code, status, titles: different, ...(operationsInWords && { operationsInWords }), operations };
  });
}
