import { AsyncResource } from 'node:async_hooks';
import { ProvisionedThroughputExceededException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { AlreadyHandled, Transaction } from '../../../shared/events/transaction.ts';
import { setTimeLeft } from '../../../shared/kernel/deadline.ts';
import { entity } from '../../../shared/store/entity.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { cancelled, emptyTables, eventsOf, itemsOf, nextTransactions, requests, store, stored } from '../real-table.ts';

beforeEach(() => emptyTables('tickets'));

const things = entity<{ id: string; estateId: string; version: number }, { id: string }>({
  table: 'tickets',
  type: 'thing',
  schema: z.object({ id: z.string(), estateId: z.string(), version: z.number() }),
  key: ({ id }) => ({ pk: `THING#${id}`, sk: 'THING' }),
});
const thing = { id: '1', estateId: 'e', version: 2 };
const first = { ...thing, version: 1 };
const write = () => new Transaction().save(things, thing, first);
const sent = () => requests.commandCalls(TransactWriteCommand).length;

const act = { actor: { kind: 'staff' as const, id: 'op' }, recordedAt: '2026-01-01T00:00:00Z' };
const acknowledged = () =>
  new Transaction().record(things, thing, 'TicketAcknowledged', { ticketId: '1', number: 'YG-10001-4' }, act);

describe('transactions that are joined', () => {
  test('number the events of one aggregate on, so that no two have one id', async () => {
    const joined = acknowledged().join(acknowledged().join(acknowledged()));
    expect(joined.events.map(({ id }) => id)).toEqual(['thing#1:2.0', 'thing#1:2.1', 'thing#1:2.2']);
    await joined.commit();
    expect((await eventsOf('tickets')).map(({ id }) => id)).toEqual(['thing#1:2.0', 'thing#1:2.1', 'thing#1:2.2']);
    expect((await itemsOf('tickets')).map(({ sk }) => sk)).toContain('EVENT#000002#2');
  });

  test('say how many more writes fit', () => {
    expect(new Transaction().remaining).toBe(97);
    expect(write().join(acknowledged()).remaining).toBe(95);
  });
});

describe('a transaction', () => {
  test('is retried after a conflict or throttling until it is written', async () => {
    await store(things, first);
    requests.resetHistory();
    nextTransactions(cancelled('TransactionConflict'), cancelled('ThrottlingError'));
    await write().commit();
    expect(sent()).toBe(3);
    expect(await stored(things)).toEqual([thing]);
  });

  test('reports a version conflict at once and writes nothing', async () => {
    await expect(write().join(acknowledged()).commit()).rejects.toBeInstanceOf(VersionConflict);
    expect(sent()).toBe(1);
    await store(things, { ...thing, version: 3 });
    await expect(write().commit()).rejects.toBeInstanceOf(VersionConflict);
    const opened = new Transaction().save(things, first);
    await expect(opened.commit()).rejects.toBeInstanceOf(VersionConflict);
    expect(await itemsOf('tickets')).toMatchObject([{ version: 3 }]);
  });

  test('reports the condition of what is put first before those of all other writes', async () => {
    await store(things, { ...thing, version: 3 });
    const keyed = () =>
      write().putFirst(things, { ...thing, id: 'key' }, { text: 'attribute_not_exists(pk)' }, () => new Error('known'));
    await expect(keyed().commit()).rejects.toBeInstanceOf(VersionConflict);
    await store(things, { ...thing, id: 'key' });
    await expect(keyed().commit()).rejects.toThrow('known');
    // Another transaction writes it: whether it is known is not decided yet.
    nextTransactions(cancelled('TransactionConflict', 'ConditionalCheckFailed'));
    await expect(keyed().commit()).rejects.toThrow('known');
  });

  test('is not attempted again when its time is up', async () => {
    const attempt = async () => {
      setTimeLeft(() => 0);
      await write().commit();
    };
    nextTransactions(cancelled('TransactionConflict'));
    await expect(new AsyncResource('request').runInAsyncScope(attempt)).rejects.toThrow('cancelled');
    expect(sent()).toBe(1);
  });

  test('reports which condition failed: an event handled before is no conflict', async () => {
    await store(things, first);
    const event = { id: 'e:1.0', recordedAt: '2026-01-01T00:00:00Z' };
    const handled = () => new Transaction().once('tickets', 'me', event).join(write());
    await handled().commit();
    await expect(handled().commit()).rejects.toBeInstanceOf(AlreadyHandled);
  });

  test('gives up after eight attempts and throws the cause', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    requests.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
    await expect(write().commit()).rejects.toBeInstanceOf(TransactionCanceledException);
    expect(sent()).toBe(8);
  });

  test('throws when the table rejects the request', async () => {
    const refusal = new ProvisionedThroughputExceededException({ message: 'too much', $metadata: {} });
    nextTransactions(refusal);
    await expect(write().commit()).rejects.toBe(refusal);
  });

  test('runs its steps once when commit begins, also after a join', async () => {
    await store(things, first);
    nextTransactions(cancelled('TransactionConflict'));
    let times = 0;
    const step = new Transaction().beforeCommit(async (committed) => {
      times += 1;
      committed.save(things, { ...thing, id: '2' });
    });
    expect(step.isEmpty).toBe(false);
    await write().join(step).commit();
    expect(times).toBe(1);
    expect((await stored(things)).map(({ id, version }) => [id, version]).sort()).toEqual([
      ['1', 2],
      ['2', 2],
    ]);
  });

  test('is not written when a step throws', async () => {
    const refused = new Error('not there');
    const step = write().beforeCommit(() => Promise.reject(refused));
    await expect(step.commit()).rejects.toBe(refused);
    expect(sent()).toBe(0);
  });

  test('without writes sends no request', async () => {
    await new Transaction().commit();
    expect(sent()).toBe(0);
  });
});
