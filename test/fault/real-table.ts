import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  paginateScan,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, inject } from 'vitest';
import { type AnyEvent, parseEvent } from '../../shared/events/catalogue.ts';
import { Transaction } from '../../shared/events/transaction.ts';
import { type Entity, parseItem, type TableName } from '../../shared/store/entity.ts';
import { physicalName } from '../../shared/store/table.ts';

const { endpoint, keys } = inject('engine');
Object.assign(process.env, {
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  CURSOR_SECRET: 'secret of cursors and answers',
});

/** The client of this file. Its requests never fail. */
const engine = new DynamoDBClient({});
const send = DynamoDBDocumentClient.prototype.send;

/** The product's requests to DynamoDB. They reach the engine, unless the test lets some fail. */
export const requests = mockClient(DynamoDBDocumentClient);
requests.send.callThrough();
afterEach(() => {
  requests.reset();
  requests.send.callThrough();
});

/** Returns DynamoDB's answer to a cancelled transaction, with the code of each write. */
export function cancelled(...codes: string[]): TransactionCanceledException {
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
}

/**
 * Says what happens to the next transactions. A `lost` one does not reach the engine; of an `unanswered` one
 * only the answer is lost; an error is the engine's answer.
 */
export function nextTransactions(...fates: readonly ('written' | 'lost' | 'unanswered' | Error)[]): void {
  const left = [...fates];
  requests.on(TransactWriteCommand).callsFake(async (input, getClient) => {
    const fate = left.shift() ?? 'written';
    if (fate instanceof Error) throw fate;
    const answer = fate !== 'lost' && (await Reflect.apply(send, getClient(), [new TransactWriteCommand(input)]));
    if (fate !== 'written') throw new Error('socket hang up');
    return answer;
  });
}

/**
 * Runs `meanwhile` once, after the first read of an item whose partition key begins so. The product gets the
 * item as it was before.
 */
export function afterReading(pk: string, meanwhile: () => Promise<void>): void {
  let isDone = false;
  requests.on(GetCommand).callsFake(async (input, getClient) => {
    const answer = await Reflect.apply(send, getClient(), [new GetCommand(input)]);
    if (!isDone && input.Key.pk.startsWith(pk)) {
      isDone = true;
      await meanwhile();
    }
    return answer;
  });
}

/** Runs `meanwhile` once for each item, before its first update by an expression outside a transaction. */
export function beforeUpdating(meanwhile: (key: Record<string, string>) => Promise<void>): void {
  const met = new Set<string>();
  requests.on(UpdateCommand).callsFake(async (input, getClient) => {
    if (!met.has(input.Key.pk)) {
      met.add(input.Key.pk);
      await meanwhile(input.Key);
    }
    return Reflect.apply(send, getClient(), [new UpdateCommand(input)]);
  });
}

const made = new Map<TableName, string>();

/** Gives the test empty tables with the keys and indexes of the stack, in place of earlier ones. */
export async function emptyTables(...families: readonly TableName[]): Promise<void> {
  await Promise.all(
    families.map(async (family) => {
      const [before, TableName] = [made.get(family), `${family}-${randomUUID()}`];
      if (before) await engine.send(new DeleteTableCommand({ TableName: before }));
      await engine.send(new CreateTableCommand({ ...keys, TableName, BillingMode: 'PAY_PER_REQUEST' }));
      made.set(family, TableName);
      process.env[`${family.toUpperCase()}_TABLE`] = TableName;
    }),
  );
}

/** Stores values of a kind, whatever is there. */
export async function store<T extends Id, Id extends object>(
  kind: Entity<T, Id>,
  ...values: NoInfer<T>[]
): Promise<void> {
  for (const value of values) await new Transaction().put(kind, value).commit();
}

/** Stores many values of a kind, in as few transactions as possible. */
export async function storeMany<T extends Id, Id extends object>(
  kind: Entity<T, Id>,
  values: readonly NoInfer<T>[],
): Promise<void> {
  let transaction = new Transaction();
  for (const value of values) {
    transaction.put(kind, value);
    if (transaction.remaining > 10) continue;
    await transaction.commit();
    transaction = new Transaction();
  }
  await transaction.commit();
}

/** Returns the result of `work` and how many requests to DynamoDB it made. */
export async function counted<T>(work: () => Promise<T>): Promise<{ result: T; requests: number }> {
  const before = requests.calls().length;
  const result = await work();
  return { result, requests: requests.calls().length - before };
}

/** Returns all pages of a list to its end, each with the number of requests that it cost. */
export async function pagesOf<T>(
  read: (cursor: string | undefined) => Promise<{ items: T[]; cursor?: string }>,
): Promise<{ items: T[]; requests: number }[]> {
  const pages: { items: T[]; requests: number }[] = [];
  let cursor: string | undefined;
  do {
    const page = await counted(() => read(cursor));
    pages.push({ items: page.result.items, requests: page.requests });
    cursor = page.result.cursor;
  } while (cursor !== undefined);
  return pages;
}

/** Returns all items of a table. */
export async function itemsOf(family: TableName): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client: engine }, { TableName: physicalName(family) }))
    found.push(...Items.map((item) => unmarshall(item)));
  return found;
}

/** Returns the stored values of a kind. */
export async function stored<T extends Id, Id extends object>(kind: Entity<T, Id>): Promise<T[]> {
  const all = await itemsOf(kind.table);
  return all.filter(({ type }) => type === kind.type).map((item) => parseItem(kind, item));
}

/** Returns the events of a partition, oldest first, or of the whole table. */
export async function eventsOf(family: TableName, pk?: string): Promise<AnyEvent[]> {
  const all = await itemsOf(family);
  return all
    .filter((item) => item.type === 'Event' && (pk === undefined || item.pk === pk))
    .sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1))
    .map(({ event }) => parseEvent(event));
}
