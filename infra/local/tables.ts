import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import { call, type DynamoEngine, EngineError } from './engines.ts';
import { physicalName } from './names.ts';
import { type Catalogue, type Found, ignored, unsupported } from './support.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.string() }));
const attributesSchema = z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.string() }));
const indexSchema = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).optional() }),
  ...ignored('ReadOnDemandThroughputSettings', 'WriteOnDemandThroughputSettings', 'WarmThroughput'),
});
const tableSchema = z.strictObject({
  KeySchema: keySchema,
  AttributeDefinitions: attributesSchema,
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.array(indexSchema).default([]),
  StreamSpecification: z.strictObject({ StreamViewType: z.string(), ...ignored('ResourcePolicy') }).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  // There is one region only, because one machine has no replication.
  Replicas: z.array(z.looseObject({})).max(1),
  ...ignored('TableName', 'SSESpecification', 'WarmThroughput', 'WriteOnDemandThroughputSettings'),
});
type Table = Found<z.output<typeof tableSchema>>;

const described = z.object({
  Table: z.object({
    KeySchema: keySchema,
    GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), KeySchema: keySchema })).default([]),
  }),
});

/** Creates the missing tables of the assembly. @throws Error for an existing table with other keys. */
export async function createTables(found: Catalogue, endpoint: string): Promise<Table[]> {
  const tables = found.take('AWS::DynamoDB::GlobalTable', tableSchema);
  for (const table of tables) {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = table.is;
    const stream = table.is.StreamSpecification;
    const TableName = physicalName(table);
    const run = (operation: string, input: object) =>
      call(endpoint, `DynamoDB_20120810.${operation}`, { TableName, ...input }, z.unknown());
    try {
      const { Table } = described.parse(await run('DescribeTable', {}));
      if (keysOf(Table) !== keysOf(table.is)) {
        throw unsupported(
          table,
          'the keys or indexes changed since the state folder was created; remove the state folder',
        );
      }
    } catch (error) {
      if (!(error instanceof EngineError && error.name === 'ResourceNotFoundException')) throw error;
      await run('CreateTable', {
        KeySchema,
        AttributeDefinitions,
        BillingMode: 'PAY_PER_REQUEST',
        ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
        ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
      });
      if (table.is.TimeToLiveSpecification) {
        await run('UpdateTimeToLive', { TimeToLiveSpecification: table.is.TimeToLiveSpecification });
      }
    }
  }
  return tables;
}

type Keys = z.output<typeof described>['Table'];

function keysOf({ KeySchema, GlobalSecondaryIndexes }: Keys): string {
  const indexes = GlobalSecondaryIndexes.map((one) => [one.IndexName, one.KeySchema]);
  return JSON.stringify([KeySchema, indexes.sort()]);
}

/** Deletes expired items, as DynamoDB does some time later. An item that changed meanwhile is not deleted. */
export async function sweepExpired(
  tables: readonly Table[],
  engine: DynamoEngine,
  endpoint: string,
  clock: Pick<LocalClock, 'now'>,
): Promise<number> {
  const now = Math.floor(clock.now().getTime() / 1000);
  let swept = 0;
  for (const table of tables) {
    const attribute = table.is.TimeToLiveSpecification;
    if (!attribute?.Enabled) continue;
    const keys = table.is.KeySchema.map((key) => key.AttributeName);
    for (const Key of engine.expired(physicalName(table), attribute.AttributeName, keys, now)) {
      const deletion = {
        TableName: physicalName(table),
        Key,
        ConditionExpression: '#ttl < :now',
        ExpressionAttributeNames: { '#ttl': attribute.AttributeName },
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      };
      await call(endpoint, 'DynamoDB_20120810.DeleteItem', deletion, z.unknown()).catch((error: unknown) => {
        if (!(error instanceof EngineError && error.name === 'ConditionalCheckFailedException')) throw error;
      });
      swept += 1;
    }
  }
  return swept;
}
