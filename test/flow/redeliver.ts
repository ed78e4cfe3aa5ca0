import { GetQueueAttributesCommand, ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import * as z from 'zod';
import type { TableName } from '../../shared/store/entity.ts';
import { tableOf } from './engine-table.ts';
import { until } from './until.ts';

const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
const row = z.object({ event: z.object({ name: z.string() }).loose() });

/**
 * Sends the events of a name in some partitions to a consumer again, as SQS may do, and waits until its queue
 * is empty. Returns the number of these events.
 */
export async function redelivered(
  consumer: string,
  family: TableName,
  partitions: readonly string[],
  name: string,
): Promise<number> {
  const { documents, TableName } = await tableOf(family);
  const eventsOf = async (pk: string) => {
    const KeyConditionExpression = 'pk = :pk AND begins_with(sk, :event)';
    const ExpressionAttributeValues = { ':pk': pk, ':event': 'EVENT#' };
    const reply = await documents.send(
      new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues }),
    );
    return (reply.Items ?? []).map((item) => row.parse(item).event).filter((event) => event.name === name);
  };
  const events = (await Promise.all(partitions.map(eventsOf))).flat();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: inject('backend').sqsUrl, region: 'ap-southeast-1', credentials });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const plain = (text: string) => text.toLowerCase().replaceAll('-', '');
  const isItsQueue = (url: string) => plain(url).includes(plain(consumer)) && !/dead|dlq/i.test(url);
  const [QueueUrl, ...others] = QueueUrls.filter(isItsQueue);
  if (!QueueUrl || others.length > 0) throw new Error(`not exactly one queue of ${consumer}: ${QueueUrls.join(', ')}`);
  for (const event of events) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
  await until(`the queue of ${consumer} to be empty`, async () => {
    const AttributeNames = [...counts];
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    return counts.every((name) => Attributes[name] === '0');
  });
  return events.length;
}
