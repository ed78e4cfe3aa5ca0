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

/**
 * Evaluates a condition of the context's writes. @throws Error for a condition that this store does not
 * support.
 */
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
    case 'attribute_not_exists(cancelledAt)':
      return item?.cancelledAt === undefined;
    case 'booked < #capacity AND attribute_not_exists(cancelledAt)':
      return item?.cancelledAt === undefined && number(item?.booked) < number(item?.capacity);
    case 'booked = :booked':
      return item?.booked === values[':booked'];
    case 'booked > :none':
      return item !== undefined && number(item.booked) > 0;
    default:
      throw new Error(`a condition that is new here: ${text}`);
  }
}

function updated(item: Item, { UpdateExpression = '', ExpressionAttributeNames = {}, ...more }: Expression): Item {
  const { ExpressionAttributeValues: values = {} } = more;
  const after = { ...item };
  const places = /booked = booked ([+-]) (:\w+)/.exec(UpdateExpression);
  if (places) {
    const change = number(values[places[2] ?? '']);
    after.booked = number(item.booked) + (places[1] === '+' ? change : -change);
    const asked = values[':who'];
    const who: unknown[] = asked instanceof Set ? [...asked] : [];
    const before: unknown[] = item.takenBy instanceof Set ? [...item.takenBy] : [];
    const isTaking = UpdateExpression.includes(' ADD takenBy');
    const taken = new Set(isTaking ? [...before, ...who] : before.filter((one) => !who.includes(one)));
    after.takenBy = taken.size > 0 ? taken : undefined;
  }
  if (UpdateExpression.includes('cancelledAt = :at')) after.cancelledAt = values[':at'];
  if (places || UpdateExpression.startsWith('SET cancelledAt')) return after;
  for (const [, name = '', value = ''] of UpdateExpression.matchAll(/(#\w+) (?:= )?(:\w+)/g)) {
    const field = ExpressionAttributeNames[name] ?? name;
    after[field] = /^#c\d/.test(name) ? number(item[field]) + number(values[value]) : values[value];
  }
  return after;
}

function isWithin(sk: string, { ':a': from = '', ':b': to }: Item): boolean {
  return to === undefined ? sk.startsWith(String(from)) : sk >= String(from) && sk <= String(to);
}

/** An in-memory table that supports what bookings of a phase need, with atomic transactions. */
export function tinyStore() {
  vi.stubEnv('HANDOVERS_TABLE', 'handovers');
  vi.stubEnv('AWS_REGION', 'ap-southeast-1');
  const items = new Map<string, Item>();
  const placeOf = (key: Item | undefined) => `${key?.pk}|${key?.sk}`;
  const copy = (item: Item | undefined) => item && structuredClone(item);
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
    .callsFake(
      ({
        ExpressionAttributeValues: values,
        Limit,
        IndexName,
      }: {
        ExpressionAttributeValues: Item;
        Limit: number;
        IndexName?: string;
      }) => {
        const [pk, sk] = IndexName === undefined ? ['pk', 'sk'] : [`${IndexName}Pk`, `${IndexName}Sk`];
        const found = [...items.values()]
          .filter((item) => item[pk] === values[':pk'] && isWithin(String(item[sk]), values))
          .sort((a, b) => (String(a[sk]) < String(b[sk]) ? -1 : 1));
        return { Items: found.slice(0, Limit).map(copy) };
      },
    );
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
      if (Put?.Item) items.set(place, structuredClone(Put.Item));
      if (Update) items.set(place, updated({ ...Update.Key, ...there }, Update));
      if (Delete) items.delete(place);
    }
    return {};
  });
  return { items };
}
