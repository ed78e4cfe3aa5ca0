import { log } from '../observability/log.ts';
import type { Entity } from '../store/entity.ts';
import { get } from '../store/table.ts';
import type { ActionContext } from './catalogue.ts';
import type { Handling } from './consumer.ts';
import { Transaction } from './transaction.ts';

/*
 * A file about a large estate needs more reads than one invocation can make, so it is written in slices.
 * Each slice is recorded together with an event that starts the next one. A repeated event finds a newer
 * version and does nothing. A killed slice is done again from where the one before it ended.
 */

/** A long-running operation whose work is cut into slices. */
interface Sliced {
  readonly estateId: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly state: string;
}

interface Cause<Id> {
  readonly id: string;
  readonly recordedAt: string;
  readonly version: number;
  readonly data: Id;
}

/**
 * Returns the handler of the events that start a slice: it does the next slice, and saves the progress with
 * the event of what comes next. `next` must give the same result when it is repeated.
 */
export function inSlices<T extends Sliced & Id, Id extends object>(of: {
  readonly kind: Entity<T, Id>;
  /** The state in which nothing is left to do. */
  readonly last: T['state'];
  /** Does one slice, and returns the operation after it. */
  readonly next: (before: T, act: ActionContext) => Promise<T>;
  /** Records what starts the next slice, or that the work is done. */
  readonly record: (transaction: Transaction, after: T, act: ActionContext) => void | Promise<void>;
}): (event: Cause<Id>, handling: Handling) => Promise<void> {
  const { kind, last, next, record } = of;
  return async (event, { act, consumer }) => {
    const before = await get(kind, event.data);
    if (!before) {
      log.warn(`event of a ${kind.type} that is not there`, { eventId: event.id });
      return;
    }
    // The event belongs to one version. Another version means that the event is a duplicate.
    if (before.version !== event.version || before.state === last) return;
    const done = await next(before, act);
    const after: T = { ...done, updatedAt: act.recordedAt, version: before.version + 1 };
    const transaction = new Transaction().once(kind.table, consumer, event).save(kind, after, before);
    await record(transaction, after, act);
    await transaction.commit();
  };
}
