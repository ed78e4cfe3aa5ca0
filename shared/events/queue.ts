import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { log } from '../observability/log.ts';

let client: SQSClient | undefined;
function sqs(): SQSClient {
  client ??= new SQSClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return client;
}

/**
 * JSON with escapes for what a queue may refuse: SQS takes no U+FFFE and U+FFFF, other engines no four-byte characters,
 * and one message that is never taken would hold up every event after it.
 */
function messageBody(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}

/** Sends values to a queue in batches of ten. Returns the indexes of those that the queue did not take. */
export async function sendAll(queueUrl: string, values: readonly unknown[]): Promise<number[]> {
  const failed: number[] = [];
  for (let from = 0; from < values.length; from += 10) {
    const Entries = values
      .slice(from, from + 10)
      .map((value, i) => ({ Id: String(from + i), MessageBody: messageBody(value) }));
    const reply = await sqs().send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    for (const { Id, Code, SenderFault } of reply.Failed ?? []) {
      log.error('queue refused a message', { queue: queueUrl, code: Code, senderFault: SenderFault });
      failed.push(Number(Id));
    }
  }
  return failed;
}
