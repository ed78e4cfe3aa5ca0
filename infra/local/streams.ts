import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { call, type DynamoEngine } from './engines.ts';
import { passes } from './filter.ts';
import type { Functions } from './functions.ts';
import { account, region } from './names.ts';
import { failedItems, type Mapping, type Source } from './sources.ts';
import type { State } from './state.ts';

const recordSchema = z.looseObject({
  dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.number().default(0) }),
});
type StreamRecord = z.output<typeof recordSchema>;
const recordsSchema = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().optional() });
const streamsSchema = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })) });
const shardsSchema = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }),
});
const iteratorSchema = z.object({ ShardIterator: z.string() });

export interface StreamWorld {
  readonly endpoint: string;
  readonly state: State;
  readonly functions: Functions;
  /** The embedded engine, which reports changes at once. Another engine must be polled. */
  readonly engine: DynamoEngine | undefined;
  sendTo(queueArn: string, body: unknown): Promise<unknown>;
}

const askEvery = 20;
const pageSize = 1_000;

/**
 * Milliseconds until a position is written.
 * After a kill, the records since the written position are read again.
 */
const writeAfter = 250;

/**
 * Feeds a function from a table's stream.
 * It stores its position after each batch: records may repeat, none is skipped.
 */
export async function streamSource(mapping: Mapping, world: StreamWorld): Promise<Source> {
  const { endpoint, state, functions } = world;
  const table = mapping.is.EventSourceArn.replace(/^.*:table\//, '').replace(/\/stream\/.*$/, '');
  const log = state.log('runner');
  const streams = <T extends z.ZodType>(operation: string, input: object, answer: T) =>
    call(endpoint, `DynamoDBStreams_20120810.${operation}`, input, answer);
  const found = await streams('ListStreams', { TableName: table }, streamsSchema);
  const StreamArn = found.Streams.at(-1)?.StreamArn;
  if (!StreamArn) throw new Error(`${mapping.logicalId}: the table ${table} has no stream.`);

  const shards = new Map<string, Promise<Source>>();
  const openShards = async () => {
    const { StreamDescription } = await streams('DescribeStream', { StreamArn }, shardsSchema);
    for (const { ShardId } of StreamDescription.Shards) {
      if (!shards.has(ShardId)) shards.set(ShardId, openShard(ShardId));
    }
  };

  const openShard = async (ShardId: string): Promise<Source> => {
    const checkpoint = `stream-${mapping.stack.name}-${mapping.logicalId}-${ShardId}`;
    const iteratorAfter = async (SequenceNumber: string | undefined) => {
      const ShardIteratorType = SequenceNumber ? 'AFTER_SEQUENCE_NUMBER' : 'TRIM_HORIZON';
      const input = { StreamArn, ShardId, ShardIteratorType, SequenceNumber };
      return (await streams('GetShardIterator', input, iteratorSchema)).ShardIterator;
    };
    const read = (ShardIterator: string, Limit: number) =>
      streams('GetRecords', { ShardIterator, Limit }, recordsSchema);
    let position = state.read(checkpoint);
    let unwritten: NodeJS.Timeout | undefined;
    const writePosition = () => {
      clearTimeout(unwritten);
      unwritten = undefined;
      if (position) state.write(checkpoint, position);
    };
    const moveTo = (record: StreamRecord) => {
      position = record.dynamodb.SequenceNumber;
      unwritten ??= setTimeout(writePosition, writeAfter);
    };
    let iterator: string | undefined = await iteratorAfter(position);
    let stopped = false;
    let seen: unknown;
    const changed = async () => {
      if (!world.engine) return sleep(100);
      for (let waited = 0; !stopped && waited < 1_000; waited += askEvery) {
        const version = world.engine.version();
        if (version !== seen) {
          seen = version;
          return;
        }
        await sleep(askEvery);
      }
    };

    const invoke = (records: readonly StreamRecord[]) => {
      const source = { awsRegion: region, eventSourceARN: mapping.is.EventSourceArn };
      return functions.invoke(mapping.is.FunctionName, {
        Records: records.map((record) => ({ ...record, ...source })),
      });
    };

    // Processes one batch until it is done or given up by the rules of the mapping.
    // Records before `position` are done.
    const tooOld = ([first]: readonly StreamRecord[]) => {
      const most = mapping.is.MaximumRecordAgeInSeconds;
      return most >= 0 && first !== undefined && Date.now() / 1000 - first.dynamodb.ApproximateCreationDateTime > most;
    };
    const handle = async (batch: readonly StreamRecord[], attempts: number): Promise<void> => {
      let rest = batch;
      for (let attempt = attempts; !stopped; attempt += 1) {
        const ids = rest.map((record) => record.dynamodb.SequenceNumber);
        try {
          const failed = failedItems(mapping, await invoke(rest), ids);
          const first = ids.findIndex((id) => failed.has(id));
          const done = rest[(first < 0 ? rest.length : first) - 1];
          if (done) moveTo(done);
          if (first < 0) return;
          rest = rest.slice(first);
        } catch (error) {
          log.write(`${mapping.logicalId}: batch of ${rest.length} failed: ${String(error)}\n`);
        }
        if (stopped) return;
        const { MaximumRetryAttempts: most, BisectBatchOnFunctionError: bisect } = mapping.is;
        if (bisect && rest.length > 1) {
          const middle = Math.ceil(rest.length / 2);
          await handle(rest.slice(0, middle), attempt + 1);
          return handle(rest.slice(middle), attempt + 1);
        }
        if ((most >= 0 && attempt > most) || tooOld(rest)) return giveUp(rest, attempt);
        await sleep(Math.min(100 * 2 ** attempt, 10_000));
      }
    };

    const giveUp = async (batch: readonly StreamRecord[], attempts: number) => {
      const [first, last] = [batch[0], batch.at(-1)];
      if (!first || !last) return;
      const time = (record: StreamRecord) => new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString();
      const destination = mapping.is.DestinationConfig.OnFailure?.Destination;
      if (destination) {
        await world.sendTo(destination, {
          requestContext: {
            requestId: randomUUID(),
            functionArn: `arn:aws:lambda:${region}:${account}:function:${functions.nameOf(mapping.is.FunctionName)}`,
            condition: 'RetryAttemptsExhausted',
            approximateInvokeCount: attempts,
          },
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          version: '1.0',
          timestamp: new Date().toISOString(),
          DDBStreamBatchInfo: {
            shardId: ShardId,
            startSequenceNumber: first.dynamodb.SequenceNumber,
            endSequenceNumber: last.dynamodb.SequenceNumber,
            approximateArrivalOfFirstRecord: time(first),
            approximateArrivalOfLastRecord: time(last),
            batchSize: batch.length,
            streamArn: mapping.is.EventSourceArn,
          },
        });
      }
      moveTo(last);
    };

    const size = mapping.is.BatchSize ?? 100;
    let busy = false;
    const step = async () => {
      // Most changes belong to other tables. Reading the engine's file is cheaper than a call.
      if (world.engine && !world.engine.hasRecords(table, position)) return changed();
      iterator ??= await iteratorAfter(position);
      const page = await read(iterator, pageSize);
      if (page.Records.length === 0) return changed();
      busy = true;
      const matching = page.Records.filter((record) => passes(mapping.is.FilterCriteria, record));
      for (let from = 0; from < matching.length && !stopped; from += size) {
        await handle(matching.slice(from, from + size), 1);
      }
      const last = page.Records.at(-1);
      if (last && !stopped) moveTo(last);
      iterator = page.NextShardIterator;
    };
    const run = async () => {
      while (!stopped) {
        try {
          await step();
        } catch (error) {
          if (stopped) return;
          log.write(`${mapping.logicalId}: stream: ${String(error)}\n`);
          iterator = undefined;
          await sleep(500);
        } finally {
          busy = false;
        }
      }
    };
    const running = run();
    // Deletes only processed records, because this stream may have been stopped for days, unlike DynamoDB's.
    // The last record stays, because the engine continues its numbers from it.
    const tidy = setInterval(() => {
      try {
        if (position) world.engine?.forgetRecords(table, position, Math.floor(Date.now() / 1000));
      } catch (error) {
        log.write(`${mapping.logicalId}: old records: ${String(error)}\n`);
      }
    }, 30_000);
    return {
      rested: async (about) => {
        if (world.engine) return !world.engine.hasRecords(table, position, about);
        const isEmpty = !busy && (await read(await iteratorAfter(position), 1)).Records.length === 0;
        return isEmpty && !busy;
      },
      stop: async () => {
        stopped = true;
        clearInterval(tidy);
        await Promise.race([running, sleep(3_000)]);
        if (unwritten) writePosition();
      },
    };
  };

  await openShards();
  await Promise.all(shards.values());
  // Other engines may split a growing stream into more shards. The embedded engine does not.
  const look = world.engine
    ? undefined
    : setInterval(() => void openShards().catch((error) => log.write(`${String(error)}\n`)), 30_000);
  const all = () => Promise.all(shards.values());
  return {
    rested: async (about) => (await Promise.all((await all()).map((shard) => shard.rested(about)))).every(Boolean),
    stop: async () => {
      clearInterval(look);
      await Promise.all((await all()).map((shard) => shard.stop()));
    },
  };
}
