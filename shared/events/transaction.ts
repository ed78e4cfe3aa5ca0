import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { isTimeUp } from '../kernel/deadline.ts';
import { dynamo } from '../store/client.ts';
import { type Entity, itemOf, type Keys, rowsOf, type TableName, versionOf } from '../store/entity.ts';
import { VersionConflict } from '../store/retry.ts';
import { nowInSeconds, physicalName } from '../store/table.ts';
import {
  type ActionContext,
  type AnyEvent,
  type EventData,
  type EventName,
  eventOf,
  isRecordedIn,
} from './catalogue.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type Condition = { text: string; names?: Record<string, string>; values?: Record<string, unknown> };

/** Error for an event that the consumer has already handled. */
export class AlreadyHandled extends Error {
  override readonly name = 'AlreadyHandled';
}

/**
 * A write and the error of its failed condition; for an event also the event, and how it gets another number.
 */
interface Planned {
  readonly write: Write;
  readonly otherwise: () => Error;
  readonly event?: AnyEvent;
  /** Its condition is judged before those of all other writes. */
  readonly isFirst?: boolean;
  readonly numbered?: { readonly pk: string; readonly plan: (nth: number) => Planned };
}

/** Writes of a transaction in DynamoDB, less the answer to its request and two counters of calls. */
const mostWrites = 97;

interface Versioned {
  version: number;
  estateId: string;
}

/**
 * The writes of one change of state: items with their conditions, and events.
 * `commit` writes all of them or none.
 */
export class Transaction {
  readonly #writes: Planned[] = [];
  readonly #eventsOf = new Map<string, number>();
  readonly #steps: ((transaction: Transaction) => Promise<void>)[] = [];

  /** Events recorded so far. */
  get events(): readonly AnyEvent[] {
    return this.#writes.flatMap(({ event }) => event ?? []);
  }

  /** How many more writes fit: DynamoDB takes 100, and three are for the pipeline. */
  get remaining(): number {
    return mostWrites - this.#writes.length;
  }

  get isEmpty(): boolean {
    return this.#writes.length === 0 && this.#steps.length === 0;
  }

  /** Puts an aggregate if it still has the version of `before`, or does not exist if there is no `before`. */
  save<T extends Versioned & Id, Id extends object>(
    kind: Entity<T, Id>,
    after: T,
    before?: NoInfer<T>,
    otherwise: () => Error = () => new VersionConflict(`${kind.type} was changed in the meantime`),
  ): this {
    const condition: Condition = before
      ? { text: 'version = :version', values: { ':version': before.version } }
      : { text: 'attribute_not_exists(pk)' };
    return this.put(kind, after, condition, otherwise, before);
  }

  /**
   * Puts an item, if its condition holds, with its entries in lists beside the indexes (`rows`). Entries that
   * `before` has, too, are not written again; its other entries are deleted.
   */
  put<T extends Id, Id extends object>(
    kind: Entity<T, Id>,
    value: T,
    condition?: Condition,
    otherwise: () => Error = () => new VersionConflict(`${kind.type} was changed in the meantime`),
    before?: NoInfer<T>,
  ): this {
    return this.#add(putOf(kind, value, condition), otherwise).#putRows(kind, value, before);
  }

  /**
   * Puts an item, if its condition holds. Of several failed conditions this one is reported. While another
   * transaction writes the item, no other failed condition counts, because this one is not decided.
   */
  putFirst<T extends Id, Id extends object>(
    kind: Entity<T, Id>,
    value: T,
    condition: Condition,
    otherwise: () => Error,
  ): this {
    this.#writes.unshift({ write: putOf(kind, value, condition), otherwise, isFirst: true });
    return this;
  }

  /** Writes what changed in the entries of lists. The condition of their item decides for them, too. */
  #putRows<T extends Id, Id extends object>(kind: Entity<T, Id>, value: T, before: T | undefined): this {
    const TableName = physicalName(kind.table);
    const [wanted, had] = [rowsOf(kind, value), before ? rowsOf(kind, before) : []];
    const isIn = (rows: readonly Keys[], { pk, sk }: Keys) => rows.some((one) => one.pk === pk && one.sk === sk);
    const otherwise = () => new Error(`an entry of a ${kind.type} has no condition of its own`);
    for (const { pk, sk } of had.filter((row) => !isIn(wanted, row))) {
      this.#add({ Delete: { TableName, Key: { pk, sk } } }, otherwise);
    }
    for (const Item of wanted.filter((row) => !isIn(had, row))) this.#add({ Put: { TableName, Item } }, otherwise);
    return this;
  }

  /** Deletes an item, if its condition holds. @throws Error for a kind with entries in lists (`rows`). */
  remove<T extends object, Id extends object>(
    kind: Entity<T, Id>,
    id: Id,
    condition?: Condition,
    otherwise: () => Error = () => new VersionConflict(`${kind.type} was changed in the meantime`),
  ): this {
    if (kind.rows) throw new Error(`a ${kind.type} has entries in lists: write the code that deletes them with it`);
    return this.#add(
      { Delete: { TableName: physicalName(kind.table), Key: kind.key(id), ...expression(condition) } },
      otherwise,
    );
  }

  /** Requires a condition on an item that the transaction does not change. */
  check<T extends object, Id extends object>(
    kind: Entity<T, Id>,
    id: Id,
    condition: Condition,
    otherwise: () => Error,
  ): this {
    return this.#add(
      {
        ConditionCheck: {
          TableName: physicalName(kind.table),
          Key: kind.key(id),
          ConditionExpression: condition.text,
          ...names(condition),
        },
      },
      otherwise,
    );
  }

  /**
   * Updates an item by an expression: for counters that many requests write at once.
   * @throws Error for a kind with upgrades, because an expression cannot upgrade an old item.
   */
  update<T extends object, Id extends object>(
    kind: Entity<T, Id>,
    id: Id,
    set: { text: string; names?: Record<string, string>; values?: Record<string, unknown> },
    condition?: Condition,
    otherwise: () => Error = () => new VersionConflict(`${kind.type} was changed in the meantime`),
  ): this {
    if (versionOf(kind) > 1) throw new Error(`${kind.type} has upgrades: save it whole`);
    const merged = {
      text: condition?.text ?? '',
      names: { ...set.names, ...condition?.names },
      values: { ...set.values, ...condition?.values },
    };
    return this.#add(
      {
        Update: {
          TableName: physicalName(kind.table),
          Key: kind.key(id),
          UpdateExpression: set.text,
          ...(condition && { ConditionExpression: condition.text }),
          ...names(merged),
        },
      },
      otherwise,
    );
  }

  /**
   * Records an event of an aggregate in the partition of its state, which is its timeline and its outbox.
   * @throws Error when the event belongs to another table: only the relay of that table knows its
   * subscribers.
   */
  record<N extends EventName, T extends Versioned & Id & object, Id extends object>(
    kind: Entity<T, Id>,
    after: T,
    name: N,
    data: EventData<N>,
    act: ActionContext,
  ): this {
    if (!isRecordedIn(kind.table, name)) throw new Error(`the ${kind.table} table does not record ${name}`);
    const { pk } = kind.key(after);
    const { estateId, version } = after;
    const subject = { kind: kind.type, id: pk.slice(pk.indexOf('#') + 1) };
    return this.#number(pk, (nth) => {
      const event = eventOf({ name, data, act, estateId, subject, version, nth });
      const Item = { pk, sk: eventKey(version, nth), type: 'Event', event };
      return {
        write: { Put: { TableName: physicalName(kind.table), Item, ConditionExpression: 'attribute_not_exists(pk)' } },
        otherwise: () => new VersionConflict(`${kind.type} was changed in the meantime`),
        event,
      };
    });
  }

  /**
   * Records that a consumer handled an event, so that a second delivery changes nothing. Kept for 30 days of
   * the system's time, by which DynamoDB deletes it.
   */
  once(table: TableName, consumer: string, event: { id: string; recordedAt: string }): this {
    const key: Keys = { pk: `CONSUMED#${consumer}#${event.id}`, sk: 'CONSUMED' };
    const expiresAt = nowInSeconds() + 30 * 86_400;
    return this.#add(
      {
        Put: {
          TableName: physicalName(table),
          Item: { ...key, type: 'Consumed', expiresAt },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      () => new AlreadyHandled(`${consumer} has already handled ${event.id}`),
    );
  }

  /**
   * Adds a step that runs once, when `commit` begins. The step may read data and add writes to the committed
   * transaction. If it throws, `commit` throws the same error and writes nothing.
   */
  beforeCommit(step: (transaction: Transaction) => Promise<void>): this {
    this.#steps.push(step);
    return this;
  }

  /**
   * Adds the writes, events and steps of another transaction, if there is one. Events of an aggregate that
   * both record are numbered consecutively, so that no two have the same id.
   */
  join(other: Transaction | undefined): this {
    if (!other) return this;
    for (const planned of other.#writes) {
      if (planned.numbered) this.#number(planned.numbered.pk, planned.numbered.plan);
      else this.#writes.push(planned);
    }
    this.#steps.push(...other.#steps);
    return this;
  }

  /** Adds the next event of an aggregate. */
  #number(pk: string, plan: (nth: number) => Planned): this {
    const nth = this.#eventsOf.get(pk) ?? 0;
    this.#eventsOf.set(pk, nth + 1);
    this.#writes.push({ ...plan(nth), numbered: { pk, plan } });
    return this;
  }

  #add(write: Write, otherwise: () => Error): this {
    this.#writes.push({ write, otherwise });
    return this;
  }

  /**
   * Writes everything or nothing. Retries conflicts with other running transactions and throttling, as long
   * as there is time.
   * @throws the error that the `otherwise` of the first failed condition returns, see `putFirst`.
   */
  async commit(): Promise<void> {
    if (this.isEmpty) return;
    for (const step of this.#steps.splice(0)) await step(this);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await dynamo().send(new TransactWriteCommand({ TransactItems: this.#writes.map((one) => one.write) }));
        return;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
        const isUndecided = this.#writes[0]?.isFirst && codes[0] === 'TransactionConflict';
        const failed = this.#writes[codes.indexOf('ConditionalCheckFailed')];
        if (failed && !isUndecided) throw failed.otherwise();
        const passing = codes.some(
          (code) =>
            code === 'TransactionConflict' || code === 'ThrottlingError' || code === 'ProvisionedThroughputExceeded',
        );
        if (!passing || attempt === 8 || isTimeUp()) throw error;
        await wait(Math.random() * 20 * 2 ** attempt);
      }
    }
  }
}

function putOf<T extends Id, Id extends object>(kind: Entity<T, Id>, value: T, condition?: Condition): Write {
  return { Put: { TableName: physicalName(kind.table), Item: itemOf(kind, value), ...expression(condition) } };
}

/**
 * Returns the sort key of the nth event of a version. Events of an aggregate sort in the order of its
 * changes.
 */
function eventKey(version: number, nth: number): string {
  return `EVENT#${String(version).padStart(6, '0')}#${nth}`;
}

function names(condition: { names?: Record<string, string>; values?: Record<string, unknown> }) {
  return {
    ...(condition.names && Object.keys(condition.names).length > 0 && { ExpressionAttributeNames: condition.names }),
    ...(condition.values &&
      Object.keys(condition.values).length > 0 && { ExpressionAttributeValues: condition.values }),
  };
}

function expression(condition: Condition | undefined) {
  return condition ? { ConditionExpression: condition.text, ...names(condition) } : {};
}
