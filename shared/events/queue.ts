import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

let client: SQSClient | undefined;
function sqs(): SQSClient {
  client ??= new SQSClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return client;
}

/** JSON in plain ASCII beyond the basic plane: some queue engines refuse four-byte characters, none refuses an escape. */
function messageBody(value: unknown): string {
  return JSON.stringify(value).replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/** Sends values to a queue in batches of ten. Returns the indexes of those that the queue did not take. */
export async function sendAll(queueUrl: string, values: readonly unknown[]): Promise<number[]> {
  const failed: number[] = [];
  for (let from = 0; from < values.length; from += 10) {
    const Entries = values
      .slice(from, from + 10)
      .map((value, i) => ({ Id: String(from + i), MessageBody: messageBody(value) }));
    const reply = await sqs().send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    failed.push(...(reply.Failed ?? []).map((one) => Number(one.Id)));
  }
  return failed;
}
