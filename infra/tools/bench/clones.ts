import { BatchWriteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { barOf } from '../progress.ts';
import { freshId } from './floor.ts';

/*
 * Fills tables with copies of real items, by batch writes. A copy has other ids and is in the same indexes.
 * So it does not depend on how the product makes its keys.
 */

const itemSchema = z.looseObject({ pk: z.string(), sk: z.string(), type: z.string().optional() });
type Item = z.infer<typeof itemSchema>;

/** An item with its table. */
export interface Stored {
  readonly table: string;
  readonly item: Item;
}

const generatedId = /^[a-z]{1,8}_(?:\d{8}_)?[0-9a-hjkmnp-tv-z]{26}$/;
/** Items that belong to a request or tell what happened, and are no part of a thing itself. */
const passing = new Set(['Event', 'IdempotentRequest', 'Consumed']);

/** Returns the items of some tables whose keys contain one of the words. */
export async function itemsOf(
  client: DynamoDBDocumentClient,
  tables: readonly string[],
  words: readonly string[],
): Promise<Stored[]> {
  const found: Stored[] = [];
  for (const table of tables) {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey }));
      for (const one of page.Items ?? []) {
        const item = itemSchema.parse(one);
        const isWanted = words.some((word) => item.pk.includes(word) || item.sk.includes(word));
        if (isWanted && !passing.has(item.type ?? '')) found.push({ table, item });
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  return found;
}

/** Returns the generated ids in the keys of items. */
export function idsOf(items: readonly Stored[]): string[] {
  const parts = items.flatMap(({ item: { pk, sk } }) => [...pk.split('#'), ...sk.split('#')]);
  return [...new Set(parts.filter((part) => generatedId.test(part)))];
}

/** Returns copies of items. Each of the words is another in the nth copy. */
export function copyOf(items: readonly Stored[], words: readonly string[], nth: number): Stored[] {
  const text = words.reduce((all, word) => all.replaceAll(word, freshId(word, nth)), JSON.stringify(items));
  return z.array(z.object({ table: z.string(), item: itemSchema })).parse(JSON.parse(text));
}

/** Items of one batch: DynamoDB takes 25. */
const together = 25;
const writers = 4;

async function written(client: DynamoDBDocumentClient, items: readonly Stored[]): Promise<void> {
  const RequestItems = Object.fromEntries(
    [...Map.groupBy(items, ({ table }) => table)].map(([table, all]) => [
      table,
      all.map(({ item: Item }) => ({ PutRequest: { Item } })),
    ]),
  );
  const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems }));
  if (Object.keys(UnprocessedItems ?? {}).length > 0) throw new Error('The engine left items of a batch unwritten.');
}

/** Writes the copies from one number to another. */
export async function writeCopies(
  client: DynamoDBDocumentClient,
  items: readonly Stored[],
  words: readonly string[],
  range: { readonly from: number; readonly to: number },
): Promise<void> {
  const bar = barOf('Copying', range.to - range.from);
  let next = range.from;
  const each = Math.max(1, Math.floor(together / items.length));
  const writer = async () => {
    while (next < range.to) {
      const first = next;
      next = Math.min(range.to, next + each);
      const copies = Array.from({ length: next - first }, (_, n) => copyOf(items, words, first + n)).flat();
      for (let from = 0; from < copies.length; from += together) {
        await written(client, copies.slice(from, from + together));
      }
      bar.increment(copies.length / items.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: writers }, writer));
  } finally {
    bar.stop();
  }
}
