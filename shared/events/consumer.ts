import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { log } from '../observability/log.ts';
import { metered } from '../store/metering.ts';
import { VersionConflict } from '../store/retry.ts';
import {
  type ActionContext,
  type AnyEvent,
  type EventName,
  type EventOf,
  eventNamed,
  parseEvent,
} from './catalogue.ts';
import { AlreadyHandled } from './transaction.ts';
import { isWanted, type When, whenSchema } from './when.ts';

/** What a handler gets besides the event: the time, and itself as the actor of what it causes. */
export interface Handling {
  consumer: string;
  now: Temporal.Instant;
  /**
   * The act of the system, caused by the event. What was entered late (yesterday's letter) has its consequences as late
   * as it really took to handle it after the entry, and not as late as today.
   */
  act: ActionContext;
}

type Handlers = { [N in EventName]?: (event: EventOf<N>, handling: Handling) => Promise<void> };

/** A queue's consumer as plain data: the stack makes the queue of that name and subscribes it to these events. */
export interface Consumer {
  readonly name: string;
  readonly events: readonly string[];
  /** Values that it wants in the data of some events. The relay sends it no others. */
  readonly when: z.infer<typeof whenSchema>;
  /** Its events are delivered when the instant `wakeAt` of their data has come, at most 15 minutes after they happened. */
  readonly delayed?: boolean;
  readonly handle: (event: AnyEvent, now: Temporal.Instant) => Promise<void>;
}

/**
 * Declares a consumer. Handlers take events at least once and in any order; each writes its effect together with
 * `transaction.once(table, consumer, event)`. `AlreadyHandled` counts as done; `VersionConflict` is tried again at once.
 */
export function consumer(declaration: { name: string; delayed?: boolean; when?: When; on: Handlers }): Consumer {
  const { name, on, delayed } = declaration;
  const when = whenSchema.parse(declaration.when ?? {});
  const unheard = Object.keys(when).filter((event) => !Object.hasOwn(on, event));
  if (unheard.length > 0) throw new Error(`${name} has no handler for ${unheard.join(', ')}`);
  const run = async <N extends EventName>(known: N, event: AnyEvent, now: Temporal.Instant) => {
    const handle: Handlers[N] = on[known];
    if (!handle) return;
    const act: ActionContext = {
      actor: { kind: 'system', id: name },
      recordedAt: now.toString(),
      occurredAt: consequenceOf(event, now),
      traceId: event.traceId,
    };
    await handle(eventNamed(known, event), { consumer: name, now, act });
  };
  const isKnown = (text: string): text is EventName => Object.hasOwn(on, text);
  return {
    name,
    events: Object.keys(on),
    when,
    ...(delayed && { delayed }),
    handle: async (event, now) => {
      if (!isKnown(event.name) || !isWanted(event, when)) return;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await run(event.name, event, now);
        } catch (error) {
          if (error instanceof AlreadyHandled) return;
          if (!(error instanceof VersionConflict) || attempt === 6) throw error;
        }
      }
    },
  };
}

function consequenceOf(event: AnyEvent, now: Temporal.Instant): string {
  const handling = Math.max(0, now.epochMilliseconds - Temporal.Instant.from(event.recordedAt).epochMilliseconds);
  return Temporal.Instant.from(event.occurredAt).add({ milliseconds: handling }).toString();
}

const batchSchema = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
type BatchAnswer = { batchItemFailures: { itemIdentifier: string }[] };

/**
 * Handles every message of a batch by itself and answers which ones failed; those come again, the others are done. Logs
 * what the batch cost.
 */
export function messageHandler(
  name: string,
  handle: (body: unknown) => Promise<void>,
): (batch: unknown) => Promise<BatchAnswer> {
  const handled = async ({ messageId, body }: z.infer<typeof batchSchema>['Records'][number]) => {
    try {
      await handle(JSON.parse(body));
      return [];
    } catch (error) {
      log.error('message failed', { consumer: name, messageId, error });
      return [{ itemIdentifier: messageId }];
    }
  };
  return async (batch) => {
    const { Records } = batchSchema.parse(batch);
    const { result, cost } = await metered(() => Promise.all(Records.map(handled)));
    const batchItemFailures = result.flat();
    log.info('batch handled', {
      consumer: name,
      messages: Records.length,
      failed: batchItemFailures.length,
      ...cost,
    });
    return { batchItemFailures };
  };
}

/** The Lambda handler of a consumer. */
export function consumerHandler(of: Consumer, clock: Clock = systemClock): (batch: unknown) => Promise<BatchAnswer> {
  return messageHandler(of.name, (body) => of.handle(parseEvent(body), clock.now()));
}
