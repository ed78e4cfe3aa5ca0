import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { BatchWriteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { paymentEntry } from '../../../functions/money/ledger/entry-builders.ts';
import { entries } from '../../../functions/money/ledger/ledger.store.ts';
import { entryHeader } from '../../../functions/money/ledger/ledger-state.ts';
import { account } from '../../../functions/money/ledger/public.ts';
import { hashOf } from '../../../functions/money/ledger/seal.ts';
import { progressIn, reindexTable } from '../../../infra/tools/reindex/reindex-table.ts';
import { throttle } from '../../../infra/tools/reindex/throttle.ts';
import { dueKeys, listDue } from '../../../shared/events/due.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dynamo } from '../../../shared/store/client.ts';
import { entity, type Item, indexKeys, itemOf, parseItem } from '../../../shared/store/entity.ts';
import { everyItem, get, physicalName } from '../../../shared/store/table.ts';
import {
  afterReading,
  beforeUpdating,
  emptyTables,
  eventsOf,
  itemsOf,
  requests,
  store,
  stored,
} from '../real-table.ts';

const rackSchema = z.object({
  id: z.string(),
  estateId: z.string(),
  labels: z.array(z.string()),
  level: z.int(),
  checkAt: z.string().optional(),
  note: z.string().optional(),
  version: z.int(),
});
type Rack = z.infer<typeof rackSchema>;

/** Racks: in their first version `labels` was one `label`. They were once listed by id, now by level. */
const racks = entity<Rack, { id: string }>({
  table: 'tickets',
  type: 'rack',
  schema: rackSchema,
  key: ({ id }) => ({ pk: `RACK#${id}`, sk: 'RACK' }),
  indexes: ({ id, level, checkAt }) => ({
    ...indexKeys('lists', 'RACKS', String(level).padStart(3, '0'), id),
    ...dueKeys('rack', id, checkAt, checkAt ?? ''),
  }),
  upgrades: [({ label, ...rest }) => ({ ...rest, labels: [label] })],
});

const rack = (id: string, more: Partial<Rack> = {}): Rack => {
  const level = createHash('sha256').update(id).digest().readUInt8(0);
  return { id, estateId: 'yg', labels: [`架${id}`], level, version: 1, ...more };
};
/** Returns a rack as code of the first version stored it, or only with its former index keys. */
function former(value: Rack, version: 1 | 2 = 2): Item {
  const { labels, ...rest } = value;
  const shape = version === 1 ? { ...rest, label: labels[0] } : { ...value, v: 2 };
  return {
    type: 'rack',
    ...shape,
    ...racks.key(value),
    ...indexKeys('lists', 'RACKS', value.id),
    minePk: 'A',
    mineSk: 'B',
  };
}
async function put(...items: Item[]): Promise<void> {
  for (let from = 0; from < items.length; from += 25) {
    const puts = items.slice(from, from + 25).map((one) => ({ PutRequest: { Item: one } }));
    await dynamo().send(new BatchWriteCommand({ RequestItems: { [physicalName('tickets')]: puts } }));
  }
}
const racksIn = async () => (await itemsOf('tickets')).filter(({ type }) => type === 'rack');
const reindexed = (more: Partial<Parameters<typeof reindexTable>[1]> = {}) =>
  reindexTable('tickets', { rate: 1_000_000, ...more });
const listed = async () =>
  (await Array.fromAsync(everyItem(racks, { index: 'lists', partition: 'RACKS' }))).map(({ id }) => id);

const act = { actor: { kind: 'staff' as const, id: 'li' }, recordedAt: '2026-01-01T00:00:00Z' };
/** Changes a rack as an operation does: it saves the next version and records an event. */
async function change(id: string, changed: Partial<Rack>): Promise<void> {
  const before = await get(racks, { id });
  if (!before) throw new Error(`no rack ${id}`);
  const after = { ...before, ...changed, version: before.version + 1 };
  await new Transaction()
    .save(racks, after, before)
    .record(racks, after, 'TicketAcknowledged', { ticketId: id, number: 'YG-1' }, act)
    .commit();
}

beforeEach(() => emptyTables('tickets', 'ledger'));

// ITEMS=100000 re-indexes more, and says how long it took (docs/runbook.md).
const size = Number(process.env.ITEMS ?? 10_000);

test(`${size} items are brought up to date while others write, and no write and no event is lost or doubled`, async () => {
  const ids = Array.from({ length: size }, (_, nth) => `r${nth}`);
  const asStored = ids.map((id, nth) => {
    if (nth % 8 === 0) return former(rack(id), 1);
    return nth % 4 === 0 ? former(rack(id)) : itemOf(racks, rack(id));
  });
  await put(...asStored);
  const changes = new Map<string, number>();
  let isRunning = true;
  const writing = [0, 1].map(async (writer) => {
    for (let nth = writer; isRunning && nth < size / 10; nth += 2) {
      const id = ids[(nth * 7_919) % size] ?? '';
      await change(id, { level: nth % 256, note: `${writer}` });
      changes.set(id, (changes.get(id) ?? 0) + 1);
      if (nth % 20 === writer) await store(racks, rack(`new-${nth}`));
      await wait(20);
    }
  });
  const [began, cpu] = [Date.now(), process.cpuUsage()];
  const counts = await reindexed().finally(() => {
    isRunning = false;
  });
  await Promise.all(writing);
  if (process.env.ITEMS) {
    const { user, system } = process.cpuUsage(cpu);
    console.log({
      ...counts,
      changes: changes.size,
      seconds: (Date.now() - began) / 1_000,
      cpu: (user + system) / 1e6,
    });
  }

  const now = await racksIn();
  expect(now.length).toBeGreaterThanOrEqual(size);
  const wrong = now.filter(
    (item) => JSON.stringify(sorted(item)) !== JSON.stringify(sorted(itemOf(racks, parseItem(racks, item)))),
  );
  expect(wrong).toEqual([]);
  expect(changes.size).toBeGreaterThan(10);
  const versions = new Map(now.map((item) => [item.id, item.version]));
  expect([...changes].filter(([id, times]) => versions.get(id) !== 1 + times)).toEqual([]);
  const events = await eventsOf('tickets');
  expect(events.length).toBe([...changes.values()].reduce((sum, times) => sum + times, 0));
  expect(new Set(await listed()).size).toBe(now.length);
  expect(counts).toMatchObject({ unknown: 0 });
  expect(counts.written).toBeGreaterThan(size / 5);
  expect(await reindexed({ dryRun: true })).toMatchObject({ written: 0, upgraded: 0, unknown: 0 });
});

const sorted = (item: Item) => Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('re-indexing', () => {
  test('goes on where it was killed, with a cursor in the table, and forgets the cursor at its end', async () => {
    await put(...Array.from({ length: 450 }, (_, nth) => former(rack(`r${nth}`))));
    let time = Date.now();
    vi.spyOn(Date, 'now').mockImplementation(() => (time += 2_000));
    const killed = reindexed({
      onPage: ({ scanned }) => {
        if (scanned >= 200) throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await get(progressIn('tickets'), {})).toMatchObject({ counts: { scanned: 200, written: 200 } });
    expect(await reindexed()).toMatchObject({ scanned: 450, written: 450 });
    expect(await get(progressIn('tickets'), {})).toBeUndefined();
    expect(new Set(await listed()).size).toBe(450);
    vi.restoreAllMocks();
  });

  test('begins after a cursor that is given, or at the start', async () => {
    await put(...Array.from({ length: 250 }, (_, nth) => former(rack(`r${nth}`))));
    const cursors: (string | undefined)[] = [];
    await reindexed({ dryRun: true, onPage: (_, cursor) => cursors.push(cursor) });
    expect(await reindexed({ from: cursors[0] })).toMatchObject({ scanned: 150, written: 150 });
    expect(await reindexed({ from: 'start' })).toMatchObject({ scanned: 250, written: 100 });
    await expect(reindexed({ from: 'nowhere' })).rejects.toThrow(
      '--from nowhere is no position in the tickets table. Copy it from a line of progress.',
    );
  });

  test('reads an item again that was changed, or deleted, between its reading and its writing', async () => {
    await put(former(rack('changed'), 1), former(rack('gone')));
    beforeUpdating(({ pk }) =>
      pk === 'RACK#changed'
        ? change('changed', { level: 7, note: 'neu' })
        : new Transaction().remove(racks, { id: 'gone' }).commit(),
    );
    expect(await reindexed()).toMatchObject({ scanned: 2, written: 0, conflicts: 2 });
    expect(await stored(racks)).toEqual([rack('changed', { level: 7, note: 'neu', version: 2 })]);
  });

  test('keeps a field that another request added between reading and writing', async () => {
    await put(former(rack('a'), 1));
    const added = { UpdateExpression: 'SET note = :n', ExpressionAttributeValues: { ':n': '新' } };
    beforeUpdating(async (Key) => {
      await dynamo().send(new UpdateCommand({ TableName: physicalName('tickets'), Key, ...added }));
    });
    await reindexed();
    expect(await stored(racks)).toEqual([rack('a', { note: '新' })]);
  });

  test('touches no event and nothing else that has no kind', async () => {
    await put(former(rack('a')));
    await change('a', { level: 1 });
    await new Transaction().once('tickets', 'me', { id: 'e', recordedAt: act.recordedAt }).commit();
    await put(former(rack('b')));
    requests.resetHistory();
    expect(await reindexed()).toMatchObject({ scanned: 4, written: 1, unknown: 0 });
    expect(requests.commandCalls(UpdateCommand).map(({ args }) => args[0].input.Key)).toEqual([racks.key({ id: 'b' })]);
    expect(requests.commandCalls(PutCommand)).toEqual([]);
  });

  test('names what no kind can read, and stops at what newer code wrote', async () => {
    await put({ pk: 'GHOST#1', sk: 'GHOST', type: 'ghost' }, { ...former(rack('bad')), level: 'high' });
    const unknown: unknown[] = [];
    expect(await reindexed({ onUnknown: ({ pk }) => unknown.push(pk) })).toMatchObject({ unknown: 2, written: 0 });
    expect(unknown.sort()).toEqual(['GHOST#1', 'RACK#bad']);
    await put({ ...former(rack('newer')), v: 3 });
    await expect(reindexed()).rejects.toThrow('rack RACK#newer has schema version 3, but this code knows 2.');
  });

  test('writes nothing in a dry run', async () => {
    await put(former(rack('a')), former(rack('b'), 1), itemOf(racks, rack('c')));
    const before = await itemsOf('tickets');
    expect(await reindexed({ dryRun: true })).toMatchObject({ scanned: 3, written: 2, upgraded: 1 });
    expect(await itemsOf('tickets')).toEqual(before);
  });

  test('lets a job find an item that falls due on a day that the job has passed', async () => {
    const now = Temporal.Instant.from('2026-03-10T08:00:00Z');
    expect(await listDue('rack', 'tickets', now)).toEqual([]);
    const { duePk: _pk, dueSk: _sk, ...late } = itemOf(racks, rack('late', { checkAt: '2026-01-05T00:00:00Z' }));
    await put(late);
    expect(await listDue('rack', 'tickets', now)).toEqual([]);
    await reindexed();
    expect(await listDue('rack', 'tickets', now)).toEqual(['late']);
  });

  test('is not undone by a run of the job that read its watermark before', async () => {
    await listDue('rack', 'tickets', Temporal.Instant.from('2026-03-10T08:00:00Z'));
    const { duePk: _pk, dueSk: _sk, ...late } = itemOf(racks, rack('late', { checkAt: '2026-01-05T00:00:00Z' }));
    await put(late);
    const nextDay = Temporal.Instant.from('2026-03-11T08:00:00Z');
    afterReading('DUEWATERMARK#rack', async () => void (await reindexed()));
    expect(await listDue('rack', 'tickets', nextDay)).toEqual([]);
    expect(await listDue('rack', 'tickets', nextDay)).toEqual(['late']);
  });

  test('changes of a ledger entry only the keys of its indexes, never what is hashed', async () => {
    const ledger = { estateId: 'yg', openedOn: '2026-10-01', closedThrough: '2026-09-30', updatedAt: '', version: 1 };
    const of = { cause: ['zf'], occurredOn: '2026-10-05', recordedAt: '2026-10-05T01:00:00Z' };
    const entry = paymentEntry(entryHeader(ledger, { ...of, reference: 'zf', description: '' }), {
      payerId: 'wang',
      moneyAccount: account.cash('li'),
      fen: 1_000,
      pays: [],
    });
    await store(entries, { estateId: 'yg', entryId: entry.entryId, entry, hash: hashOf(entry) });
    const [whole] = await itemsOf('ledger');
    const { minePk: _, mineSk, ...rest } = whole ?? {};
    const Item = { ...rest, listsSk: 'elsewhere', margin: 'note of an auditor' };
    await dynamo().send(new PutCommand({ TableName: physicalName('ledger'), Item }));
    requests.resetHistory();
    expect(mineSk).toBeDefined();
    expect(await reindexTable('ledger', { rate: 1_000_000 })).toMatchObject({ scanned: 1, written: 1, unknown: 0 });
    expect(await itemsOf('ledger')).toEqual([{ ...whole, margin: 'note of an auditor' }]);
    const { UpdateExpression, ExpressionAttributeNames: names } =
      requests.commandCalls(UpdateCommand)[0]?.args[0].input ?? {};
    const changed = UpdateExpression?.match(/#n\d+/g)?.map((name) => names?.[name]);
    expect(changed?.sort()).toEqual(['listsSk', 'minePk', 'mineSk']);
  });
});

test('The throttle waits until the units used fit into the rate', async () => {
  let now = 5_000;
  const waits: number[] = [];
  const pace = throttle(100, {
    now: () => now,
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
  });
  await pace(50);
  await pace(25);
  now += 1_000;
  await pace(100);
  await pace(100);
  expect(waits).toEqual([500, 250, 1_000]);
});
