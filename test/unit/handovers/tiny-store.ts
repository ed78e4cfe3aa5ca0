import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';

type Item = Record<string, unknown>;
type Expression = {
  ConditionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
};

const number = (value: unknown) => (typeof value === 'number' ? value : 0);

/** Whether a condition of the room's writes holds. @throws Error for one that this store does not know. */
function holds(
  item: Item | undefined,
  { ConditionExpression: text, ExpressionAttributeValues: values = {} }: Expression,
) {
  switch (text) {
    case undefined:
      return true;
    case 'attribute_not_exists(pk)':
      return item === undefined;
    case 'version = :version':
      return item?.version === values[':version'];
    case 'booked < #capacity':
      return item !== undefined && number(item.booked) < number(item.capacity);
    case 'booked > :none':
      return item !== undefined && number(item.booked) > 0;
    default:
      throw new Error(`a condition that is new here: ${text}`);
  }
}

function updated(item: Item, { UpdateExpression = '', ExpressionAttributeNames = {}, ...more }: Expression): Item {
  const { ExpressionAttributeValues: values = {} } = more;
  const after = { ...item };
  const turn = /^SET booked = booked ([+-]) :one$/.exec(UpdateExpression);
  if (turn) return { ...after, booked: number(item.booked) + (turn[1] === '+' ? 1 : -1) };
  for (const [, name = '', value = ''] of UpdateExpression.matchAll(/(#\w+) (?:= )?(:\w+)/g)) {
    const field = ExpressionAttributeNames[name] ?? name;
    after[field] = /^#c\d/.test(name) ? number(item[field]) + number(values[value]) : values[value];
  }
  return after;
}

/** A table in memory that knows what the bookings of a phase ask of it, each transaction all or nothing. */
export function tinyStore() {
  vi.stubEnv('HANDOVERS_TABLE', 'handovers');
  vi.stubEnv('AWS_REGION', 'ap-southeast-1');
  const items = new Map<string, Item>();
  const placeOf = (key: Item | undefined) => `${key?.pk}|${key?.sk}`;
  const copy = (item: Item | undefined) => item && JSON.parse(JSON.stringify(item));
  const dynamo = mockClient(DynamoDBDocumentClient);
  dynamo.on(GetCommand).callsFake(({ Key }: { Key: Item }) => ({ Item: copy(items.get(placeOf(Key))) }));
  dynamo.on(BatchGetCommand).callsFake(({ RequestItems }: { RequestItems: Record<string, { Keys: Item[] }> }) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys }]) => [
        table,
        Keys.flatMap((key) => copy(items.get(placeOf(key))) ?? []),
      ]),
    ),
  }));
  dynamo
    .on(QueryCommand)
    .callsFake(({ ExpressionAttributeValues: values, Limit }: { ExpressionAttributeValues: Item; Limit: number }) => ({
      Items: [...items.values()]
        .filter(({ pk, sk }) => pk === values[':pk'] && String(sk).startsWith(String(values[':a'] ?? '')))
        .sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1))
        .slice(0, Limit)
        .map(copy),
    }));
  dynamo.on(TransactWriteCommand).callsFake(({ TransactItems = [] }: TransactWriteCommandInput) => {
    const writes = TransactItems.map(({ Put, Update, Delete }) => {
      const place = placeOf(Put?.Item ?? Update?.Key ?? Delete?.Key);
      return { Put, Update, Delete, place, there: items.get(place) };
    });
    if (new Set(writes.map(({ place }) => place)).size < writes.length) throw new Error('two operations on one item');
    const failed = writes.map(({ Put, Update, Delete, there }) => !holds(there, Put ?? Update ?? Delete ?? {}));
    if (failed.includes(true)) {
      const CancellationReasons = failed.map((one) => ({ Code: one ? 'ConditionalCheckFailed' : 'None' }));
      throw new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
    }
    for (const { Put, Update, Delete, place, there } of writes) {
      if (Put?.Item) items.set(place, copy(Put.Item));
      if (Update) items.set(place, updated({ ...Update.Key, ...there }, Update));
      if (Delete) items.delete(place);
    }
    return {};
  });
  return { items };
}
