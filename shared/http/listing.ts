import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Entity } from '../store/entity.ts';
import { type Listing, list, type Page } from '../store/table.ts';

/** Query parameters of every list: page size 1-200 (50 when not said) and the cursor of the page before. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional(),
};

/** A page of a list as the API answers it. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), cursor: z.string().optional() });
}

/**
 * Where a list by time of change starts: the second of the instant (ISO, UTC). Instants are stored with as many digits as
 * they need, and as text `10:00:00.5Z` sorts before `10:00:00Z`; by the bare second nothing is left out, and at most what
 * changed within that second is read twice.
 */
export function changedSince(instant: string): { after: string } {
  return { after: Temporal.Instant.from(instant).toString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length) };
}

interface PageWanted {
  limit: number;
  cursor?: string | undefined;
}

/** A page of what an estate has of a kind: latest first, or with `updatedSince` in the order of change. */
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

/** A page of tasks: those in one status by their order of work, or all, the latest change first. */
export function workList<T extends object, Id extends object, S extends string>(
  kind: Entity<T, Id>,
  partitions: { all: string; inStatus: (status: S) => string },
  { status, limit, cursor }: PageWanted & { status?: S | undefined },
): Promise<Page<T>> {
  return status === undefined
    ? list(kind, { index: 'updates', partition: partitions.all, descending: true, limit, cursor })
    : list(kind, { index: 'lists', partition: partitions.inStatus(status), limit, cursor });
}
