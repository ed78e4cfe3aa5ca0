import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { type Entity, itemOf, parseItem, type TableName } from '../../shared/store/entity.ts';

/** DynamoDB engine of this run. */
interface Engine {
  readonly endpoint: string;
  readonly documents: DynamoDBDocumentClient;
}
let known: (Engine & { readonly names: readonly string[] }) | undefined;

/** Returns a business table in the engine, for data that no operation reads or writes. */
export async function tableOf(family: TableName): Promise<Engine & { readonly TableName: string }> {
  if (!known) {
    const endpoint = inject('backend').dynamodbUrl;
    const client = new DynamoDBClient({
      endpoint,
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const marshallOptions = { removeUndefinedValues: true };
    known = { names: TableNames, endpoint, documents: DynamoDBDocumentClient.from(client, { marshallOptions }) };
  }
  const name = known.names.find((one) => one.toLowerCase().includes(family));
  if (!name) throw new Error(`no ${family} among ${known.names.join()}`);
  return { ...known, TableName: name };
}

/**
 * Rewrites an item and its indexes directly in the table, for example with earlier dates, which no operation
 * accepts.
 * @throws Error when the item does not exist.
 */
export async function rewritten<T extends Id, Id extends object>(
  kind: Entity<T, Id>,
  id: Id,
  rewrite: (value: T) => T,
): Promise<T> {
  const { TableName, documents } = await tableOf(kind.table);
  const { Item } = await documents.send(new GetCommand({ TableName, Key: kind.key(id), ConsistentRead: true }));
  if (!Item) throw new Error(`no ${kind.type} ${JSON.stringify(id)}`);
  const after = rewrite(parseItem(kind, Item));
  await documents.send(new PutCommand({ TableName, Item: itemOf(kind, after) }));
  return after;
}
