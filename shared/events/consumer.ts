import middy from '@middy/core';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { retryOnConflict } from '../store/retry.ts';
import {
  type ActionContext,
  type AnyEvent,
  type EventName,
  type EventOf,
  eventNamed,
  parseEvent,
} from './catalogue.ts';
import { deadline, type Invocation } from './middleware/deadline.ts';
import { metering } from './middleware/metering.ts';
import { type BatchAnswer, handleEach, type Message } from './middleware/partial-batch.ts';
import { AlreadyHandled } from './transaction.ts';
import { isWanted, type When, whenSchema } from './when.ts';

/** Milliseconds kept for the answer to the queue, even on a busy processor. */
const reserveMs = 2_000;

/**
 * Most messages of a batch. All of them are handled at once and share the processor, so more would be late
 * together. None waits for another: a message that is given back unread counts as received, and after five
 * times as dead.
 */
export const mostMessages = 3;

/** Context of a handler call: the consumer, the time, and the consumer as the actor of its effects. */
export interface Handling {
  consumer: string;
  now: Temporal.Instant;
  /**
   * The system as the actor. `occurredAt` is that of the event plus the time between entry and handling: an
   * event entered late (yesterday's payment) has its consequences yesterday, not today.
   */
  act: ActionContext;
}

/**
 * Returns the act of an automatic step, which happens when it is done: nobody was sent yesterday for the
 * letter that is entered today. Only a replay of history places its steps in the past.
 */
export function stepOf({ act }: Pick<Handling, 'act'>, replays?: boolean): ActionContext {
  return replays ? act : { ...act, occurredAt: undefined };
}

type Handlers = { [N in EventName]?: (event: EventOf<N>, handling: Handling) => Promise<void> };

/** A consumer as plain data. The stack creates a queue of this name and subscribes it to these events. */
export interface Consumer {
  readonly name: string;
  readonly events: readonly string[];
  /** Values that the consumer wants in the data of some events. The relay sends no others. */
  readonly when: z.infer<typeof whenSchema>;
  /** Delays the delivery of each event until the instant `wakeAt` of its data, by at most 15 minutes. */
  readonly delayed?: boolean;
  readonly handle: (event: AnyEvent, now: Temporal.Instant) => Promise<void>;
}

/**
 * Declares a consumer. Handlers receive events at least once and in any order. Each writes its effect
 * together with `transaction.once(table, consumer, event)`. `AlreadyHandled` counts as success.
 * After a `VersionConflict` the handler reads and decides again, as an HTTP operation does.
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
      const { name: known } = event;
      try {
        await retryOnConflict(() => run(known, event, now));
      } catch (error) {
        if (!(error instanceof AlreadyHandled)) throw error;
      }
    },
  };
}

function consequenceOf(event: AnyEvent, now: Temporal.Instant): string {
  const handling = Math.max(0, now.epochMilliseconds - Temporal.Instant.from(event.recordedAt).epochMilliseconds);
  return Temporal.Instant.from(event.occurredAt).add({ milliseconds: handling }).toString();
}

const batchSchema = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });

/** Handler of a queue's batches. */
export type BatchHandler = (batch: unknown, invocation?: Invocation) => Promise<BatchAnswer>;

/**
 * Returns the Lambda handler of a queue, which handles each message on its own and logs the cost of the
 * batch.
 */
export function messageHandler(name: string, handle: (body: unknown) => Promise<void>): BatchHandler {
  const pipeline = middy<readonly Message[], BatchAnswer>()
    .use(
      metering<readonly Message[], BatchAnswer>('batch handled', ({ event, result }) => ({
        consumer: name,
        messages: event.length,
        failed: result.batchItemFailures.length,
      })),
    )
    .use(deadline(reserveMs))
    .handler((messages) => handleEach(messages, name, handle));
  return async (batch, invocation = {}) => pipeline(batchSchema.parse(batch).Records, invocation);
}

/** Returns the Lambda handler of a consumer. */
export function consumerHandler(of: Consumer, clock: Clock = systemClock): BatchHandler {
  return messageHandler(of.name, (body) => of.handle(parseEvent(body), clock.now()));
}
