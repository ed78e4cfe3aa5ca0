import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { entity } from '../../../../shared/store/entity.ts';
import { getMany } from '../../../../shared/store/table.ts';
import { type Handover, mayStayOpen } from '../handover.ts';

/*
 * Counters of a phase. The transaction that changes a handover updates them, so the dashboard needs few
 * reads.
 * They are split into eight shards, so that two hundred concurrent bookings do not contend for one item.
 */

const shards = 8;

/** Returns what one handover adds to the counters of its phase. */
export function tallyOf(handover: Handover): Record<string, number> {
  const { state, notice, noShows, reschedules, waiting, refused, delivery, keys, sheet } = handover;
  return {
    homes: 1,
    [`state.${state}`]: 1,
    ...(notice && { notified: 1 }),
    ...(notice?.proven && { proven: 1 }),
    ...(notice?.failed !== undefined && !notice.proven && { failed: 1 }),
    ...(waiting && { waiting: 1 }),
    ...(refused && { [refused.withGoodReason ? 'refusedWithReason' : 'refusedWithout']: 1 }),
    ...(delivery && { [`delivered.${delivery.method}`]: 1 }),
    ...(sheet && { signed: 1 }),
    ...(keys && { keysGiven: 1 }),
    ...(mayStayOpen(handover) && { mayStayOpen: 1 }),
    noShows,
    reschedules,
    openDefects: handover.openDefects,
    blockingDefects: handover.blockingDefects,
  };
}

const tallySchema = z
  .object({ phaseId: z.string(), shard: z.int() })
  .catchall(z.union([z.string(), z.number()]))
  .meta({ id: 'HandoverTally' });
type Tally = z.infer<typeof tallySchema>;

const tallies = entity<Tally, { phaseId: string; shard: number }>({
  table: 'handovers',
  type: 'phase-tally',
  schema: tallySchema,
  key: ({ phaseId, shard }) => ({ pk: `TALLY#${phaseId}#${shard}`, sk: 'TALLY' }),
});

/** A handover before and after a change. No `before`: it is new. No `after`: it was removed. */
export interface Changed {
  readonly before?: Handover | undefined;
  readonly after?: Handover | undefined;
}

/** Returns the counter differences of changed handovers, without zeros. */
export function differences(changes: readonly Changed[]): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (handover: Handover | undefined, sign: number) => {
    for (const [name, count] of Object.entries(handover ? tallyOf(handover) : {})) {
      sums.set(name, (sums.get(name) ?? 0) + sign * count);
    }
  };
  for (const { before, after } of changes) {
    add(before, -1);
    add(after, 1);
  }
  return new Map([...sums].filter(([, count]) => count !== 0));
}

/** Adds the counter differences of one phase to a transaction. `lot` chooses the shard. */
export function count(transaction: Transaction, phaseId: string, lot: string, changes: readonly Changed[]): void {
  const sums = [...differences(changes)];
  if (sums.length === 0) return;
  const shard = createHash('sha256').update(lot).digest().readUInt8(0) % shards;
  transaction.update(
    tallies,
    { phaseId, shard },
    {
      text: `SET #phase = :phase, #shard = :shard, #type = :type ADD ${sums.map((_, i) => `#c${i} :c${i}`).join(', ')}`,
      names: {
        '#phase': 'phaseId',
        '#shard': 'shard',
        '#type': 'type',
        ...Object.fromEntries(sums.map(([name], i) => [`#c${i}`, name])),
      },
      values: {
        ':phase': phaseId,
        ':shard': shard,
        ':type': tallies.type,
        ...Object.fromEntries(sums.map(([, change], i) => [`:c${i}`, change])),
      },
    },
  );
}

/**
 * Returns the counters of a phase by name. Counters never used are absent.
 * Set `consistent` when a decision depends on them.
 */
export async function countsOf(
  phaseId: string,
  options: { consistent?: boolean } = {},
): Promise<ReadonlyMap<string, number>> {
  const all = await getMany(
    tallies,
    Array.from({ length: shards }, (_, shard) => ({ phaseId, shard })),
    options,
  );
  const sums = new Map<string, number>();
  for (const { phaseId: _phase, shard: _shard, ...counts } of all) {
    for (const [name, value] of Object.entries(counts)) {
      if (typeof value === 'number') sums.set(name, (sums.get(name) ?? 0) + value);
    }
  }
  return sums;
}
