import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { copyOf, idsOf } from '../../../infra/tools/bench/clones.ts';
import { floorOf, freshId } from '../../../infra/tools/bench/floor.ts';
import { fromWire } from '../../../infra/tools/bench/from-wire.ts';
import type { Recorded } from '../../../infra/tools/bench/recorder.ts';

const ticketId = 'tkt_01m8gtr8mmvt016w8ewh73ah6z';
const TableName = 'tickets';
const wireKey = { pk: { S: `TICKET#${ticketId}` }, sk: { S: 'TICKET' } };
const nothing = { readUnits: 0, writeUnits: 0 };

/** A reply as the backend makes it: a lock, a read, and a transaction. */
const reply: Recorded[] = [
  {
    operation: 'TransactWriteItems',
    input: { TransactItems: [{ Put: { TableName, Item: { pk: { S: 'REQUEST#me#key-1' }, sk: { S: 'REQUEST' } } } }] },
    output: {},
    ...nothing,
  },
  {
    operation: 'GetItem',
    input: { TableName, Key: wireKey },
    output: { Item: { ...wireKey, version: { N: '1' } } },
    ...nothing,
  },
  {
    operation: 'TransactWriteItems',
    input: {
      TransactItems: [
        { Put: { TableName, Item: { ...wireKey, version: { N: '2' } }, ConditionExpression: 'version = :version' } },
        { Put: { TableName, Item: { pk: wireKey.pk, sk: { S: 'EVENT#000002#0' } } } },
        { Put: { TableName, Item: { pk: { S: 'LEDGER#sunshine' }, sk: { S: 'HEAD' } } } },
        { Put: { TableName, Item: { pk: { S: 'REQUEST#me#key-1' }, sk: { S: 'REQUEST' } } } },
      ],
    },
    output: {},
    ...nothing,
  },
];

/** Returns a client that sends nothing, and what it was asked. */
function silent() {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
  const asked: string[] = [];
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        asked.push(JSON.stringify(input));
        return { output: { $metadata: {} }, response: undefined };
      },
    { step: 'initialize', priority: 'high' },
  );
  return { client, asked };
}

describe('the floor of a write', () => {
  test('is one read of what it replaces and the largest transaction', () => {
    const { client } = silent();
    const { requests, beyond } = floorOf(client, reply, { keys: ['key-1'] });
    expect(requests).toEqual(['GetItem', 'TransactWriteItems of 4']);
    expect(beyond).toEqual(['REQUEST']);
  });

  test('writes other items in each call, and events that no relay takes', async () => {
    const { client, asked } = silent();
    const floor = floorOf(client, reply, { keys: ['key-1'] });
    await floor.prepare(1).run();
    const first = asked.splice(0).join('\n');
    await floor.prepare(2).run();
    const second = asked.splice(0).join('\n');
    expect(first).toContain(freshId(ticketId, 1));
    expect(second).toContain(freshId(ticketId, 2));
    expect(first + second).not.toMatch(new RegExp(`${ticketId}|EVENT#|key-1"|version = :version`));
  });

  test('touches no item of the product that has no id of its own', async () => {
    const { client, asked } = silent();
    await floorOf(client, reply, { keys: ['key-1'] })
      .prepare(1)
      .run();
    expect(asked.join()).toContain('"~EDGER#sunshine"');
    expect(asked.join()).not.toContain('"LEDGER#sunshine"');
  });

  test('finds the replaced item as it was before', async () => {
    const { client, asked } = silent();
    await floorOf(client, reply, { keys: ['key-1'] })
      .prepare(7)
      .lay();
    expect(asked).toHaveLength(1);
    expect(JSON.parse(asked[0] ?? '')).toMatchObject({ Item: { pk: `TICKET#${freshId(ticketId, 7)}`, version: 1 } });
  });
});

test('The floor of a read is its main request', () => {
  const { client } = silent();
  expect(floorOf(client, reply, { main: 'TICKET#' }).requests).toEqual(['GetItem']);
  expect(() => floorOf(client, reply, { main: 'Query' })).toThrow('The recording has no Query');
});

test('Another id has the same length and is different for each call', () => {
  const ids = Array.from({ length: 2_000 }, (_, nth) => freshId(ticketId, nth));
  expect(new Set(ids).size).toBe(2_000);
  expect(ids.every((id) => id.length === ticketId.length)).toBe(true);
});

test('Typed values of the protocol become plain ones, sets included', () => {
  expect(
    fromWire({ Item: { n: { N: '2' }, all: { L: [{ S: 'a' }] }, who: { SS: ['b'] }, no: { NULL: true } } }),
  ).toEqual({
    Item: { n: 2, all: ['a'], who: new Set(['b']), no: null },
  });
});

test('A copy of an item has its own ids in keys and indexes, and keeps what is shared', () => {
  const item = { pk: `TICKET#${ticketId}`, sk: 'TICKET', listsPk: 'ESTATE#sunshine#TICKETS', listsSk: ticketId };
  const items = [{ table: TableName, item }];
  const [copy] = copyOf(items, idsOf(items), 3);
  const other = freshId(ticketId, 3);
  expect(copy?.item).toEqual({ ...item, pk: `TICKET#${other}`, listsSk: other });
});
