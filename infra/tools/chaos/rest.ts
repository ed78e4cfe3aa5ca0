import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { call } from '../../local/engines.ts';

const queuesSchema = z.object({ QueueUrls: z.array(z.string()).default([]) });
const countsSchema = z.object({ Attributes: z.record(z.string(), z.string()) });

export interface QueueNow {
  readonly name: string;
  readonly isDead: boolean;
  /** Messages that wait, are processed or failed. */
  readonly messages: number;
  /** Messages that their sender wants to be read later. */
  readonly delayed: number;
}

/** Returns all queues with their messages. */
export async function queuesNow(sqs: string): Promise<QueueNow[]> {
  const { QueueUrls } = await call(sqs, 'AmazonSQS.ListQueues', {}, queuesSchema);
  return Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const { Attributes } = await call(
        sqs,
        'AmazonSQS.GetQueueAttributes',
        { QueueUrl, AttributeNames: ['All'] },
        countsSchema,
      );
      const count = (what: string) => Number(Attributes[`ApproximateNumberOfMessages${what}`] ?? 0);
      return {
        name: QueueUrl.split('/').at(-1) ?? '',
        isDead: Attributes.RedrivePolicy === undefined,
        messages: count('') + count('NotVisible'),
        delayed: count('Delayed'),
      };
    }),
  );
}

/** Waits until no queue has messages to process. Returns those that still have some after `forMs`. */
export async function queuesEmpty(sqs: string, forMs: number): Promise<QueueNow[]> {
  for (const until = Date.now() + forMs; ; await wait(1_000)) {
    const busy = (await queuesNow(sqs)).filter(({ isDead, messages }) => !isDead && messages > 0);
    if (busy.length === 0 || Date.now() > until) return busy;
  }
}
