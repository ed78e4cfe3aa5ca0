import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { messageBody } from '../../shared/events/queue.ts';
import { call, EngineError, type QueueEngine } from './engines.ts';
import type { Functions } from './functions.ts';
import { type Addresses, physicalName, queueUrl, region } from './names.ts';
import { failedItems, type Mapping, type Source } from './sources.ts';
import type { State } from './state.ts';
import { type Catalogue, type Found, ignored } from './support.ts';

const queueSchema = z.strictObject({
  VisibilityTimeout: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
  ...ignored('QueueName', 'SqsManagedSseEnabled', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'Tags'),
  ...ignored('RedriveAllowPolicy'),
});
type Queue = Found<z.output<typeof queueSchema>>;

const urlSchema = z.object({ QueueUrl: z.string() });

/** Creates the queues of the assembly. Existing queues get the attributes of the template. */
export async function createQueues(found: Catalogue, endpoint: string): Promise<Queue[]> {
  const queues = found.take('AWS::SQS::Queue', queueSchema);
  // Dead-letter queues come first, because a redrive policy must name an existing queue.
  for (const queue of queues.toSorted(
    (a, b) => Number(Boolean(a.is.RedrivePolicy)) - Number(Boolean(b.is.RedrivePolicy)),
  )) {
    const { VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = queue.is;
    const wanted = {
      VisibilityTimeout,
      MessageRetentionPeriod,
      RedrivePolicy: RedrivePolicy ? JSON.stringify(RedrivePolicy) : undefined,
    };
    const set = Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
    const Attributes: unknown = Object.fromEntries(set);
    const QueueName = physicalName(queue);
    try {
      const { QueueUrl } = await call(endpoint, 'AmazonSQS.GetQueueUrl', { QueueName }, urlSchema);
      await call(endpoint, 'AmazonSQS.SetQueueAttributes', { QueueUrl, Attributes }, z.unknown());
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      await call(endpoint, 'AmazonSQS.CreateQueue', { QueueName, Attributes }, z.unknown());
    }
  }
  return queues;
}

/** Returns a function that sends a value as JSON to the queue of an ARN. */
export function sender(addresses: Addresses) {
  return (queueArn: string, body: unknown): Promise<unknown> => {
    const QueueUrl = queueUrl(addresses, queueArn.split(':').at(-1) ?? '');
    return call(addresses.sqs, 'AmazonSQS.SendMessage', { QueueUrl, MessageBody: messageBody(body) }, z.unknown());
  };
}

const messageSchema = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string().optional(),
  Attributes: z.record(z.string(), z.string()).default({}),
});
type Message = z.output<typeof messageSchema>;
const receivedSchema = z.object({ Messages: z.array(messageSchema).default([]) });

interface QueueWorld {
  readonly addresses: Addresses;
  readonly engine: QueueEngine;
  readonly functions: Functions;
  readonly state: State;
}

/**
 * Feeds a function from a queue with long polls.
 * It deletes what succeeded; the rest returns after its timeout.
 */
export function queueSource(mapping: Mapping, { addresses, engine, functions, state }: QueueWorld): Source {
  const name = mapping.is.EventSourceArn.split(':').at(-1) ?? '';
  const QueueUrl = queueUrl(addresses, name);
  const size = mapping.is.BatchSize ?? 10;
  // Lambda starts with five pollers for a queue.
  const most = Math.min(mapping.is.ScalingConfig?.MaximumConcurrency ?? 5, 5);
  const log = state.log('runner');
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  /** Messages that failed and will return after their visibility timeout. */
  const givenBack = new Set<string>();
  const sqs = <T extends z.ZodType>(operation: string, input: object, answer: T) =>
    call(addresses.sqs, `AmazonSQS.${operation}`, { QueueUrl, ...input }, answer, stopping.signal);

  const receive = async () => {
    const input = {
      MaxNumberOfMessages: Math.min(10, size),
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ['All'],
    };
    return (await sqs('ReceiveMessage', input, receivedSchema)).Messages;
  };

  const remove = async (messages: readonly Message[]) => {
    if (messages.length === 0) return;
    const Entries = messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    // This call ignores the stop signal: processed messages are deleted even while the run stops.
    await call(addresses.sqs, 'AmazonSQS.DeleteMessageBatch', { QueueUrl, Entries }, z.unknown());
  };

  const handle = async (batch: readonly Message[]): Promise<void> => {
    try {
      const Records = batch.map((message) => lambdaRecord(message, mapping.is.EventSourceArn));
      const answer = await functions.invoke(mapping.is.FunctionName, { Records });
      const ids = batch.map((message) => message.MessageId);
      const failed = failedItems(mapping, answer, ids);
      await remove(batch.filter((message) => !failed.has(message.MessageId)));
      for (const id of failed) givenBack.add(id);
    } catch (error) {
      for (const { MessageId } of batch) givenBack.add(MessageId);
      log.write(`${mapping.logicalId}: batch of ${batch.length} failed: ${String(error)}\n`);
    }
  };

  const step = async () => {
    if (running.size >= most) await Promise.race(running);
    const batch = await receive();
    if (batch.length === 0) return;
    for (const { MessageId } of batch) givenBack.delete(MessageId);
    const work = handle(batch);
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await step();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.write(`${mapping.logicalId}: queue: ${String(error)}\n`);
        await sleep(500);
      }
    }
  };
  const polling = run();
  return {
    rested: (about) => engine.messages(name, about).every((id) => givenBack.has(id)),
    stop: async () => {
      stopping.abort();
      await Promise.race([Promise.all([polling, ...running]), sleep(3_000)]);
    },
  };
}

function lambdaRecord(message: Message, eventSourceARN: string) {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: {},
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: region,
  };
}
