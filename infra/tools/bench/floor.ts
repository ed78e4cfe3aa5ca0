import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { fromWire } from './from-wire.ts';
import type { Recorded } from './recorder.ts';

/*
 * The floor of an operation: the least requests with the same effect, by a bare document client. It is made
 * from a recording of the operation, so it writes the same items of the same size, and follows the code.
 */

const keySchema = z.looseObject({ pk: z.string(), sk: z.string() });
const valuesSchema = z.record(z.string(), z.unknown());
const queryInput = z.looseObject({ TableName: z.string(), ExpressionAttributeValues: valuesSchema });
const getInput = z.looseObject({ TableName: z.string(), Key: z.looseObject({ pk: z.string() }) });
const updateSchema = z.looseObject({
  TableName: z.string(),
  Key: keySchema,
  UpdateExpression: z.string(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: valuesSchema.optional(),
});
const writeSchema = z.object({
  Put: z.object({ TableName: z.string(), Item: keySchema }).optional(),
  Update: updateSchema.optional(),
  Delete: z.object({ TableName: z.string(), Key: keySchema }).optional(),
  ConditionCheck: z.object({ TableName: z.string(), Key: keySchema }).optional(),
});
const transactSchema = z.object({ TransactItems: z.array(writeSchema) });
type Write = z.infer<typeof writeSchema>;

const placedSchema = z.object({ TableName: z.string(), Item: keySchema });
type Placed = z.infer<typeof placedSchema>;

/** A write without the condition that only the product can know. It is evaluated, but always true. */
const anyState = { ConditionExpression: 'attribute_exists(pk) OR attribute_not_exists(pk)' };

/** Returns an update without its condition, and only with the names and values that it uses. */
function unconditional(update: z.infer<typeof updateSchema>) {
  const {
    TableName,
    Key,
    UpdateExpression,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  } = update;
  const used = new Set(UpdateExpression.match(/[#:]\w+/g));
  const kept = <T>(all: Record<string, T> = {}) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)));
  const [usedNames, usedValues] = [kept(names), kept(values)];
  return {
    TableName,
    Key,
    UpdateExpression,
    ...(Object.keys(usedNames).length > 0 && { ExpressionAttributeNames: usedNames }),
    ...(Object.keys(usedValues).length > 0 && { ExpressionAttributeValues: usedValues }),
  };
}

function withoutCondition({ Put, Update, Delete, ConditionCheck }: Write) {
  if (Put) return { Put: { TableName: Put.TableName, Item: Put.Item, ...anyState } };
  if (Update) return { Update: { ...unconditional(Update), ...anyState } };
  if (Delete) return { Delete: { TableName: Delete.TableName, Key: Delete.Key, ...anyState } };
  return { ConditionCheck: { TableName: ConditionCheck?.TableName, Key: ConditionCheck?.Key, ...anyState } };
}

const wireItem = z.record(z.string(), z.unknown());
const readSchema = z.looseObject({
  Item: wireItem.optional(),
  Items: z.array(wireItem).default([]),
  Responses: z.record(z.string(), z.array(wireItem)).optional(),
});
/** An item as it goes over the wire. It becomes plain when a call is prepared. */
interface OnWire {
  readonly TableName: string;
  readonly Item: Readonly<Record<string, unknown>>;
}

/** Returns the items that a request has read. */
function itemsRead({ operation, input, output }: Recorded): OnWire[] {
  const { data } = readSchema.safeParse(output);
  if (!data || !['GetItem', 'Query', 'BatchGetItem'].includes(operation)) return [];
  const ofTables = Object.entries(data.Responses ?? {});
  const alone = [...(data.Item ? [data.Item] : []), ...data.Items];
  const all: [string, Record<string, unknown>[]][] = [...ofTables, [String(input.TableName), alone]];
  return all.flatMap(([TableName, items]) => items.map((Item) => ({ TableName, Item })));
}

/** Returns the item of a table with a key, if it was read. */
function imageOf(read: readonly OnWire[], TableName: string, key: z.infer<typeof keySchema>): OnWire | undefined {
  return read.find((one) => {
    const { data } = keySchema.safeParse(fromWire(one.Item));
    return one.TableName === TableName && data?.pk === key.pk && data.sk === key.sk;
  });
}

/** Returns the kind of item or list that a request is about, from its keys. */
function kindOf({ operation, input }: Recorded): string {
  const plain = fromWire(input);
  const key = getInput.safeParse(plain).data?.Key.pk;
  if (key !== undefined) return key.split('#')[0] ?? key;
  const partition = queryInput.safeParse(plain).data?.ExpressionAttributeValues[':pk'];
  if (typeof partition === 'string') return partition.split('#').at(-1) ?? partition;
  const [write] = transactSchema.safeParse(plain).data?.TransactItems ?? [];
  return write?.Put?.Item.pk.split('#')[0] ?? operation;
}

/** The writes of an effect, from which each call gets its own ids. */
const effectSchema = z.object({
  /** The items that it replaces, as they were before. */
  before: z.array(placedSchema),
  /** The items that it updates without reading them. */
  updated: z.array(placedSchema),
  counters: z.array(updateSchema),
  transaction: transactSchema,
});

type Effect = z.infer<typeof effectSchema>;

/** Matches the ids that the backend generates. */
const generatedId = /^[a-z]{1,8}_(?:\d{8}_)?[0-9a-hjkmnp-tv-z]{26}$/;

/** Returns what identifies the written items and must be another in each call. */
function idsIn({ TransactItems }: z.infer<typeof transactSchema>, keys: readonly string[]): string[] {
  const puts = TransactItems.flatMap(({ Put }) => Put ?? []);
  const parts = puts.flatMap(({ Item: { pk, sk } }) => [...pk.split('#'), ...sk.split('#')]);
  const numbers = puts.flatMap(({ Item: { pk } }) => (pk.startsWith('NUMBER#') ? pk.slice('NUMBER#'.length) : []));
  return [...new Set([...parts.filter((part) => generatedId.test(part) || keys.includes(part)), ...numbers])];
}

/** Returns another id of the same length, different for each call. */
export function freshId(id: string, nth: number): string {
  const tail = nth.toString(36).padStart(4, '0');
  return `${id.slice(0, Math.max(0, id.length - tail.length - 1))}z${tail}`;
}

/** One call of a floor, prepared before the time is taken. */
interface FloorCall {
  /** Stores what the call finds in the table. */
  readonly lay: () => Promise<unknown>;
  readonly run: () => Promise<unknown>;
}
/** The floor of an operation. */
export interface Floor {
  /** The requests of a call in words. */
  readonly requests: string[];
  /** The kinds of what the product asks for beyond it: `REQUEST`, `FEESPOLICY`. */
  readonly beyond: string[];
  prepare(nth: number): FloorCall;
}

/** Returns a document client as a bare program makes it. */
export function bareClient(endpoint: string): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint }), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** Returns the floor of an operation that reads: its main request alone. */
function readingFloor(client: DynamoDBDocumentClient, recorded: readonly Recorded[], main: string): Floor {
  const wanted = recorded.filter(({ operation, input }) => {
    const key = getInput.safeParse(fromWire(input)).data?.Key.pk;
    return operation === main || (operation === 'GetItem' && key?.startsWith(main));
  });
  const request = wanted.at(-1);
  if (!request) throw new Error(`The recording has no ${main}, but ${recorded.map((one) => one.operation).join()}.`);
  const run =
    request.operation === 'Query'
      ? () => client.send(new QueryCommand(queryInput.parse(fromWire(request.input))))
      : () => client.send(new GetCommand(getInput.parse(fromWire(request.input))));
  const beyond = recorded.filter((one) => one !== request).map(kindOf);
  return { requests: [request.operation], beyond, prepare: () => ({ lay: async () => undefined, run }) };
}

/**
 * Returns an effect that touches no item of the product: a counter or a page of the ledger has no id of its
 * own, so it gets another key of the same length.
 */
function apart({ before, updated, counters, transaction }: Effect, own: readonly string[]): Effect {
  const keyed = <K extends z.infer<typeof keySchema>>(key: K): K => {
    const isOwn = own.some((id) => key.pk.includes(id) || key.sk.includes(id));
    return isOwn ? key : { ...key, pk: `~${key.pk.slice(1)}` };
  };
  const withItem = (one: Placed) => ({ ...one, Item: keyed(one.Item) });
  const withKey = <T extends { Key: z.infer<typeof keySchema> }>(one: T) => ({ ...one, Key: keyed(one.Key) });
  return {
    before: before.map(withItem),
    updated: updated.map(withItem),
    counters: counters.map(withKey),
    transaction: {
      TransactItems: transaction.TransactItems.map(({ Put, Update, Delete, ConditionCheck }) => ({
        ...(Put && { Put: withItem(Put) }),
        ...(Update && { Update: withKey(Update) }),
        ...(Delete && { Delete: withKey(Delete) }),
        ...(ConditionCheck && { ConditionCheck: withKey(ConditionCheck) }),
      })),
    },
  };
}

/**
 * Returns the floor of an operation that writes: the counters that it draws from, one read of what it
 * replaces, and one transaction with all its writes.
 */
function writingFloor(client: DynamoDBDocumentClient, recorded: readonly Recorded[], keys: readonly string[]): Floor {
  const transactions = recorded
    .filter(({ operation }) => operation === 'TransactWriteItems')
    .map((one) => ({ one, onWire: one.input, plain: transactSchema.parse(fromWire(one.input)) }));
  const [effect] = transactions.toSorted((a, b) => b.plain.TransactItems.length - a.plain.TransactItems.length);
  if (!effect) throw new Error('The recording has no transaction.');
  const { TransactItems: writes } = effect.plain;
  const read = recorded.flatMap(itemsRead);
  const before = writes.flatMap(({ Put }) => (Put && imageOf(read, Put.TableName, Put.Item)) ?? []);
  const isReplaced = (one: OnWire) => before.some(({ Item }) => JSON.stringify(Item) === JSON.stringify(one.Item));
  const updated = writes.flatMap(({ Update }) => (Update && imageOf(read, Update.TableName, Update.Key)) ?? []);
  const counters = recorded.filter(({ operation }) => operation === 'UpdateItem').map(({ input }) => input);
  const ids = idsIn(effect.plain, keys);
  const beyond = recorded.filter((one) => {
    const isPart = one === effect.one || one.operation === 'UpdateItem' || itemsRead(one).some(isReplaced);
    return !isPart;
  });
  // The relay of a running backend must not take a floor's events for real ones.
  const template = JSON.stringify({ before, updated, counters, transaction: effect.onWire }).replaceAll(
    '"EVENT#',
    '"FLOOR#',
  );
  const reads = before.length === 0 ? [] : [before.length === 1 ? 'GetItem' : 'BatchGetItem'];
  return {
    requests: [...counters.map(() => 'UpdateItem'), ...reads, `TransactWriteItems of ${writes.length}`],
    beyond: beyond.map(kindOf),
    prepare: (nth) => {
      const text = ids.reduce((all, id) => all.replaceAll(id, freshId(id, nth)), template);
      const own = ids.map((id) => freshId(id, nth));
      const mine = apart(effectSchema.parse(fromWire(JSON.parse(text))), own);
      const gets = getsOf(client, mine.before);
      const draws = mine.counters.map(
        (one) => () => client.send(new UpdateCommand({ ...one, ReturnValues: 'UPDATED_NEW' })),
      );
      const TransactItems = mine.transaction.TransactItems.map(withoutCondition);
      return {
        lay: () => Promise.all([...mine.before, ...mine.updated].map((one) => client.send(new PutCommand(one)))),
        run: async () => {
          await Promise.all([...draws, ...gets].map((send) => send()));
          await client.send(new TransactWriteCommand({ TransactItems }));
        },
      };
    },
  };
}

/** Returns one request that reads some items, strongly consistent. */
function getsOf(client: DynamoDBDocumentClient, items: readonly Placed[]): (() => Promise<unknown>)[] {
  const keyOf = ({ Item: { pk, sk } }: Placed) => ({ pk, sk });
  const [only, ...others] = items;
  if (!only) return [];
  if (others.length === 0) {
    const { TableName } = only;
    return [() => client.send(new GetCommand({ TableName, Key: keyOf(only), ConsistentRead: true }))];
  }
  const byTable = [...Map.groupBy(items, ({ TableName }) => TableName)];
  const RequestItems = Object.fromEntries(
    byTable.map(([name, all]) => [name, { Keys: all.map(keyOf), ConsistentRead: true }]),
  );
  return [() => client.send(new BatchGetCommand({ RequestItems }))];
}

/**
 * Returns the floor of a recorded operation.
 * @param main For a read: `Query`, or the beginning of the main item's partition key.
 * @param keys The Idempotency-Key of the recorded call.
 */
export function floorOf(
  client: DynamoDBDocumentClient,
  recorded: readonly Recorded[],
  of: { main?: string | undefined; keys?: readonly string[] },
): Floor {
  return of.main === undefined
    ? writingFloor(client, recorded, of.keys ?? [])
    : readingFloor(client, recorded, of.main);
}
