import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamo } from '../../../shared/store/client.ts';
import { type Item, indexNames, storedVersion, type TableName } from '../../../shared/store/entity.ts';
import { physicalName } from '../../../shared/store/table.ts';
import type { Recognised } from './kinds.ts';

/** Attributes that an entity derives from a value. */
const derived = ['expiresAt', ...indexNames.flatMap((name) => [`${name}Pk`, `${name}Sk`])];

/** What must change in an item: attributes with their new values, undefined for one that goes. */
type Changes = ReadonlyMap<string, unknown>;

/**
 * Returns the attributes of an item that differ from how it would be written now. In an item of the newest
 * version these can only be keys of indexes, so nothing that the ledger has sealed ever changes.
 */
export function changesOf(item: Item, { kind, wanted }: Recognised): Changes {
  const isOld = storedVersion(item) < kind.version;
  // The client does not store undefined fields.
  const stored: Item = isOld ? JSON.parse(JSON.stringify(wanted)) : wanted;
  const names = isOld ? new Set([...Object.keys(item), ...Object.keys(stored)]) : derived;
  return new Map(
    [...names].filter((name) => !isDeepStrictEqual(item[name], stored[name])).map((name) => [name, stored[name]]),
  );
}

/** Returns the expressions of an update that is made only if the item is still as it was read. */
function updateOf(item: Item, changes: Changes) {
  const all = [...new Set([...Object.keys(item), ...changes.keys()])].filter((name) => name !== 'pk' && name !== 'sk');
  const values: Record<string, unknown> = {};
  const nameOf = (attribute: string) => `#n${all.indexOf(attribute)}`;
  const placeholder = (value: unknown) => {
    const name = `:v${Object.keys(values).length}`;
    values[name] = value;
    return name;
  };
  const set = [...changes].filter(([, value]) => value !== undefined);
  const gone = [...changes].filter(([, value]) => value === undefined);
  const sets = set.map(([name, value]) => `${nameOf(name)} = ${placeholder(value)}`);
  return {
    UpdateExpression: [
      sets.length > 0 && `SET ${sets.join(', ')}`,
      gone.length > 0 && `REMOVE ${gone.map(([name]) => nameOf(name)).join(', ')}`,
    ]
      .filter(Boolean)
      .join(' '),
    ConditionExpression: [
      'attribute_exists(pk)',
      ...all.map((name) =>
        name in item ? `${nameOf(name)} = ${placeholder(item[name])}` : `attribute_not_exists(${nameOf(name)})`,
      ),
    ].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(all.map((name) => [nameOf(name), name])),
    ExpressionAttributeValues: values,
  };
}

/** What was done with an item, and the item as it is now: undefined when it was deleted meanwhile. */
export interface Done {
  readonly item: Item | undefined;
  readonly written: boolean;
  readonly upgraded: boolean;
  /** How often the item had changed since it was read, and was read again. */
  readonly conflicts: number;
}

/**
 * Writes what differs in an item, and looks at it again until nothing does. It writes only if the item is as
 * it was read. `spend` is told the units of each request and waits as long as the throttle says.
 */
export async function reindexItem(
  table: TableName,
  read: Item,
  recognise: (item: Item) => Recognised | 'none' | undefined,
  spend: (units: number | undefined) => Promise<void>,
): Promise<Done> {
  const target = { TableName: physicalName(table), Key: { pk: read.pk, sk: read.sk } };
  let done: Done = { item: read, written: false, upgraded: false, conflicts: 0 };
  while (done.item) {
    const { item } = done;
    const known = recognise(item);
    const changes = known === undefined || known === 'none' ? new Map() : changesOf(item, known);
    if (changes.size === 0) return done;
    try {
      // The item comes back as it is now: another request may have added a field that was not there.
      const update = new UpdateCommand({
        ...target,
        ...updateOf(item, changes),
        ReturnValues: 'ALL_NEW',
        ReturnConsumedCapacity: 'TOTAL',
      });
      const { Attributes, ConsumedCapacity } = await dynamo().send(update);
      done = { ...done, item: Attributes, written: true, upgraded: done.upgraded || changes.has('v') };
      await spend(ConsumedCapacity?.CapacityUnits);
    } catch (error) {
      const isPassing =
        error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException;
      if (!isPassing) throw error;
      const again = new GetCommand({ ...target, ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' });
      const { Item: now, ConsumedCapacity } = await dynamo().send(again);
      done = { ...done, item: now, conflicts: done.conflicts + 1 };
      await spend(ConsumedCapacity?.CapacityUnits);
    }
  }
  return done;
}
