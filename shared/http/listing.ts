import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Entity } from '../store/entity.ts';
import { type Listing, list, type Page } from '../store/table.ts';

/** Query parameters of every list: page size 1-200 (default 50) and the cursor from the previous page. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional(),
};

/**
 * Returns the schema of a query parameter with one or several of the values: `status=open,closed`, or the
 * parameter repeated, which the gateway joins to the same.
 */
export function severalOf<const V extends readonly [string, ...string[]]>(values: V) {
  return z.preprocess(
    (text) => (typeof text === 'string' ? text.split(',') : text),
    z.array(z.enum(values)).min(1).max(values.length),
  );
}

/** Returns the response schema of a page of a list. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), cursor: z.string().optional() });
}

/**
 * Returns the start of a list by time of change: the instant (ISO, UTC) cut to its second. Stored instants
 * have as many digits as they need, and the text `10:00:00.5Z` sorts before `10:00:00Z`. From the second on,
 * no change is skipped; at most the changes within that second are read twice.
 */
export function changedSince(instant: string): { after: string } {
  return { after: Temporal.Instant.from(instant).toString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length) };
}

interface PageWanted {
  limit: number;
  cursor?: string | undefined;
}

/**
 * Lists a page of an estate's records of a kind: latest first, or in the order of change with `updatedSince`.
 */
export function latestOrChanged<T extends object, Id extends object>(
  kind: Entity<T, Id>,
  partition: string,
  { updatedSince, limit, cursor }: PageWanted & { updatedSince?: string | undefined },
  where: Listing['where'] = {},
): Promise<Page<T>> {
  return updatedSince === undefined
    ? list(kind, { index: 'lists', partition, descending: true, limit, cursor, where })
    : list(kind, { index: 'updates', partition, sort: changedSince(updatedSince), limit, cursor, where });
}

/** Lists a page of tasks: those of one status in their order of work, or all with the latest change first. */
export function workList<T extends object, Id extends object, S extends string>(
  kind: Entity<T, Id>,
  partitions: { all: string; inStatus: (status: S) => string },
  { status, limit, cursor }: PageWanted & { status?: S | undefined },
): Promise<Page<T>> {
  return status === undefined
    ? list(kind, { index: 'updates', partition: partitions.all, descending: true, limit, cursor })
    : list(kind, { index: 'lists', partition: partitions.inStatus(status), limit, cursor });
}
