import { decodeCursor, encodeCursor } from '../../../shared/store/cursor.ts';
import { BadCursor, type Page } from '../../../shared/store/table.ts';
import type { Import } from './import.ts';
import type { RowError } from './import-errors.ts';

/** Returns a page of the errors of one run. An item stores up to 100 errors, so the cursor counts errors. */
export function errorPage(
  { importId, run }: Pick<Import, 'importId' | 'run'>,
  errors: readonly RowError[],
  page: { limit: number; cursor?: string | undefined },
): Page<RowError> {
  const filter = { importErrors: importId, run };
  const from = page.cursor === undefined ? 0 : decodeCursor(page.cursor, filter)?.from;
  if (typeof from !== 'number') throw new BadCursor('this cursor belongs to another list');
  const to = from + page.limit;
  const items = errors.slice(from, to);
  return to < errors.length ? { items, cursor: encodeCursor({ from: to }, filter) } : { items };
}
