import { createHash } from 'node:crypto';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { type AnyEvent, parseEvent } from '../../../shared/events/catalogue.ts';
import { compareInstants } from '../../../shared/kernel/time.ts';
import { dynamo } from '../../../shared/store/client.ts';
import type { Item } from '../../../shared/store/entity.ts';

/** An item that differs between the running and the restored table. */
export interface Difference {
  readonly table: string;
  readonly pk: string;
  readonly sk: string;
  /** Written since the instant, changed since then, or gone since then. */
  readonly how: 'new' | 'changed' | 'gone';
  /** Whether its partition has an event since the instant, so that the backend itself changed it. */
  readonly hasEvent: boolean;
}

/** What happened in the running tables since the instant of the restored ones. */
export interface Reconciliation {
  /** Items of each restored table. */
  readonly restored: ReadonlyMap<string, number>;
  /** Events recorded since, in order of recording. */
  readonly events: readonly AnyEvent[];
  /** Events from before the instant that a consumer handled after it: `<consumer>#<event id>`. */
  readonly handledSince: readonly string[];
  /** All other items that differ. Expired items and marks of consumers are not among them. */
  readonly differences: readonly Difference[];
}

const eventMark = 'CONSUMED#';
const isEvent = (sk: string) => sk.startsWith('EVENT#');

async function* itemsOf(TableName: string): AsyncGenerator<Item> {
  const pages = paginateScan({ client: dynamo() }, { TableName, ConsistentRead: true });
  for await (const { Items = [] } of pages) yield* Items;
}

const keyOf = ({ pk, sk }: Item) => JSON.stringify([pk, sk]);

/** Returns a short hash of an item, whatever the order of its attributes. */
function digestOf(item: Item): string {
  const sorted = JSON.stringify(item, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(sorted).digest('base64').slice(0, 16);
}

/**
 * Compares restored tables with the running ones. `copies` has the names of the restored tables by those of
 * the running ones. It keeps a hash of each restored item in memory, about 200 bytes.
 */
export async function reconcile(copies: ReadonlyMap<string, string>, now: Date): Promise<Reconciliation> {
  const restored = new Map<string, number>();
  const events: AnyEvent[] = [];
  const marks: string[] = [];
  const found: Omit<Difference, 'hasEvent'>[] = [];
  const changedPartitions = new Set<string>();
  for (const [table, copy] of copies) {
    const before = new Map<string, { digest: string; expiresAt: unknown }>();
    for await (const item of itemsOf(copy)) {
      before.set(keyOf(item), { digest: digestOf(item), expiresAt: item.expiresAt });
    }
    restored.set(table, before.size);
    for await (const item of itemsOf(table)) {
      const [pk, sk, was] = [String(item.pk), String(item.sk), before.get(keyOf(item))];
      before.delete(keyOf(item));
      if (was?.digest === digestOf(item)) continue;
      if (!was && isEvent(sk)) {
        events.push(parseEvent(item.event));
        changedPartitions.add(`${table} ${pk}`);
      } else if (!was && pk.startsWith(eventMark)) marks.push(pk.slice(eventMark.length));
      else found.push({ table, pk, sk, how: was ? 'changed' : 'new' });
    }
    for (const [key, { expiresAt }] of before) {
      if (typeof expiresAt === 'number' && expiresAt * 1_000 <= now.getTime()) continue;
      const [pk, sk]: string[] = JSON.parse(key);
      if (pk !== undefined && sk !== undefined) found.push({ table, pk, sk, how: 'gone' });
    }
  }
  const since = new Set(events.map(({ id }) => id));
  return {
    restored,
    events: events.sort((a, b) => compareInstants(a.recordedAt, b.recordedAt)),
    handledSince: marks.filter((mark) => !since.has(mark.slice(mark.indexOf('#') + 1))).sort(),
    differences: found.map((one) => ({ ...one, hasEvent: changedPartitions.has(`${one.table} ${one.pk}`) })),
  };
}
