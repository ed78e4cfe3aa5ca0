import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { addDays } from '../kernel/periods.ts';
import { compareInstants, sortable } from '../kernel/time.ts';
import { entity, type IndexKeys, idOf, indexKeys, inEachTable, type TableName } from '../store/entity.ts';
import { retryOnConflict, VersionConflict } from '../store/retry.ts';
import { get, listRaw } from '../store/table.ts';
import { Transaction } from './transaction.ts';

/*
 * Due items are in a sparse, keys-only index, partitioned by day (UTC) and four shards. The cost of a job
 * thus depends on the number of due items, not of all items. A watermark per kind stores the first day that
 * may still have due items, so a job that was down for a week misses none.
 */

const shards = 4;

function shardOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt8(0) % shards;
}

function day(instant: string): string {
  return instant.slice(0, 10);
}

function partition(kind: string, date: string, shard: number): string {
  return `DUE#${kind}#${date}#${shard}`;
}

/**
 * Returns the index keys of an item that falls due at an instant (ISO, UTC); none when it never does. An item
 * that was due before `since`, its last change, goes under the day of `since`, because the watermark may have
 * passed the earlier ones.
 */
export function dueKeys(kind: string, id: string, instant: string | undefined, since: string): IndexKeys {
  if (instant === undefined) return {};
  const at = compareInstants(instant, since) < 0 ? since : instant;
  return indexKeys('due', partition(kind, day(at), shardOf(id)), sortable(at), id);
}

const watermarkSchema = z.object({ kind: z.string(), from: z.string() });
type Watermark = z.infer<typeof watermarkSchema>;

const watermarkIn = inEachTable((table) =>
  entity<Watermark, { kind: string }>({
    table,
    type: 'DueWatermark',
    schema: watermarkSchema,
    key: ({ kind }) => ({ pk: `DUEWATERMARK#${kind}`, sk: 'WATERMARK' }),
  }),
);

const keysOnly = z.object({ pk: z.string() });

/**
 * Lists the ids of up to `limit` items of a kind that are due now, oldest first within a shard, and moves
 * the watermark. The job reads each item again before it decides. A handled item must remove or change its
 * due keys.
 */
export async function listDue(kind: string, table: TableName, now: Temporal.Instant, limit = 1_000): Promise<string[]> {
  const watermark = await get(watermarkIn(table), { kind });
  const today = day(now.toString());
  const found: string[] = [];
  let firstBusy: string | undefined;
  let date = watermark?.from ?? firstDay(today);
  for (; date <= today && found.length < limit; date = addDays(date, 1)) {
    const before = found.length;
    for (let shard = 0; shard < shards && found.length < limit; shard += 1) {
      found.push(...(await dueInShard(partition(kind, date, shard), table, now, limit - found.length)));
    }
    if (found.length > before) firstBusy ??= date;
  }
  const from = firstBusy ?? today;
  try {
    if (from !== watermark?.from) await moveWatermark(table, { kind, from }, watermark);
  } catch (error) {
    // `lookBackTo` moved it meanwhile. The next run begins there.
    if (!(error instanceof VersionConflict)) throw error;
  }
  return found;
}

/** Returns the day from which a job without a watermark begins. */
const firstDay = (today: string) => addDays(today, -1);

function moveWatermark(table: TableName, to: Watermark, before: Watermark | undefined): Promise<void> {
  const unmoved = before
    ? { text: '#from = :from', names: { '#from': 'from' }, values: { ':from': before.from } }
    : { text: 'attribute_not_exists(pk)' };
  return new Transaction().put(watermarkIn(table), to, unmoved).commit();
}

/**
 * Makes jobs look again at the day of a due partition, if their watermark has passed it. An item that gets
 * due keys of an earlier day by a change of the code would otherwise never be found.
 */
export function lookBackTo(table: TableName, duePk: string, now: Temporal.Instant): Promise<void> {
  const [, kind = '', date = ''] = /^DUE#(.*)#([^#]+)#\d+$/.exec(duePk) ?? [];
  return retryOnConflict(async () => {
    const watermark = await get(watermarkIn(table), { kind });
    if (date < (watermark?.from ?? firstDay(day(now.toString())))) {
      await moveWatermark(table, { kind, from: date }, watermark);
    }
  });
}

async function dueInShard(duePk: string, table: TableName, now: Temporal.Instant, limit: number) {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    // '~' sorts after every character of an instant, so the range includes `now`.
    const page = await listRaw(table, {
      index: 'due',
      partition: duePk,
      sort: { upTo: `${sortable(now.toString())}~` },
      limit: Math.min(200, limit - ids.length),
      cursor,
    });
    ids.push(...page.items.map((item) => idOf(keysOnly.parse(item).pk)));
    cursor = page.cursor;
  } while (cursor && ids.length < limit);
  return ids;
}
