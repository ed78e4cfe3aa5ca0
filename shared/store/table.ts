import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { systemClock } from '../kernel/clock.ts';
import { setting } from '../kernel/environment.ts';
import { dynamo } from './client.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type Entity, type IndexName, type Item, type Keys, parseItem, type TableName } from './entity.ts';

/** Returns the physical name of a business table, which the stack puts into the function's environment. */
export function physicalName(table: TableName): string {
  return setting(`${table.toUpperCase()}_TABLE`);
}

/** Error for a cursor of another list. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

/**
 * Tells whether an item has not expired. DynamoDB removes expired items only within days, so they count as
 * absent.
 */
function alive(item: Record<string, unknown>, nowSeconds: number): boolean {
  return typeof item.expiresAt !== 'number' || item.expiresAt > nowSeconds;
}

/**
 * Returns the time of the system in epoch seconds, not that of a request. DynamoDB deletes expired items by
 * it, only later, so they must count as absent before. The local run and tests move it.
 */
export function nowInSeconds(): number {
  return Math.floor(systemClock.now().epochMilliseconds / 1000);
}

/**
 * Reads one item with strong consistency and parses it. Returns undefined if there is none. A read that is
 * not `consistent` costs half as much.
 */
export async function get<T extends object, Id extends object>(
  kind: Entity<T, Id>,
  id: Id,
  { consistent = true }: { consistent?: boolean } = {},
): Promise<T | undefined> {
  const { Item } = await dynamo().send(
    new GetCommand({ TableName: physicalName(kind.table), Key: kind.key(id), ConsistentRead: consistent }),
  );
  return Item && alive(Item, nowInSeconds()) ? parseItem(kind, Item) : undefined;
}

/**
 * Reads items by key, up to 100 in one request, in the order of `ids` and without absent ones. Use
 * `consistent` if a decision depends on the items: the read is strongly consistent and costs twice as much.
 */
export async function getMany<T extends object, Id extends object>(
  kind: Entity<T, Id>,
  ids: readonly Id[],
  { consistent = false }: { consistent?: boolean } = {},
): Promise<T[]> {
  const found = await batchGet(kind.table, ids.map(kind.key), consistent);
  const keys = new Set(ids.map((id) => keyText(kind.key(id))));
  return [...keys].flatMap((key) => {
    const item = found.get(key);
    return item ? [parseItem(kind, item)] : [];
  });
}

/** Returns a key as text, to find its item in the result of `batchGet`. */
function keyText({ pk, sk }: Item | Keys): string {
  return JSON.stringify([pk, sk]);
}

/** Reads unparsed items by key, up to 100 in one request. Returns those that exist by `keyText`. */
async function batchGet(table: TableName, keys: readonly Keys[], consistent: boolean): Promise<Map<string, Item>> {
  const name = physicalName(table);
  const found = new Map<string, Item>();
  let left: Item[] = [...new Map(keys.map((key) => [keyText(key), { ...key }])).values()];
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === 8) throw new Error(`BatchGetItem of ${table} left ${left.length} keys unprocessed`);
    const wanted = { Keys: left.slice(0, 100), ConsistentRead: consistent };
    const reply = await dynamo().send(new BatchGetCommand({ RequestItems: { [name]: wanted } }));
    for (const item of reply.Responses?.[name] ?? []) {
      if (alive(item, nowInSeconds())) found.set(keyText(item), item);
    }
    left = [...(reply.UnprocessedKeys?.[name]?.Keys ?? []), ...left.slice(100)];
  }
  return found;
}

type SortCondition = { beginsWith: string } | { from: string; to: string } | { upTo: string } | { after: string };

/** Query of a list: one partition, a range of its sort keys, a page. */
export interface Listing {
  /** An index; `rows` for a list of entries beside the indexes (`entity({ rows })`); default: the table. */
  index?: IndexName | 'rows';
  partition: string;
  sort?: SortCondition;
  descending?: boolean;
  /** Page size, 1-200. */
  limit: number;
  cursor?: string | undefined;
  /**
   * Filter on attributes: each has the value or one of the values, or a text after another. The list reads on
   * until the page is full or the list ends, by at most `mostQueries`. What a main view shows is a key of an
   * index instead.
   */
  where?: Record<string, Value | readonly Value[] | After | undefined>;
}

type Value = string | number | boolean;
type After = { readonly after: string };
type Filter = readonly [name: string, wanted: readonly Value[] | After][];

/** A page of a list, and the cursor of the next page if there is one. */
export interface Page<T> {
  items: T[];
  cursor?: string;
}

/** An entry of a list beside the indexes. It names the item that it stands for. */
const rowSchema = z.object({ of: z.object({ pk: z.string(), sk: z.string() }) });

function sortExpression(sort: SortCondition | undefined): { text: string; values: Record<string, string> } {
  if (!sort) return { text: '', values: {} };
  if ('beginsWith' in sort) return { text: ' AND begins_with(#sk, :a)', values: { ':a': sort.beginsWith } };
  if ('upTo' in sort) return { text: ' AND #sk <= :a', values: { ':a': sort.upTo } };
  if ('after' in sort) return { text: ' AND #sk > :a', values: { ':a': sort.after } };
  return { text: ' AND #sk BETWEEN :a AND :b', values: { ':a': sort.from, ':b': sort.to } };
}

/**
 * Lists a page of items of one kind by a query, never by a scan, and parses each.
 * @throws BadCursor when the cursor belongs to another list.
 */
export async function list<T extends object, Id extends object>(
  kind: Entity<T, Id>,
  listing: Listing,
): Promise<Page<T>> {
  const raw = await listRaw(kind.table, listing);
  return { ...raw, items: raw.items.map((item) => parseItem(kind, item)) };
}

/** Returns the unparsed pages of a list one after the other, to its end. */
export async function* everyRawPage(
  table: TableName,
  listing: Omit<Listing, 'cursor'>,
): AsyncGenerator<Record<string, unknown>[]> {
  let cursor: string | undefined;
  do {
    const page = await listRaw(table, { ...listing, cursor });
    yield page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** Returns the pages of a list one after the other, to its end. */
export async function* everyPage<T extends object, Id extends object>(
  kind: Entity<T, Id>,
  listing: Omit<Listing, 'cursor'>,
): AsyncGenerator<T[]> {
  for await (const page of everyRawPage(kind.table, listing)) yield page.map((item) => parseItem(kind, item));
}

/** Returns the items of a list one after the other, to its end. `limit` is the size of the pages read. */
export async function* everyItem<T extends object, Id extends object>(
  kind: Entity<T, Id>,
  listing: Omit<Listing, 'cursor' | 'limit'> & { limit?: number },
): AsyncGenerator<T> {
  for await (const page of everyPage(kind, { limit: 200, ...listing })) yield* page;
}

/** Most queries for a page. A page of 50 is chosen from the next 6,550 items, or 1,750 of `rows`. */
const mostQueries = 10;

/**
 * Returns how many items the nth query of a page reads when a filter leaves some out: twice as many as the
 * one before, at most 1,000. Each entry of `rows` costs a read of its own, so at most 200.
 */
function sizeOfQuery(nth: number, { limit, index }: Listing): number {
  return Math.min(index === 'rows' ? 200 : 1_000, Math.max(50, limit) * 2 ** nth);
}

/** Returns the filter as pairs of an attribute and what it must have. */
function filterOf(where: Listing['where'] = {}): Filter {
  return Object.entries(where).flatMap(([name, wanted]): Filter => {
    if (wanted === undefined) return [];
    return [[name, typeof wanted === 'object' ? wanted : [wanted]]];
  });
}

function passes(item: Item | undefined, filter: Filter): boolean {
  return filter.every(([name, wanted]) =>
    'after' in wanted ? String(item?.[name]) > wanted.after : wanted.some((one) => one === item?.[name]),
  );
}

/** Most values of one `IN` of DynamoDB. A filter with more is applied to what the query returns. */
const mostValues = 100;

function isTooLong([, wanted]: Filter[number]): boolean {
  return !('after' in wanted) && wanted.length > mostValues;
}

/** Returns a filter as an expression with its names and values. */
function filterExpression(filter: Filter) {
  const names: Record<string, string> = {};
  const values: Record<string, Value> = {};
  const texts = filter.map(([name, wanted], nth) => {
    names[`#w${nth}`] = name;
    const placeholders = ('after' in wanted ? [wanted.after] : wanted).map((value, i) => {
      values[`:w${nth}_${i}`] = value;
      return `:w${nth}_${i}`;
    });
    return 'after' in wanted ? `#w${nth} > ${placeholders}` : `#w${nth} IN (${placeholders.join(', ')})`;
  });
  return { text: texts.join(' AND '), names, values };
}

/** Returns the aggregates of list entries in their order; undefined for those that the filter excludes. */
async function behindRows(table: TableName, rows: readonly Item[], filter: Filter) {
  const keys = rows.map((row) => rowSchema.parse(row).of);
  const found = await batchGet(table, keys, false);
  return keys.map((key) => found.get(keyText(key))).map((item) => (passes(item, filter) ? item : undefined));
}

/**
 * Lists a page of unparsed items of one partition: for keys-only indexes and partitions of mixed kinds. The
 * page is full or the list ends, unless the filter leaves too few of what `mostQueries` queries read; then a
 * shorter page has a cursor.
 */
export async function listRaw(table: TableName, listing: Listing): Promise<Page<Item>> {
  const { index, partition, sort, descending = false, limit, where = {} } = listing;
  const isIndex = index !== undefined && index !== 'rows';
  const [pkName, skName] = isIndex ? [`${index}Pk`, `${index}Sk`] : ['pk', 'sk'];
  const bound = { index, partition, sort, descending, where };
  let start: Item | undefined = listing.cursor === undefined ? undefined : decodeCursor(listing.cursor, bound);
  if (listing.cursor !== undefined && start?.[pkName] !== partition)
    throw new BadCursor('this cursor is of another list');

  const condition = sortExpression(sort);
  const filter = filterOf(where);
  if (filter.some(([, wanted]) => !('after' in wanted) && wanted.length === 0)) return { items: [] };
  const inQuery = filterExpression(index === 'rows' ? [] : filter.filter((one) => !isTooLong(one)));
  const afterwards = filter.filter(isTooLong);
  const found: { position: Item; item: Item }[] = [];
  for (let nth = 0; nth === 0 || (start && found.length < limit && nth < mostQueries); nth += 1) {
    const reply: QueryCommandOutput = await dynamo().send(
      new QueryCommand({
        TableName: physicalName(table),
        IndexName: isIndex ? index : undefined,
        KeyConditionExpression: `#pk = :pk${condition.text}`,
        ExpressionAttributeNames: {
          '#pk': pkName,
          ...(condition.text && { '#sk': skName }),
          ...inQuery.names,
        },
        ExpressionAttributeValues: {
          ':pk': partition,
          ...condition.values,
          ...inQuery.values,
        },
        ...(inQuery.text && { FilterExpression: inQuery.text }),
        Limit: filter.length > 0 ? sizeOfQuery(nth, listing) : limit - found.length,
        ScanIndexForward: !descending,
        ExclusiveStartKey: start,
        ConsistentRead: index === undefined,
      }),
    );
    const read = (reply.Items ?? []).filter((item) => alive(item, nowInSeconds()));
    const items =
      index === 'rows'
        ? await behindRows(table, read, filter)
        : read.map((item) => (passes(item, afterwards) ? item : undefined));
    found.push(...read.flatMap((position, i) => (items[i] ? [{ position, item: items[i] }] : [])));
    start = reply.LastEvaluatedKey;
  }
  const last = found.length > limit ? found[limit - 1]?.position : undefined;
  if (last) start = Object.fromEntries(['pk', 'sk', pkName, skName].map((name) => [name, last[name]]));
  const items = found.slice(0, limit).map(({ item }) => item);
  return start ? { items, cursor: encodeCursor(start, bound) } : { items };
}

/** A part of a list that is read to its end before the next part. */
export type Stretch = Omit<Listing, 'limit' | 'cursor'>;

/**
 * Lists a page of several stretches as one list. A cursor holds the number of the stretch and the position in
 * it.
 * @throws BadCursor when the cursor belongs to another list.
 */
export async function listThrough<T extends object, Id extends object>(
  kind: Entity<T, Id>,
  stretches: readonly Stretch[],
  { limit, cursor }: Pick<Listing, 'limit' | 'cursor'>,
): Promise<Page<T>> {
  const [, at = '0', inner = ''] = /^(0|[1-9]\d{0,2})\.(.*)$/.exec(cursor ?? '0.') ?? [];
  let nth = Number(at);
  if (cursor !== undefined && (!cursor.startsWith(`${at}.`) || !stretches[nth]))
    throw new BadCursor('this cursor is of another list');
  const items: T[] = [];
  let from = inner === '' ? undefined : inner;
  for (let stretch = stretches[nth]; stretch; stretch = stretches[nth]) {
    const page = await list(kind, { ...stretch, limit: limit - items.length, cursor: from });
    items.push(...page.items);
    if (page.cursor !== undefined) return { items, cursor: `${nth}.${page.cursor}` };
    nth += 1;
    from = undefined;
    if (items.length >= limit) return stretches[nth] ? { items, cursor: `${nth}.` } : { items };
  }
  return { items };
}

/**
 * Returns the next value of a counter, counted from `floor`. A number stays used if its user fails, so gaps
 * are possible.
 */
export async function nextOf(table: TableName, counter: string, floor: number): Promise<number> {
  const reply = await dynamo().send(
    new UpdateCommand({
      TableName: physicalName(table),
      Key: { pk: `COUNTER#${counter}`, sk: 'COUNTER' },
      UpdateExpression: 'ADD #value :one',
      ExpressionAttributeNames: { '#value': 'value' },
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return floor + Number(reply.Attributes?.value);
}
