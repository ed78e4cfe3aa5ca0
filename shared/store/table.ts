import { BatchGetCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { systemClock } from '../kernel/clock.ts';
import { setting } from '../kernel/environment.ts';
import { dynamo } from './client.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type Entity, type IndexName, parseItem, type TableName } from './entity.ts';

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
 * Returns the time in epoch seconds. It is that of the system, not of a request: DynamoDB deletes expired
 * items by it, and what is deleted later must be absent now. The local run and tests move it.
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
  const name = physicalName(kind.table);
  const places = new Map(ids.map((id, index) => [JSON.stringify(kind.key(id)), index]));
  const found: { index: number; value: T }[] = [];
  let keys: Record<string, unknown>[] = [
    ...new Map(ids.map((id) => [JSON.stringify(kind.key(id)), { ...kind.key(id) }])).values(),
  ];
  for (let attempt = 0; keys.length > 0; attempt += 1) {
    if (attempt === 8) throw new Error(`BatchGetItem of ${kind.type} left ${keys.length} keys unprocessed`);
    const wanted = { Keys: keys.slice(0, 100), ConsistentRead: consistent };
    const reply = await dynamo().send(new BatchGetCommand({ RequestItems: { [name]: wanted } }));
    for (const item of reply.Responses?.[name] ?? []) {
      const index = places.get(JSON.stringify({ pk: item.pk, sk: item.sk }));
      if (index !== undefined && alive(item, nowInSeconds())) found.push({ index, value: parseItem(kind, item) });
    }
    keys = [...(reply.UnprocessedKeys?.[name]?.Keys ?? []), ...keys.slice(100)];
  }
  return found.sort((a, b) => a.index - b.index).map((one) => one.value);
}

type SortCondition = { beginsWith: string } | { from: string; to: string } | { upTo: string } | { after: string };

/** Query of a list: one partition, a range of its sort keys, a page. */
export interface Listing {
  index?: IndexName;
  partition: string;
  sort?: SortCondition;
  descending?: boolean;
  /** Page size, 1-200. */
  limit: number;
  cursor?: string | undefined;
  /**
   * Equality filter on attributes, applied after the page was read: a page may hold fewer items than its
   * limit.
   */
  where?: Record<string, string | number | boolean | undefined>;
}

/** A page of a list, and the cursor of the next page if there is one. */
export interface Page<T> {
  items: T[];
  cursor?: string;
}

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

/** Lists a page of unparsed items of one partition: for keys-only indexes and partitions of mixed kinds. */
export async function listRaw(table: TableName, listing: Listing): Promise<Page<Record<string, unknown>>> {
  const { index, partition, sort, descending = false, limit, where = {} } = listing;
  const pkName = index ? `${index}Pk` : 'pk';
  const skName = index ? `${index}Sk` : 'sk';
  const filter = { index, partition, sort, descending, where };
  const start = listing.cursor === undefined ? undefined : decodeCursor(listing.cursor, filter);
  if (listing.cursor !== undefined && start?.[pkName] !== partition)
    throw new BadCursor('this cursor is of another list');

  const condition = sortExpression(sort);
  const wanted = Object.entries(where).filter(([, value]) => value !== undefined);
  const reply = await dynamo().send(
    new QueryCommand({
      TableName: physicalName(table),
      IndexName: index,
      KeyConditionExpression: `#pk = :pk${condition.text}`,
      ExpressionAttributeNames: {
        '#pk': pkName,
        ...(condition.text && { '#sk': skName }),
        ...Object.fromEntries(wanted.map(([name], i) => [`#w${i}`, name])),
      },
      ExpressionAttributeValues: {
        ':pk': partition,
        ...condition.values,
        ...Object.fromEntries(wanted.map(([, value], i) => [`:w${i}`, value])),
      },
      ...(wanted.length > 0 && { FilterExpression: wanted.map((_, i) => `#w${i} = :w${i}`).join(' AND ') }),
      Limit: limit,
      ScanIndexForward: !descending,
      ExclusiveStartKey: start,
      ConsistentRead: index === undefined,
    }),
  );
  const items = (reply.Items ?? []).filter((item) => alive(item, nowInSeconds()));
  return reply.LastEvaluatedKey ? { items, cursor: encodeCursor(reply.LastEvaluatedKey, filter) } : { items };
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
