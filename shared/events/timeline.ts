import * as z from 'zod';
import type { TableName } from '../store/entity.ts';
import { listRaw } from '../store/table.ts';
import { type AnyEvent, parseEvent } from './catalogue.ts';

const row = z.object({ event: z.unknown() });

/** Lists a page (at most 200) of the recorded events of an aggregate, oldest first. */
export async function timeline(
  table: TableName,
  pk: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: AnyEvent[]; cursor?: string }> {
  const found = await listRaw(table, { partition: pk, sort: { beginsWith: 'EVENT#' }, ...page });
  return { ...found, items: found.items.map((item) => parseEvent(row.parse(item).event)) };
}
