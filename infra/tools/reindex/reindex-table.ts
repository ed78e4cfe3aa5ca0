import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { lookBackTo } from '../../../shared/events/due.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { dynamo } from '../../../shared/store/client.ts';
import { decodeCursor, encodeCursor } from '../../../shared/store/cursor.ts';
import { entity, type Item, inEachTable, rowType, type TableName } from '../../../shared/store/entity.ts';
import { get, physicalName } from '../../../shared/store/table.ts';
import { recogniser } from './kinds.ts';
import { changesOf, reindexItem } from './reindex-item.ts';
import { addMissingRows, dropStaleRow } from './reindex-rows.ts';
import { throttle } from './throttle.ts';

const countsSchema = z.object({
  /** Items read. */
  scanned: z.int(),
  /** Items and entries of lists that differed and were written, or, in a dry run, would be. */
  written: z.int(),
  /** Those of them that had an older schema. */
  upgraded: z.int(),
  /** Items that another request changed between reading and writing, and that were read again. */
  conflicts: z.int(),
  /** Items that no kind can read. */
  unknown: z.int(),
  /** Capacity units used. */
  units: z.number(),
});
export type Counts = z.infer<typeof countsSchema>;
const none: Counts = { scanned: 0, written: 0, upgraded: 0, conflicts: 0, unknown: 0, units: 0 };

const runSchema = z.object({ cursor: z.string(), counts: countsSchema, begunAt: z.string() });

/**
 * How far the re-indexing of a table has come. The item is in the table itself, and goes when the run has
 * ended.
 */
export const progressIn = inEachTable((table) =>
  entity<z.infer<typeof runSchema>, object>({
    table,
    type: 'Reindexing',
    schema: runSchema,
    key: () => ({ pk: 'REINDEXING', sk: 'REINDEXING' }),
  }),
);

interface Options {
  /** Capacity units a second, read and written, of the table and its indexes. */
  readonly rate: number;
  /** The position to begin after, or `start`. By default it goes on where the last run was stopped. */
  readonly from?: string | undefined;
  /** Counts what would be written, and writes nothing. */
  readonly dryRun?: boolean;
  readonly onPage?: (counts: Counts, cursor: string | undefined) => void;
  /** Is told the keys of an item that no kind can read. */
  readonly onUnknown?: (item: Item) => void;
}

const pageSize = 100;
/** Items written at the same time. */
const together = 16;
/** Milliseconds until progress is stored again. */
const storedEvery = 1_000;

/**
 * Brings all items of a table to the newest version of their schema and to the keys of its indexes, while
 * others write. Returns what it did, including earlier parts of the same run.
 * @throws Error for a cursor of another table, and NewerItem when newer code wrote an item.
 */
export async function reindexTable(table: TableName, options: Options): Promise<Counts> {
  const { rate, from, dryRun = false, onPage = () => {}, onUnknown = () => {} } = options;
  const recognise = recogniser(table);
  const progress = progressIn(table);
  const stopped = from === undefined && !dryRun ? await get(progress, {}) : undefined;
  const begunAt = stopped?.begunAt ?? systemClock.now().toString();
  const counts = { ...none, ...stopped?.counts };
  let cursor = stopped?.cursor ?? (from === 'start' ? undefined : from);
  const pace = throttle(rate);
  const spend = (units = 0) => {
    counts.units += units;
    return pace(units);
  };
  /** The earliest partition in which an item falls due, by kind. */
  const dueFrom = new Map<string, string>();
  let storedAt = Date.now();

  const tools = { table, recognise, spend, dryRun };
  const work = async (item: Item): Promise<void> => {
    if (item.type === progress.type) return;
    counts.scanned += 1;
    const known = recognise(item);
    if (known === undefined) {
      counts.unknown += 1;
      return onUnknown(item);
    }
    if (known === 'none') {
      const settled = item.type === rowType ? await dropStaleRow(item, tools) : 0;
      counts.written += settled;
      return;
    }
    const changes = changesOf(item, known);
    if (dryRun) {
      if (changes.size > 0) counts.written += 1;
      if (changes.has('v')) counts.upgraded += 1;
      const missing = await addMissingRows(item, tools);
      counts.written += missing;
      return;
    }
    const done = await reindexItem(table, item, recognise, spend);
    if (done.written) counts.written += 1;
    if (done.upgraded) counts.upgraded += 1;
    counts.conflicts += done.conflicts;
    // Others count at the same time, so the sum is not read before the wait.
    const added = done.item ? await addMissingRows(done.item, tools) : 0;
    counts.written += added;
    const duePk = done.item?.duePk;
    if (typeof duePk === 'string') {
      const kind = duePk.replace(/#[^#]+#\d+$/, '');
      const earliest = dueFrom.get(kind);
      if (earliest === undefined || duePk < earliest) dueFrom.set(kind, duePk);
    }
  };
  const lookBack = async () => {
    for (const duePk of dueFrom.values()) await lookBackTo(table, duePk, systemClock.now());
  };

  do {
    const start = cursor === undefined ? undefined : decodeCursor(cursor, table);
    if (cursor !== undefined && !start) {
      throw new Error(`--from ${cursor} is no position in the ${table} table. Copy it from a line of progress.`);
    }
    const page = await dynamo().send(
      new ScanCommand({
        TableName: physicalName(table),
        Limit: pageSize,
        ExclusiveStartKey: start,
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    await spend(page.ConsumedCapacity?.CapacityUnits);
    await inParallel(page.Items ?? [], work);
    cursor = page.LastEvaluatedKey && encodeCursor(page.LastEvaluatedKey, table);
    if (!dryRun && cursor !== undefined && Date.now() - storedAt >= storedEvery) {
      await lookBack();
      await new Transaction().put(progress, { cursor, counts, begunAt }).commit();
      storedAt = Date.now();
    }
    onPage(counts, cursor);
  } while (cursor !== undefined);
  if (!dryRun) {
    await lookBack();
    await new Transaction().remove(progress, {}).commit();
  }
  return counts;
}

async function inParallel(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: together }, worker));
}
