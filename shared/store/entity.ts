import type * as z from 'zod';

/** Business tables. Each gives an environment variable its name: `TICKETS_TABLE`. */
export const tableNames = ['owners', 'tickets', 'handovers', 'ledger'] as const;
export type TableName = (typeof tableNames)[number];

/** Primary key of an item. */
export interface Keys {
  pk: string;
  sk: string;
}

/** An item as it is stored. */
export type Item = Record<string, unknown>;

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
  /**
   * Turns an item into the next version of its schema: one pure function for each version before the newest.
   * A schema begins with version 1. See docs/conventions.md, Data.
   */
  readonly upgrades?: readonly ((item: Item) => Item)[];
  /**
   * Set when items are hashed or are hashes: they are never upgraded, and only their index keys may change.
   */
  readonly sealed?: true;
  /** Keys of its entries in further lists (`rowKeys`). The entries are items that are written with it. */
  readonly rows?: (value: T) => readonly Keys[];
}

/** A kind of item without its type: how `npm run reindex` knows it. */
export interface DeclaredEntity extends Pick<Entity<object, object>, 'table' | 'type' | 'sealed'> {
  readonly version: number;
  /**
   * Returns a stored item as it would be written now. @throws ZodError or NewerItem when it is not of the
   * kind.
   */
  readonly rewritten: (item: Item) => Item;
  /** Returns the entries of an item in lists beside the indexes. */
  readonly rowsOf: (item: Item) => Item[];
}

const declared = new Map<string, DeclaredEntity>();

/**
 * Declares a kind of item. The schema gives the type of its value. Each kind is declared once, when its
 * module is loaded.
 */
export function entity<T extends Id, Id extends object>(
  declaration: Entity<T, Id> & ({ sealed?: never } | { upgrades?: never }),
): Entity<T, Id> {
  const { table, type, sealed } = declaration;
  const name = `${table} ${type}`;
  if (declared.has(name)) throw new Error(`the kind of item ${name} is declared twice: give each another type`);
  declared.set(name, {
    table,
    type,
    ...(sealed && { sealed }),
    version: versionOf(declaration),
    rewritten: (item) => itemOf(declaration, parseItem(declaration, item)),
    rowsOf: (item) => rowsOf(declaration, parseItem(declaration, item)),
  });
  return declaration;
}

/** Declares a kind of item that every table has. Returns it by table. */
export function inEachTable<E>(declare: (table: TableName) => E): (table: TableName) => E {
  const kinds = new Map(tableNames.map((table) => [table, declare(table)]));
  return (table) => kinds.get(table) ?? declare(table);
}

/** Returns every kind of item that a loaded module declares in a table. */
export function declaredIn(table: TableName): DeclaredEntity[] {
  return [...declared.values()].filter((kind) => kind.table === table);
}

/** Error for an item that newer code wrote. */
export class NewerItem extends Error {
  override readonly name = 'NewerItem';
}

/** Returns the newest schema version of a kind of item. */
export function versionOf({ upgrades = [] }: Pick<Entity<object, never>, 'upgrades'>): number {
  return upgrades.length + 1;
}

/** Returns the version of a stored item; 1 when it has none, as the first items had. */
export function storedVersion({ v }: Item): number {
  return typeof v === 'number' ? v : 1;
}

/**
 * Returns a stored item in the newest version of its schema. @throws NewerItem when its version is unknown.
 */
export function upgraded(kind: Pick<Entity<object, never>, 'type' | 'upgrades'>, item: Item): Item {
  const [version, newest] = [storedVersion(item), versionOf(kind)];
  if (version > newest) {
    throw new NewerItem(
      `${kind.type} ${String(item.pk)} has schema version ${version}, but this code knows ${newest}. ` +
        'Deploy the newest code to all stacks.',
    );
  }
  return (kind.upgrades ?? []).slice(version - 1).reduce((old, upgrade) => upgrade(old), item);
}

/** Returns the value of a stored item, upgraded in memory if it is old. */
export function parseItem<T extends object>(
  kind: Pick<Entity<T, never>, 'type' | 'schema' | 'upgrades'>,
  item: Item,
): T {
  return kind.schema.parse(upgraded(kind, item));
}

/** Returns the item that stores a value, with the keys of its indexes and the version of its schema. */
export function itemOf<T extends Id, Id extends object>(kind: Entity<T, Id>, value: T): Item {
  const keys = { v: versionOf(kind), ...kind.indexes?.(value), ...kind.key(value) };
  // A `type` of the value itself (a ticket has one) wins over the type of the entity.
  return { type: kind.type, ...kind.schema.parse(value), ...keys };
}

/** Type of the entries of lists beside the indexes. */
export const rowType = 'Row';

/** Returns the entries of a value in lists beside the indexes. Each names the item that it stands for. */
export function rowsOf<T extends Id, Id extends object>(kind: Entity<T, Id>, value: T): (Item & Keys)[] {
  return (kind.rows?.(value) ?? []).map((keys) => ({ ...keys, type: rowType, of: kind.key(value) }));
}

/** The indexes of a table besides its primary key. */
export const indexNames = ['lists', 'mine', 'updates', 'due'] as const;
export type IndexName = (typeof indexNames)[number];

/** Returns the keys of an item in an index: its partition, and its sort key from parts in order of weight. */
export function indexKeys(index: IndexName, partition: string, ...sort: readonly string[]): IndexKeys {
  return { [`${index}Pk`]: partition, [`${index}Sk`]: sort.join('#') };
}

/** Returns the keys of an entry in a list beside the indexes, from the same parts as `indexKeys`. */
export function rowKeys(partition: string, ...sort: readonly string[]): Keys {
  return { pk: partition, sk: sort.join('#') };
}

/** Returns the id in a partition key: what follows the name of the kind. */
export function idOf(pk: string): string {
  return pk.slice(pk.indexOf('#') + 1);
}
