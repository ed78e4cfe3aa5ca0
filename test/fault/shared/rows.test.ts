import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { entity, rowKeys } from '../../../shared/store/entity.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { everyItem, list } from '../../../shared/store/table.ts';
import { emptyTables, itemsOf, store, storeMany } from '../real-table.ts';

const parcelSchema = z.object({
  parcelId: z.string(),
  estateId: z.string(),
  shelf: z.string().optional(),
  color: z.string(),
  version: z.int(),
});
type Parcel = z.infer<typeof parcelSchema>;
const shelfOf = (shelf: string) => `SHELF#${shelf}`;

/** Parcels, listed by shelf and by colour beside the indexes. */
const parcels = entity<Parcel, { parcelId: string }>({
  table: 'tickets',
  type: 'parcel',
  schema: parcelSchema,
  key: ({ parcelId }) => ({ pk: `PARCEL#${parcelId}`, sk: 'PARCEL' }),
  rows: ({ parcelId, shelf, color }) => [
    ...(shelf === undefined ? [] : [rowKeys(shelfOf(shelf), parcelId)]),
    rowKeys(`COLOR#${color}`, parcelId),
  ],
});
const parcel = (id: number, given: Partial<Parcel> = {}): Parcel => ({
  parcelId: `p${String(id).padStart(4, '0')}`,
  estateId: 'e',
  shelf: 'a',
  color: 'red',
  version: 1,
  ...given,
});
const onShelf = (shelf: string) => Array.fromAsync(everyItem(parcels, { index: 'rows', partition: shelfOf(shelf) }));

beforeEach(() => emptyTables('tickets'));

test('an entry is written with its item, moved when its place changes, and deleted when it has none', async () => {
  const [first, moved, gone] = [parcel(1), parcel(1, { shelf: 'b', version: 2 }), parcel(1, { version: 3 })];
  delete gone.shelf;
  await new Transaction().save(parcels, first).commit();
  expect(await onShelf('a')).toEqual([first]);
  await new Transaction().save(parcels, moved, first).commit();
  expect([await onShelf('a'), await onShelf('b')]).toEqual([[], [moved]]);
  await new Transaction().save(parcels, gone, moved).commit();
  expect([await onShelf('a'), await onShelf('b')]).toEqual([[], []]);
  expect((await itemsOf('tickets')).filter(({ type }) => type === 'Row')).toHaveLength(1);
});

test('a change that moves no entry writes only the item, and the list shows the change', async () => {
  const [before, after] = [parcel(1), parcel(1, { version: 2 })];
  await store(parcels, before);
  const transaction = new Transaction();
  const left = transaction.remaining;
  transaction.save(parcels, after, before);
  expect(left - transaction.remaining).toBe(1);
  await transaction.commit();
  expect(await onShelf('a')).toEqual([after]);
});

test('an item that was changed meanwhile moves no entry', async () => {
  const before = parcel(1);
  await store(parcels, parcel(1, { version: 2 }));
  const moved = new Transaction().save(parcels, parcel(1, { shelf: 'b', version: 2 }), before);
  await expect(moved.commit()).rejects.toThrow(VersionConflict);
  expect(await onShelf('b')).toEqual([]);
});

test('a page of entries is full although the filter leaves out most, and its cursor goes on behind it', async () => {
  const all = Array.from({ length: 330 }, (_, n) => parcel(n, { color: n % 30 === 0 ? 'blue' : 'red' }));
  await storeMany(parcels, all);
  const listing = { index: 'rows', partition: shelfOf('a'), limit: 4, where: { color: ['blue', 'green'] } } as const;
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const page = await list(parcels, { ...listing, cursor });
    sizes.push(page.items.length);
    seen.push(...page.items.map(({ parcelId }) => parcelId));
    cursor = page.cursor;
  }
  expect(sizes).toEqual([4, 4, 3]);
  expect(seen).toEqual(all.filter(({ color }) => color === 'blue').map(({ parcelId }) => parcelId));
});

test('an entry whose item is gone is left out', async () => {
  await store(parcels, parcel(1), parcel(2));
  await new Transaction().remove({ ...parcels, rows: undefined }, { parcelId: 'p0001' }).commit();
  expect(await onShelf('a')).toEqual([parcel(2)]);
});

test('an item with entries in lists is not removed without them', async () => {
  await new Transaction().save(parcels, parcel(1)).commit();
  expect(() => new Transaction().remove(parcels, { parcelId: 'p0001' })).toThrow(
    'a parcel has entries in lists: write the code that deletes them with it',
  );
});

test('a filter of more than 100 values is not sent to DynamoDB, which takes no more', async () => {
  const sent = vi.spyOn(DynamoDBDocumentClient.prototype, 'send');
  await storeMany(parcels, [parcel(1, { color: 'c7' }), parcel(2, { color: 'c149' }), parcel(3)]);
  const colors = Array.from({ length: 150 }, (_, i) => `c${i}`);
  const { items } = await list(parcels, { index: 'rows', partition: shelfOf('a'), limit: 9, where: { color: colors } });
  expect(items.map(({ color }) => color)).toEqual(['c7', 'c149']);
  const own = await list(parcels, { partition: 'PARCEL#p0002', limit: 9, where: { color: colors } });
  expect(own.items.map(({ color }) => color)).toEqual(['c149']);
  const queries = sent.mock.calls.map(([{ input }]) => input).filter((input) => 'KeyConditionExpression' in input);
  expect(queries).toHaveLength(2);
  for (const query of queries) expect(query).not.toHaveProperty('FilterExpression');
  sent.mockRestore();
});
