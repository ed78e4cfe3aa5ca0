import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { instantSchema } from '../../../shared/kernel/time.ts';
import type { AwsCall } from './aws-call.ts';

/** What Lambda writes about a batch of a stream that it gave up. */
export const givenUpSchema = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  DDBStreamBatchInfo: z.object({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
    approximateArrivalOfFirstRecord: instantSchema,
    approximateArrivalOfLastRecord: instantSchema,
    streamArn: z.string(),
  }),
});
type GivenUp = z.infer<typeof givenUpSchema>;

const recordSchema = z.looseObject({
  eventName: z.string(),
  dynamodb: z.looseObject({
    SequenceNumber: z.string(),
    Keys: z.looseObject({ sk: z.object({ S: z.string() }) }),
  }),
});
const pageSchema = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().optional() });
const iteratorSchema = z.object({ ShardIterator: z.string() });
const isEvent = (sk: string) => sk.startsWith('EVENT#');

/** Returns the event records of a batch from the stream, or undefined when the stream no longer has them. */
async function fromStream(aws: AwsCall, { DDBStreamBatchInfo: batch }: GivenUp): Promise<unknown[] | undefined> {
  const { streamArn: StreamArn, shardId: ShardId, startSequenceNumber: SequenceNumber } = batch;
  const streams = <T extends z.ZodType>(operation: string, input: object, answer: T) =>
    aws.streams(`DynamoDBStreams_20120810.${operation}`, input, answer);
  const found: unknown[] = [];
  try {
    const at = { StreamArn, ShardId, SequenceNumber, ShardIteratorType: 'AT_SEQUENCE_NUMBER' };
    let { ShardIterator } = await streams('GetShardIterator', at, iteratorSchema);
    for (let isFirst = true; ; isFirst = false) {
      const page = await streams('GetRecords', { ShardIterator }, pageSchema);
      const [first] = page.Records;
      // Engines that have trimmed the record begin with a later one.
      if (isFirst && first?.dynamodb.SequenceNumber !== SequenceNumber) return undefined;
      for (const record of page.Records) {
        if (record.eventName === 'INSERT' && isEvent(record.dynamodb.Keys.sk.S)) found.push(record);
        if (BigInt(record.dynamodb.SequenceNumber) >= BigInt(batch.endSequenceNumber)) return found;
      }
      if (page.NextShardIterator === undefined || page.Records.length === 0) return found;
      ShardIterator = page.NextShardIterator;
    }
  } catch (error) {
    if (error instanceof Error && /TrimmedDataAccess|ResourceNotFound|ExpiredIterator/.test(error.name))
      return undefined;
    throw error;
  }
}

/** Minutes by which the times of a batch and of its events may differ. */
const marginMs = 5 * 60_000;
const eventSchema = z.looseObject({
  event: z.object({ M: z.looseObject({ recordedAt: z.object({ S: z.string() }) }) }),
});

/**
 * Returns the events of the table that were recorded at the time of a batch, in the form of a stream's
 * records.
 */
async function fromTable(client: DynamoDBClient, { DDBStreamBatchInfo: batch }: GivenUp): Promise<unknown[]> {
  const TableName = batch.streamArn.replace(/^.*:table\//, '').replace(/\/stream\/.*$/, '');
  const from = Date.parse(batch.approximateArrivalOfFirstRecord) - marginMs;
  const to = Date.parse(batch.approximateArrivalOfLastRecord) + marginMs;
  const FilterExpression = 'begins_with(sk, :event)';
  const input = { TableName, FilterExpression, ExpressionAttributeValues: { ':event': { S: 'EVENT#' } } };
  const found: unknown[] = [];
  for await (const { Items = [] } of paginateScan({ client }, input)) {
    for (const NewImage of Items) {
      const at = Date.parse(eventSchema.parse(NewImage).event.M.recordedAt.S);
      if (at < from || at > to) continue;
      found.push({ eventName: 'INSERT', dynamodb: { SequenceNumber: String(found.length + 1), NewImage } });
    }
  }
  return found;
}

const relayedSchema = z.object({ batchItemFailures: z.array(z.unknown()) });
/** Records that the relay gets at once, as from its stream. */
const atOnce = 100;

/**
 * Lets the relay send the events of a batch that it gave up, from the stream, or after a day from the table.
 * Events that were sent before come twice, which consumers accept. Returns the number of events and where
 * they were found.
 * @throws Error when the relay still cannot send them.
 */
export async function relayAgain(
  aws: AwsCall,
  dynamodb: DynamoDBClient,
  given: GivenUp,
): Promise<{ events: number; from: 'stream' | 'table' }> {
  const streamed = await fromStream(aws, given);
  const records = streamed ?? (await fromTable(dynamodb, given));
  for (let at = 0; at < records.length; at += atOnce) {
    const some = { Records: records.slice(at, at + atOnce) };
    const { batchItemFailures } = await aws.invoke(given.requestContext.functionArn, some, relayedSchema);
    if (batchItemFailures.length > 0) {
      throw new Error('The relay still cannot send these events. Repair its cause first: see its log.');
    }
  }
  return { events: records.length, from: streamed ? 'stream' : 'table' };
}
