import {
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { AlreadyHandled, Transaction } from '../../../shared/events/transaction.ts';
import { entity } from '../../../shared/store/entity.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';

vi.stubEnv('TICKETS_TABLE', 'tickets');
vi.stubEnv('AWS_REGION', 'ap-southeast-1');
const dynamo = mockClient(DynamoDBDocumentClient);
mockClient(DynamoDBClient);
beforeEach(() => dynamo.reset());

const things = entity<{ id: string; estateId: string; version: number }, { id: string }>({
  table: 'tickets',
  type: 'thing',
  schema: z.object({ id: z.string(), estateId: z.string(), version: z.number() }),
  key: ({ id }) => ({ pk: `THING#${id}`, sk: 'THING' }),
});
const thing = { id: '1', estateId: 'e', version: 2 };

function cancelled(...codes: string[]): TransactionCanceledException {
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
}
const write = () => new Transaction().save(things, thing, { version: 1 });

const act = { actor: { kind: 'staff' as const, id: 'op' }, recordedAt: '2026-01-01T00:00:00Z' };
const acknowledged = () =>
  new Transaction().record(things, thing, 'TicketAcknowledged', { ticketId: '1', number: 'YG-10001-4' }, act);

describe('transactions that are joined', () => {
  test('number the events of one aggregate on, so that no two have one id', async () => {
    dynamo.on(TransactWriteCommand).resolves({});
    const joined = acknowledged().join(acknowledged().join(acknowledged()));
    expect(joined.events.map(({ id }) => id)).toEqual(['thing#1:2.0', 'thing#1:2.1', 'thing#1:2.2']);
    await joined.commit();
    const [call] = dynamo.commandCalls(TransactWriteCommand);
    const keys = (call?.args[0].input.TransactItems ?? []).map((one) => one.Put?.Item?.sk);
    expect(keys).toEqual(['EVENT#000002#0', 'EVENT#000002#1', 'EVENT#000002#2']);
  });

  test('say how many more writes fit', () => {
    expect(new Transaction().remaining).toBe(99);
    expect(write().join(acknowledged()).remaining).toBe(97);
  });
});

describe('a transaction', () => {
  test('is retried after a conflict or throttling until it is written', async () => {
    dynamo
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled('TransactionConflict'))
      .rejectsOnce(cancelled('ThrottlingError'))
      .resolves({});
    await write().commit();
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(3);
  });

  test('reports a version conflict at once', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed'));
    await expect(write().commit()).rejects.toBeInstanceOf(VersionConflict);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  test('reports which condition failed: an event handled before is no conflict', async () => {
    dynamo.on(TransactWriteCommand).rejects(cancelled('ConditionalCheckFailed', 'None'));
    const event = { id: 'e:1.0', recordedAt: '2026-01-01T00:00:00Z' };
    await expect(new Transaction().once('tickets', 'me', event).join(write()).commit()).rejects.toBeInstanceOf(
      AlreadyHandled,
    );
  });

  test('gives up after eight attempts and throws the cause', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    dynamo.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
    await expect(write().commit()).rejects.toBeInstanceOf(TransactionCanceledException);
    expect(dynamo.commandCalls(TransactWriteCommand)).toHaveLength(8);
  });

  test('throws when the table rejects the request', async () => {
    const refusal = new ProvisionedThroughputExceededException({ message: 'too much', $metadata: {} });
    dynamo.on(TransactWriteCommand).rejects(refusal);
    await expect(write().commit()).rejects.toBe(refusal);
  });

  test('runs its steps once when commit begins, also after a join', async () => {
    dynamo.on(TransactWriteCommand).rejectsOnce(cancelled('TransactionConflict')).resolves({});
    let times = 0;
    const step = new Transaction().beforeCommit(async (committed) => {
      times += 1;
      committed.save(things, { ...thing, id: '2' });
    });
    expect(step.isEmpty).toBe(false);
    await write().join(step).commit();
    expect(times).toBe(1);
    const [first, second] = dynamo.commandCalls(TransactWriteCommand);
    expect(first?.args[0].input.TransactItems).toHaveLength(2);
    expect(second?.args[0].input.TransactItems).toHaveLength(2);
  });

  test('is not written when a step throws', async () => {
    const refused = new Error('not there');
    const step = write().beforeCommit(() => Promise.reject(refused));
    await expect(step.commit()).rejects.toBe(refused);
    expect(dynamo.calls()).toHaveLength(0);
  });

  test('without writes sends no request', async () => {
    await new Transaction().commit();
    expect(dynamo.calls()).toHaveLength(0);
  });
});
