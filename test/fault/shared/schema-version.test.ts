import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dynamo } from '../../../shared/store/client.ts';
import { entity, indexKeys, NewerItem } from '../../../shared/store/entity.ts';
import { get, getMany, list, physicalName } from '../../../shared/store/table.ts';
import { emptyTables, itemsOf, store } from '../real-table.ts';

/**
 * Keys of cabinets, whose first version had one `name` instead of labels, and whose second had the floor as a
 * text.
 */
const keys = ({ id }: { id: string }) => ({ pk: `CABINET#${id}`, sk: 'CABINET' });
const first = entity<{ id: string; name: string; floor: string }, { id: string }>({
  table: 'tickets',
  type: 'old-cabinet',
  schema: z.object({ id: z.string(), name: z.string(), floor: z.string() }),
  key: keys,
});
const cabinets = entity<{ id: string; labels: string[]; floor: number }, { id: string }>({
  table: 'tickets',
  type: 'cabinet',
  schema: z.object({ id: z.string(), labels: z.array(z.string()), floor: z.number() }),
  key: keys,
  indexes: ({ id, floor }) => indexKeys('lists', 'CABINETS', String(floor), id),
  upgrades: [({ name, ...rest }) => ({ ...rest, labels: [name] }), (old) => ({ ...old, floor: Number(old.floor) })],
});

const old = { id: '1', name: '东侧', floor: '3' };
const now = { id: '1', labels: ['东侧'], floor: 3 };

beforeEach(async () => {
  await emptyTables('tickets');
  await store(first, old);
});

/** Changes the version of the stored item, as other code would. */
async function versionIs(v: number | undefined): Promise<void> {
  await dynamo().send(
    new UpdateCommand({
      TableName: physicalName('tickets'),
      Key: keys(old),
      ...(v === undefined
        ? { UpdateExpression: 'REMOVE v' }
        : { UpdateExpression: 'SET v = :v', ExpressionAttributeValues: { ':v': v } }),
    }),
  );
}

test('An item of the first version is read in the newest, with and without a version on it', async () => {
  expect(await itemsOf('tickets')).toMatchObject([{ v: 1 }]);
  expect(await get(cabinets, old)).toEqual(now);
  await versionIs(undefined);
  expect(await get(cabinets, old)).toEqual(now);
  expect(await getMany(cabinets, [old])).toEqual([now]);
  expect((await list(cabinets, { partition: keys(old).pk, limit: 1 })).items).toEqual([now]);
});

test('Only the upgrades after the version of an item are applied', async () => {
  await dynamo().send(
    new UpdateCommand({
      TableName: physicalName('tickets'),
      Key: keys(old),
      UpdateExpression: 'SET v = :v, labels = :labels REMOVE #name',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':v': 2, ':labels': ['东侧', '西侧'] },
    }),
  );
  expect(await get(cabinets, old)).toEqual({ ...now, labels: ['东侧', '西侧'] });
});

test('A write stores the newest version, whatever was there', async () => {
  await store(cabinets, now);
  expect(await itemsOf('tickets')).toEqual([
    { ...keys(old), ...now, type: 'cabinet', v: 3, listsPk: 'CABINETS', listsSk: '3#1' },
  ]);
  expect(await get(cabinets, old)).toEqual(now);
});

test('An item of newer code is an error that says what to deploy', async () => {
  await versionIs(4);
  const reading = get(cabinets, old);
  await expect(reading).rejects.toBeInstanceOf(NewerItem);
  await expect(reading).rejects.toThrow(
    'cabinet CABINET#1 has schema version 4, but this code knows 3. Deploy the newest code to all stacks.',
  );
});

test('A kind with upgrades is not updated by an expression, which would mix two versions', () => {
  expect(() => new Transaction().update(cabinets, old, { text: 'ADD floor :one' })).toThrow('save it whole');
});
