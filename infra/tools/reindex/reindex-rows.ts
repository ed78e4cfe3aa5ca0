import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { dynamo } from '../../../shared/store/client.ts';
import type { Item, TableName } from '../../../shared/store/entity.ts';
import { physicalName } from '../../../shared/store/table.ts';
import type { Recognised } from './kinds.ts';

interface Tools {
  readonly table: TableName;
  readonly recognise: (item: Item) => Recognised | 'none' | undefined;
  /** Is told the units of each request. */
  readonly spend: (units: number | undefined) => Promise<void>;
  readonly dryRun: boolean;
}

const isSame = (one: Item) => (other: Item) => one.pk === other.pk && one.sk === other.sk;

/** Returns the item of a key, read consistently. */
async function itemAt(key: Item, { table, spend }: Tools): Promise<Item | undefined> {
  const target = { TableName: physicalName(table), Key: { pk: key.pk, sk: key.sk } };
  const get = new GetCommand({ ...target, ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' });
  const { Item, ConsumedCapacity } = await dynamo().send(get);
  await spend(ConsumedCapacity?.CapacityUnits);
  return Item;
}

/** Returns the entries that are not stored. A record has a few. */
async function missingOf(rows: readonly Item[], { table, spend }: Tools): Promise<Item[]> {
  if (rows.length === 0) return [];
  const name = physicalName(table);
  const wanted = { Keys: rows.map(({ pk, sk }) => ({ pk, sk })), ConsistentRead: true };
  const get = new BatchGetCommand({ RequestItems: { [name]: wanted }, ReturnConsumedCapacity: 'TOTAL' });
  const { Responses, ConsumedCapacity } = await dynamo().send(get);
  await spend(ConsumedCapacity?.[0]?.CapacityUnits);
  return rows.filter((row) => !Responses?.[name]?.some(isSame(row)));
}

/**
 * Writes the entries of a record in lists that are missing, and deletes those of `found` that are no longer
 * its own. Nothing is written unless the record is still as it was read; otherwise it is read again. Returns
 * how many entries were written or deleted, or, in a dry run, would be.
 */
async function settleRows(key: Item, read: Item | undefined, found: readonly Item[], tools: Tools): Promise<number> {
  const { table, recognise, spend, dryRun } = tools;
  for (let record = read; ; record = await itemAt(key, tools)) {
    const known = record && recognise(record);
    if (record && !known) return 0;
    const rows = record && known && known !== 'none' ? known.kind.rowsOf(record) : [];
    const [missing, stale] = [await missingOf(rows, tools), found.filter((row) => !rows.some(isSame(row)))];
    const size = missing.length + stale.length;
    if (size === 0 || dryRun) return size;
    const TableName = physicalName(table);
    const asRead = record
      ? { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': record.version } }
      : { ConditionExpression: 'attribute_not_exists(pk)' };
    const TransactItems = [
      { ConditionCheck: { TableName, Key: { pk: key.pk, sk: key.sk }, ...asRead } },
      ...missing.map((Item) => ({ Put: { TableName, Item } })),
      ...stale.map(({ pk, sk }) => ({ Delete: { TableName, Key: { pk, sk } } })),
    ];
    try {
      const write = new TransactWriteCommand({ TransactItems, ReturnConsumedCapacity: 'TOTAL' });
      const { ConsumedCapacity } = await dynamo().send(write);
      await spend(ConsumedCapacity?.[0]?.CapacityUnits);
      return size;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
    }
  }
}

/** Writes the missing entries of a record in lists beside the indexes. Returns how many. */
export function addMissingRows(record: Item, tools: Tools): Promise<number> {
  const known = tools.recognise(record);
  if (!known || known === 'none' || known.kind.rowsOf(record).length === 0) return Promise.resolve(0);
  return settleRows(record, record, [], tools);
}

/** Deletes an entry of a list that its record no longer has. Returns how many were written or deleted. */
export async function dropStaleRow(row: Item, tools: Tools): Promise<number> {
  const of = Object(row.of);
  return settleRows(of, await itemAt(of, tools), [row], tools);
}
