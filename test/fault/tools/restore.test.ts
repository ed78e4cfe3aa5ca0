import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  paginateScan,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { reconcile } from '../../../infra/tools/restore/reconcile.ts';
import { copyName, restoreByCopy, restoreFromHistory } from '../../../infra/tools/restore/restore-tables.ts';
import { Transaction } from '../../../shared/events/transaction.ts';
import { dynamo } from '../../../shared/store/client.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { list, physicalName } from '../../../shared/store/table.ts';
import { emptyTables, itemsOf, store } from '../real-table.ts';

type Lamp = { id: string; estateId: string; isOn: boolean; version: number; expiresAt?: number | undefined };
const lamps = entity<Lamp, { id: string }>({
  table: 'tickets',
  type: 'lamp',
  schema: z.object({
    id: z.string(),
    estateId: z.string(),
    isOn: z.boolean(),
    version: z.int(),
    expiresAt: z.number().optional(),
  }),
  key: ({ id }) => ({ pk: `LAMP#${id}`, sk: 'LAMP' }),
  indexes: ({ id }) => indexKeys('lists', 'LAMPS', id),
});
const lamp = (id: string, more: Partial<Lamp> = {}): Lamp => ({ id, estateId: 'yg', isOn: false, version: 1, ...more });
const recordedAt = '2026-01-01T00:00:00Z';
const act = { actor: { kind: 'staff' as const, id: 'li' }, recordedAt };
const acknowledged = { ticketId: '1', number: 'YG-1' };

/** Switches a lamp on as an operation does, with an event. Returns the id of the event. */
async function switchOn(id: string): Promise<string> {
  const after = lamp(id, { isOn: true, version: 2 });
  const transaction = new Transaction()
    .save(lamps, after, lamp(id))
    .record(lamps, after, 'TicketAcknowledged', acknowledged, act);
  await transaction.commit();
  return transaction.events[0]?.id ?? '';
}
const handled = (consumer: string, id: string) =>
  new Transaction().once('tickets', consumer, { id, recordedAt }).commit();

/** Restores the tickets table as it is now. */
async function restored(client: DynamoDBClient) {
  const table = physicalName('tickets');
  const pages = await Array.fromAsync(paginateScan({ client }, { TableName: table }));
  return restoreByCopy(client, [table], new Date(), () => pages.flatMap(({ Items = [] }) => Items));
}

describe('restored tables', () => {
  beforeEach(() => emptyTables('tickets'));

  test('have all items and indexes of their instant, under names that no command takes for those of a stage', async () => {
    for (let nth = 0; nth < 60; nth += 1) await store(lamps, lamp(`l${nth}`));
    await switchOn('l7');
    const before = await itemsOf('tickets');
    const { copies, at } = await restored(new DynamoDBClient({}));
    await switchOn('l8');
    const [copy = ''] = copies.values();
    vi.stubEnv('TICKETS_TABLE', copy);
    expect((await itemsOf('tickets')).length).toBe(61);
    expect(new Set(await itemsOf('tickets'))).toEqual(new Set(before));
    expect((await list(lamps, { index: 'lists', partition: 'LAMPS', limit: 200 })).items).toHaveLength(60);
    vi.unstubAllEnvs();
    expect(copyName('anju-demo-data-ledgertableD14BB55E-1X2', at)).toMatch(/^restored-\d+T\d+Z-anju-demo-data-ledger$/);
  });

  test('are compared with the running ones: events since, what was under way, and what no event explains', async () => {
    await store(lamps, lamp('changed'), lamp('silent'), lamp('gone'), lamp('same'), lamp('old'));
    await store(lamps, lamp('expired', { expiresAt: 1_800_000_000 }));
    const earlier = await switchOn('old');
    await handled('first', earlier);
    const { copies } = await restored(new DynamoDBClient({}));

    const later = await switchOn('changed');
    await handled('first', later);
    await handled('second', earlier);
    await store(lamps, lamp('new'));
    await new Transaction().remove(lamps, { id: 'gone' }).remove(lamps, { id: 'expired' }).commit();
    await dynamo().send(
      new UpdateCommand({
        TableName: physicalName('tickets'),
        Key: lamps.key({ id: 'silent' }),
        UpdateExpression: 'SET isOn = :on',
        ExpressionAttributeValues: { ':on': true },
      }),
    );

    const found = await reconcile(copies, new Date(1_800_000_001_000));
    expect([...found.restored.values()]).toEqual([8]);
    expect(found.events.map(({ id }) => id)).toEqual([later]);
    expect(found.handledSince).toEqual([`second#${earlier}`]);
    const differences = found.differences.map(({ pk, how, hasEvent }) => `${pk} ${how} ${hasEvent}`);
    expect(differences.sort()).toEqual([
      'LAMP#changed changed true',
      'LAMP#gone gone false',
      'LAMP#new new false',
      'LAMP#silent changed false',
    ]);
  });
});

describe('a restore in AWS', () => {
  const window = (from: string, to: string) => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED' as const,
      PointInTimeRecoveryDescription: {
        EarliestRestorableDateTime: new Date(from),
        LatestRestorableDateTime: new Date(to),
      },
    },
  });
  const tables = ['anju-production-data-ownerstable1A2B3C4D-X', 'anju-production-data-ledgertable5E6F7A8B-Y'];
  const [owners = '', ledger = ''] = tables;
  let aws: AwsClientStub<DynamoDBClient>;
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, 'log').mockReturnValue();
    aws = mockClient(DynamoDBClient);
    aws.rejects(new Error('a request that the restore must not make'));
    aws
      .on(DescribeContinuousBackupsCommand, { TableName: owners })
      .resolves(window('2026-10-24T08:00:00Z', '2026-11-28T10:00:07.500Z'))
      .on(DescribeContinuousBackupsCommand, { TableName: ledger })
      .resolves(window('2026-10-24T09:00:00Z', '2026-11-28T10:00:04.900Z'))
      .on(RestoreTableToPointInTimeCommand)
      .resolves({});
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    aws.restore();
  });

  test('takes one second for all tables, the latest that all have, and waits until each is there', async () => {
    const notYet = new ResourceNotFoundException({ message: 'not yet', $metadata: {} });
    aws
      .on(DescribeTableCommand)
      .rejectsOnce(notYet)
      .resolvesOnce({ Table: { TableStatus: 'CREATING' } })
      .resolves({ Table: { TableStatus: 'ACTIVE' } });
    const restoring = restoreFromHistory(new DynamoDBClient({}), tables);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    const { at, copies } = await restoring;
    expect(at).toEqual(new Date('2026-11-28T10:00:04Z'));
    expect(aws.commandCalls(RestoreTableToPointInTimeCommand).map(({ args }) => args[0].input)).toEqual([
      {
        SourceTableName: owners,
        TargetTableName: 'restored-20261128T100004Z-anju-production-data-owners',
        RestoreDateTime: at,
      },
      {
        SourceTableName: ledger,
        TargetTableName: 'restored-20261128T100004Z-anju-production-data-ledger',
        RestoreDateTime: at,
      },
    ]);
    expect([...copies.keys()]).toEqual(tables);
  });

  test('refuses an instant that a table does not have, before it begins', async () => {
    for (const at of ['2026-10-24T08:30:00Z', '2026-11-28T10:00:06Z']) {
      await expect(restoreFromHistory(new DynamoDBClient({}), tables, new Date(at))).rejects.toThrow(
        'The tables can be restored to an instant from 2026-10-24T09:00:00.000Z to 2026-11-28T10:00:04.900Z. Change --at.',
      );
    }
    aws.on(DescribeContinuousBackupsCommand, { TableName: ledger }).resolves({});
    await expect(restoreFromHistory(new DynamoDBClient({}), tables)).rejects.toThrow('no point-in-time recovery');
    expect(aws.commandCalls(RestoreTableToPointInTimeCommand)).toEqual([]);
  });
});
