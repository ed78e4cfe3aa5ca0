import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { systemClock } from '../kernel/clock.ts';
import { beforeDeadline } from '../kernel/deadline.ts';
import { setting } from '../kernel/environment.ts';
import { toInstant } from '../kernel/time.ts';
import { log } from '../observability/log.ts';
import { type AnyEvent, parseEvent } from './catalogue.ts';
import type { BatchAnswer } from './middleware/partial-batch.ts';
import { sendAll } from './queue.ts';
import { isWanted, whenSchema } from './when.ts';

const subscriptionSchema = z.object({
  /** Name of the consumer, with which the name of its queue ends. */
  consumer: z.string(),
  events: z.array(z.string()).readonly(),
  when: whenSchema.optional(),
  delayed: z.boolean().optional(),
});
/** The events of a table that a consumer hears. */
export type Subscription = z.infer<typeof subscriptionSchema>;
export const subscriptionsSchema = z.array(subscriptionSchema);

const attribute = z.custom<AttributeValue>((value) => typeof value === 'object' && value !== null);
const streamEventSchema = z.object({
  Records: z.array(
    z.object({
      dynamodb: z.object({ SequenceNumber: z.string(), NewImage: z.record(z.string(), attribute) }),
    }),
  ),
});

/** Returns the seconds until the `wakeAt` of an event; 0 when it has none. */
function secondsUntilWake({ data: { wakeAt } }: AnyEvent): number {
  if (typeof wakeAt !== 'string') return 0;
  return (toInstant(wakeAt).epochMilliseconds - systemClock.now().epochMilliseconds) / 1_000;
}

/**
 * Sends the new events of a table to the queues of their consumers (at least once, in any order).
 * Returns the sequence number of the first refused record, so that the stream continues from there.
 */
export async function relay(subscriptions: readonly Subscription[], stream: unknown): Promise<BatchAnswer> {
  const events = streamEventSchema.parse(stream).Records.map(({ dynamodb }) => ({
    sequence: dynamodb.SequenceNumber,
    event: parseEvent(unmarshall(dynamodb.NewImage).event),
  }));
  const perQueue = new Map<string, { place: number; value: unknown; delay: number }[]>();
  for (const { consumer, events: names, when = {}, delayed } of subscriptions) {
    const entries = events.flatMap(({ event }, place) =>
      names.includes(event.name) && isWanted(event, when)
        ? [{ place, value: event, delay: delayed ? secondsUntilWake(event) : 0 }]
        : [],
    );
    if (entries.length > 0) perQueue.set(`${setting('QUEUES')}-${consumer}`, entries);
  }
  const failures = await Promise.all(
    [...perQueue].map(async ([url, entries]) => {
      try {
        const sending = sendAll(
          url,
          entries.map((entry) => entry.value),
          entries.map((entry) => entry.delay),
        );
        const failed = await beforeDeadline(sending, () => new Error('the time limit of the relay is near'));
        return failed.flatMap((i) => entries[i]?.place ?? []);
      } catch (error) {
        log.error('queue did not take events', { queue: url, error });
        return entries.map((entry) => entry.place);
      }
    }),
  );
  const first = Math.min(...failures.flat());
  const sequence = events[first]?.sequence;
  return { batchItemFailures: sequence === undefined ? [] : [{ itemIdentifier: sequence }] };
}
