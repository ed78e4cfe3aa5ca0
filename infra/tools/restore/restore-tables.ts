import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  type WriteRequest,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

/** The tables that were restored, by the names of those that they are copies of, and their common instant. */
export interface Restored {
  readonly at: Date;
  readonly copies: ReadonlyMap<string, string>;
}

/** Returns the name of the copy of a table: no command takes it for a table of a stage. */
export function copyName(table: string, at: Date): string {
  const stamp = at.toISOString().replace(/\.\d+|[-:]/g, '');
  return `restored-${stamp}-${table.replace(/table[0-9A-F]{8}.*$/, '')}`.slice(0, 255);
}

/** Seconds after which a restore is given up. AWS restores most tables within an hour. */
const mostSeconds = 24 * 3_600;

/**
 * Restores tables in AWS to one instant, each into a new table, and waits until all are there. By default it
 * is the latest instant to which all can be restored, some minutes ago.
 * @throws Error when the instant is outside the window of a table, or a table has no point-in-time recovery.
 */
export async function restoreFromHistory(
  client: DynamoDBClient,
  tables: readonly string[],
  wanted?: Date,
): Promise<Restored> {
  const windows = await Promise.all(
    tables.map(async (TableName) => {
      const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
      const { EarliestRestorableDateTime: from, LatestRestorableDateTime: to } =
        ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
      if (!from || !to) throw new Error(`${TableName} has no point-in-time recovery. Deploy the data stack again.`);
      return { from, to };
    }),
  );
  const earliest = Math.max(...windows.map(({ from }) => from.getTime()));
  const latest = Math.min(...windows.map(({ to }) => to.getTime()));
  // A restore takes whole seconds.
  const at = wanted ?? new Date(Math.floor(latest / 1_000) * 1_000);
  if (at.getTime() < earliest || at.getTime() > latest) {
    const text = (ms: number) => new Date(ms).toISOString();
    throw new Error(`The tables can be restored to an instant from ${text(earliest)} to ${text(latest)}. Change --at.`);
  }
  const copies = new Map(tables.map((table) => [table, copyName(table, at)]));
  for (const [SourceTableName, TargetTableName] of copies) {
    console.log(`Restoring ${SourceTableName} into ${TargetTableName}`);
    await client.send(new RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName, RestoreDateTime: at }));
  }
  const waiting = { client, minDelay: 20, maxDelay: 60, maxWaitTime: mostSeconds };
  await Promise.all([...copies.values()].map((TableName) => waitUntilTableExists(waiting, { TableName })));
  return { at, copies };
}

/** An item with typed attributes, as the protocol of DynamoDB has it. */
type Typed = Record<string, AttributeValue>;

/**
 * Restores tables of the local engine, which has no history: copies what `itemsOf` yields, which must be the
 * state of all tables at the instant `at`, into new tables with the same keys and indexes.
 */
export async function restoreByCopy(
  client: DynamoDBClient,
  tables: readonly string[],
  at: Date,
  itemsOf: (table: string) => Iterable<Typed>,
): Promise<Restored> {
  const copies = new Map(tables.map((table) => [table, copyName(table, at)]));
  for (const [source, TableName] of copies) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: source }));
    const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    }));
    const { KeySchema, AttributeDefinitions } = Table ?? {};
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema,
        AttributeDefinitions,
        BillingMode: 'PAY_PER_REQUEST',
        ...(indexes && indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
      }),
    );
    let batch: WriteRequest[] = [];
    for (const Item of itemsOf(source)) {
      batch.push({ PutRequest: { Item } });
      while (batch.length >= 25) batch = await written(client, TableName, batch);
    }
    while (batch.length > 0) batch = await written(client, TableName, batch);
  }
  return { at, copies };
}

/** Writes a batch. Returns what the engine did not take. */
async function written(client: DynamoDBClient, table: string, batch: WriteRequest[]): Promise<WriteRequest[]> {
  const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: batch } }));
  return UnprocessedItems?.[table] ?? [];
}
