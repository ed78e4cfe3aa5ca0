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
 * Returns a value as JSON and escapes the characters that a queue may refuse: SQS rejects U+FFFE and U+FFFF,
 * other engines reject four-byte characters. A message that is never accepted would block every event after
 * it.
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

/**
 * Most bytes of a batch, the limit that SQS has always accepted. A larger batch may always be refused as a
 * whole.
 */
const mostBytes = 256 * 1024;

/**
 * Splits messages into batches of at most ten messages and `mostBytes`. A larger message gets a batch of its
 * own.
 */
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

/**
 * Sends values to a queue in batches, each delayed by its entry in `delays` (seconds, at most 900).
 * Returns the indexes of the values that the queue refused.
 */
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
