import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  paginateListQueues,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';

/** A queue of messages that failed at every retry. */
export interface DeadLetters {
  readonly name: string;
  readonly url: string;
  /** Address of the queue from which messages came; undefined when they come from elsewhere. */
  readonly source: string | undefined;
  readonly messages: number;
}

const policySchema = z.object({ deadLetterTargetArn: z.string() });
const nameOf = (urlOrArn: string) => urlOrArn.split(/[/:]/).at(-1) ?? '';

/** Names of queues of dead letters to which no queue moves its messages. */
const fromElsewhere = /deadletters|givenup|undelivered/i;

/** Returns the queues of dead letters among the queues whose names begin with a prefix. */
export async function deadLettersIn(sqs: SQSClient, prefix: string): Promise<DeadLetters[]> {
  const all: { url: string; messages: number; target: string | undefined }[] = [];
  const input = prefix === '' ? {} : { QueueNamePrefix: prefix };
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs, pageSize: 1_000 }, input)) {
    for (const url of QueueUrls) {
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
      const { RedrivePolicy, ApproximateNumberOfMessages } = Attributes ?? {};
      const target = RedrivePolicy && nameOf(policySchema.parse(JSON.parse(RedrivePolicy)).deadLetterTargetArn);
      all.push({ url, messages: Number(ApproximateNumberOfMessages), target });
    }
  }
  const sources = new Map(all.flatMap(({ url, target }) => (target ? [[target, url]] : [])));
  return all
    .map(({ url, messages }) => ({ name: nameOf(url), url, source: sources.get(nameOf(url)), messages }))
    .filter(({ name, source }) => source !== undefined || fromElsewhere.test(name));
}

/** Seconds for which a message is hidden from others while it is moved. */
const hiddenSeconds = 60;

/**
 * Yields the messages of a queue, each once. Ends when the queue is empty, or when a message comes back that
 * was seen before: it failed again meanwhile.
 */
export async function* messagesOf(sqs: SQSClient, { url }: DeadLetters): AsyncGenerator<Message> {
  const seen = new Set<string>();
  for (let misses = 0; misses < 2; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    misses = Messages.length === 0 ? misses + 1 : 0;
    for (const message of Messages) {
      if (seen.has(message.MessageId ?? '')) return;
      seen.add(message.MessageId ?? '');
      yield message;
    }
  }
}

/** Deletes a message that was handled. */
export async function remove(sqs: SQSClient, { url }: DeadLetters, { ReceiptHandle }: Message): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
}

/**
 * Sends a message back to the queue from which it came, and then deletes it here. When this is ended in
 * between, the message is there twice, which consumers accept.
 */
export async function moveBack(sqs: SQSClient, from: DeadLetters, message: Message): Promise<void> {
  const { Body = '', MessageAttributes } = message;
  await sqs.send(new SendMessageCommand({ QueueUrl: from.source, MessageBody: Body, MessageAttributes }));
  await remove(sqs, from, message);
}
