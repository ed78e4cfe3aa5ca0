import type * as z from 'zod';

/** Business tables. Each gives an environment variable its name: `TICKETS_TABLE`. */
export const tableNames = ['owners', 'tickets', 'handovers', 'ledger'] as const;
export type TableName = (typeof tableNames)[number];

/** Primary key of an item. */
export interface Keys {
  pk: string;
  sk: string;
}

/** Keys of the sparse indexes. An item without a pair is not in that index. See docs/conventions.md, Data. */
export interface IndexKeys {
  listsPk?: string;
  listsSk?: string;
  minePk?: string;
  mineSk?: string;
  updatesPk?: string;
  updatesSk?: string;
  duePk?: string;
  dueSk?: string;
  /** Epoch seconds after which the item counts as absent. */
  expiresAt?: number;
}

/** A kind of item: its table, schema and keys. */
export interface Entity<T extends object, Id extends object> {
  readonly table: TableName;
  /** Business name of the kind, stored on the item and used as the subject of its events. */
  readonly type: string;
  readonly schema: z.ZodType<T>;
  readonly key: (id: Id) => Keys;
  readonly indexes?: (value: T) => IndexKeys;
}

/** Declares a kind of item. The schema gives the type of its value. */
export function entity<T extends Id, Id extends object>(declaration: Entity<T, Id>): Entity<T, Id> {
  return declaration;
}

/** An index of a table besides its primary key. */
export type IndexName = 'lists' | 'mine' | 'updates' | 'due';

/** Returns the keys of an item in an index: its partition, and its sort key from parts in order of weight. */
export function indexKeys(index: IndexName, partition: string, ...sort: readonly string[]): IndexKeys {
  return { [`${index}Pk`]: partition, [`${index}Sk`]: sort.join('#') };
}

/** Returns the id in a partition key: what follows the name of the kind. */
export function idOf(pk: string): string {
  return pk.slice(pk.indexOf('#') + 1);
}
