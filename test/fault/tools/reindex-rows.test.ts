import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { reindexTable } from '../../../infra/tools/reindex/reindex-table.ts';
import { dynamo } from '../../../shared/store/client.ts';
import { entity, type Item, itemOf, rowKeys, rowsOf, rowType } from '../../../shared/store/entity.ts';
import { physicalName } from '../../../shared/store/table.ts';
import { emptyTables, itemsOf, store } from '../real-table.ts';

const crateSchema = z.object({ crateId: z.string(), estateId: z.string(), aisle: z.string(), version: z.int() });
type Crate = z.infer<typeof crateSchema>;

/** Crates, listed by aisle beside the indexes. */
const crates = entity<Crate, { crateId: string }>({
  table: 'tickets',
  type: 'crate',
  schema: crateSchema,
  key: ({ crateId }) => ({ pk: `CRATE#${crateId}`, sk: 'CRATE' }),
  rows: ({ crateId, aisle }) => [rowKeys(`AISLE#${aisle}`, crateId)],
});
const crate = (crateId: string): Crate => ({ crateId, estateId: 'e', aisle: 'a', version: 1 });
const put = async (Item: Item) => dynamo().send(new PutCommand({ TableName: physicalName('tickets'), Item }));
const reindexed = (dryRun = false) => reindexTable('tickets', { rate: 1_000_000, dryRun });
const rows = async () =>
  (await itemsOf('tickets'))
    .filter(({ type }) => type === rowType)
    .sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1));

beforeEach(async () => {
  await emptyTables('tickets');
  await store(crates, crate('c1'));
  // One was stored before crates had a list; one was listed elsewhere; of one only the entry is left.
  await put(itemOf(crates, crate('c2')));
  await put({ pk: 'FORMER', sk: 'c1', type: rowType, of: crates.key(crate('c1')) });
  await put({ pk: 'AISLE#a', sk: 'c3', type: rowType, of: crates.key(crate('c3')) });
});

test('missing entries of lists are written and stale ones deleted', async () => {
  expect(await reindexed()).toMatchObject({ written: 3, unknown: 0 });
  expect(await rows()).toEqual([...rowsOf(crates, crate('c1')), ...rowsOf(crates, crate('c2'))]);
  expect(await reindexed()).toMatchObject({ written: 0, unknown: 0 });
});

test('a dry run counts the same entries and writes none', async () => {
  const before = await rows();
  expect(await reindexed(true)).toMatchObject({ written: 3, unknown: 0 });
  expect(await rows()).toEqual(before);
});
