import type * as z from 'zod';

/** The business tables (DESIGN §3). The name of the environment variable follows from it: `TICKETS_TABLE`. */
export const tableNames = ['owners', 'tickets', 'handovers', 'ledger'] as const;
export type TableName = (typeof tableNames)[number];

/** Primary key of an item. */
export interface Keys {
  pk: string;
  sk: string;
}

/** Keys of the sparse indexes; an item without a pair is not in that index. See docs/conventions.md, Data. */
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

/** One kind of item: where it is stored, its schema, and its keys beside it. */
export interface Entity<T extends object, Id extends object> {
  readonly table: TableName;
  /** Name of the kind, as the business says it; stored on the item and used as the subject of its events. */
  readonly type: string;
  readonly schema: z.ZodType<T>;
  readonly key: (id: Id) => Keys;
  readonly indexes?: (value: T) => IndexKeys;
}

/** Declares a kind of item; the type of its value comes from the schema. */
export function entity<T extends Id, Id extends object>(declaration: Entity<T, Id>): Entity<T, Id> {
  return declaration;
}
