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
import type { Entity } from '../../shared/store/entity.ts';

type Item = Record<string, unknown>;

/**
 * Tables in memory, so that a test can hand events to a consumer in whatever order it likes. They know puts
 * and deletes, the conditions on existence and version, and the rule that one transaction touches an item
 * once.
 */
export function smallTable() {
  vi.stubEnv('TICKETS_TABLE', 'tickets');
  vi.stubEnv('OWNERS_TABLE', 'owners');
  vi.stubEnv('LEDGER_TABLE', 'ledger');
  vi.stubEnv('AWS_REGION', 'ap-southeast-1');
  const items = new Map<string, Item>();
  const placeOf = (key: Item | undefined) => `${key?.pk}|${key?.sk}`;
  const dynamo = mockClient(DynamoDBDocumentClient);
  dynamo.on(GetCommand).callsFake(({ Key }: { Key: Item }) => ({ Item: items.get(placeOf(Key)) }));
  dynamo.on(BatchGetCommand).callsFake(({ RequestItems }: { RequestItems: Record<string, { Keys: Item[] }> }) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([table, { Keys }]) => [
        table,
        Keys.flatMap((key) => items.get(placeOf(key)) ?? []),
      ]),
    ),
  }));
  dynamo
    .on(QueryCommand)
    .callsFake((query: { ExpressionAttributeNames: Record<string, string>; ExpressionAttributeValues: Item }) => {
      const { '#pk': pk = 'pk', '#sk': sk = 'sk' } = query.ExpressionAttributeNames;
      const { ':pk': partition, ':a': from, ':b': to } = query.ExpressionAttributeValues;
      // Of the conditions on the order it knows the one between two places.
      const isBetween = (item: Item) =>
        to === undefined || (String(from) <= String(item[sk]) && String(item[sk]) <= String(to));
      const found = [...items.values()].filter((item) => item[pk] === partition && isBetween(item));
      return { Items: found.sort((a, b) => (String(a[sk]) < String(b[sk]) ? -1 : 1)) };
    });
  dynamo.on(TransactWriteCommand).callsFake(({ TransactItems = [] }: TransactWriteCommandInput) => {
    const places = TransactItems.map(({ Put, Update, Delete, ConditionCheck }) =>
      placeOf(Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key),
    );
    if (new Set(places).size < places.length) throw new Error(`two operations on one item: ${places.join(', ')}`);
    for (const [i, { Put }] of TransactItems.entries()) {
      const there = items.get(places[i] ?? '');
      const { ConditionExpression = '', ExpressionAttributeValues = {} } = Put ?? {};
      if (ConditionExpression === 'attribute_not_exists(pk)' && there) throw new Error(`is there: ${places[i]}`);
      if (ConditionExpression === 'version = :version' && there?.version !== ExpressionAttributeValues[':version'])
        throw new Error(`another version: ${places[i]}`);
    }
    for (const [i, { Put, Delete }] of TransactItems.entries()) {
      if (Put?.Item) items.set(places[i] ?? '', JSON.parse(JSON.stringify(Put.Item)));
      if (Delete) items.delete(places[i] ?? '');
    }
    return {};
  });
  return {
    /** Stores a thing as it is. */
    hold: <T extends Id, Id extends object>(kind: Entity<T, Id>, thing: NoInfer<T>) => {
      const item = { ...thing, ...kind.indexes?.(thing), ...kind.key(thing) };
      items.set(placeOf({ ...item }), JSON.parse(JSON.stringify(item)));
    },
    /** The things of a kind that are stored. */
    all: <T extends Id, Id extends object>(kind: Entity<T, Id>): T[] =>
      [...items.values()].filter((item) => item.type === kind.type).map((item) => kind.schema.parse(item)),
    /** Forgets everything. */
    clear: () => items.clear(),
    /** Names of the events of a partition, oldest first. */
    eventsOf: (pk: string): string[] =>
      [...items.values()]
        .filter((item) => item.pk === pk && item.type === 'Event')
        .sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1))
        .map((item) => JSON.parse(JSON.stringify(item.event)).name),
  };
}
