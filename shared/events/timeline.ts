import * as z from 'zod';
import type { TableName } from '../store/entity.ts';
import { listRaw } from '../store/table.ts';
import { type AnyEvent, parseEvent } from './catalogue.ts';

const row = z.object({ event: z.unknown() });

/** The permanent written record of an aggregate, oldest first, a page at a time (at most 200). */
export async function timeline(
  table: TableName,
  pk: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: AnyEvent[]; cursor?: string }> {
  const found = await listRaw(table, { partition: pk, sort: { beginsWith: 'EVENT#' }, ...page });
  return { ...found, items: found.items.map((item) => parseEvent(row.parse(item).event)) };
}
