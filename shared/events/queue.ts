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
export function messageBody(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\ud800-\udfff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}

interface Entry {
  Id: string;
  MessageBody: string;
  DelaySeconds?: number;
}

/** What SQS has taken in one request since it is there: a larger batch may be refused as a whole, and for ever. */
const mostBytes = 256 * 1024;

/** Batches of at most ten messages that together are no larger than a queue takes; a message that alone is goes alone. */
function batchesOf(entries: readonly Entry[]): Entry[][] {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody);
    const last = batches.at(-1);
    bytes += size;
    if (last && last.length < 10 && bytes <= mostBytes) {
      last.push(entry);
      continue;
    }
    batches.push([entry]);
    bytes = size;
  }
  return batches;
}

/** Longest delay of a message, in seconds. */
const longestDelay = 900;

/** Sends values to a queue in batches, each delayed by so many seconds where said (at most 900). Returns the indexes of those that the queue did not take. */
export async function sendAll(
  queueUrl: string,
  values: readonly unknown[],
  delays: readonly number[] = [],
): Promise<number[]> {
  const failed: number[] = [];
  const entries = values.map((value, i) => {
    const seconds = Math.min(Math.max(Math.ceil(delays[i] ?? 0), 0), longestDelay);
    return { Id: String(i), MessageBody: messageBody(value), ...(seconds > 0 && { DelaySeconds: seconds }) };
  });
  for (const Entries of batchesOf(entries)) {
    const reply = await sqs().send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    for (const { Id, Code, SenderFault } of reply.Failed ?? []) {
      log.error('queue refused a message', { queue: queueUrl, code: Code, senderFault: SenderFault });
      failed.push(Number(Id));
    }
  }
  return failed;
}
