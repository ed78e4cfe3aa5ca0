import * as z from 'zod';
import type { TableName } from '../store/entity.ts';
import { everyRawPage, listRaw } from '../store/table.ts';
import { type AnyEvent, parseEvent } from './catalogue.ts';

const row = z.object({ event: z.unknown() });
const eventIn = (item: unknown): AnyEvent => parseEvent(row.parse(item).event);
const recorded = { beginsWith: 'EVENT#' } as const;

/** Lists a page (at most 200) of the recorded events of an aggregate, oldest first. */
export async function timeline(
  table: TableName,
  pk: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: AnyEvent[]; cursor?: string }> {
  const found = await listRaw(table, { partition: pk, sort: recorded, ...page });
  return { ...found, items: found.items.map(eventIn) };
}

/** Returns all recorded events of an aggregate, oldest first. */
export async function wholeTimeline(table: TableName, pk: string): Promise<AnyEvent[]> {
  const pages = await Array.fromAsync(everyRawPage(table, { partition: pk, sort: recorded, limit: 1_000 }));
  return pages.flat().map(eventIn);
}
