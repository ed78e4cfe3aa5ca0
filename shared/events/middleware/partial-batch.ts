import { beforeDeadline } from '../../kernel/deadline.ts';
import { log } from '../../observability/log.ts';

/** Answer to an event-source mapping: the parts of a batch to deliver again. */
export interface BatchAnswer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/** A message of a queue. */
export interface Message {
  readonly messageId: string;
  readonly body: string;
}

/**
 * Handles each message of a batch on its own and returns the failed ones, which SQS delivers again. A message
 * that is not handled when the time is up counts as failed: otherwise Lambda would stop the function and SQS
 * would deliver all again.
 */
export async function handleEach(
  messages: readonly Message[],
  consumer: string,
  handle: (body: unknown) => Promise<void>,
): Promise<BatchAnswer> {
  const failures = messages.map(async ({ messageId, body }) => {
    try {
      const handled = (async () => handle(JSON.parse(body)))();
      await beforeDeadline(handled, () => new Error('the time limit of the function is near'));
      return [];
    } catch (error) {
      log.error('message failed', { consumer, messageId, error });
      return [{ itemIdentifier: messageId }];
    }
  });
  return { batchItemFailures: (await Promise.all(failures)).flat() };
}
