import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { shardPartition, shardsOfDay } from '../../functions/money/ledger/ledger.store.ts';
import { type Entry, entrySchema } from '../../functions/money/ledger/posting.ts';
import type { Caller } from '../../infra/api-client/api-client.ts';
import { addDays } from '../../shared/kernel/periods.ts';
import { dayIn } from '../../shared/kernel/time.ts';
import { cashOf } from '../cash.ts';
import { ask, type Body, idle, must, type TestEstate } from './backend.ts';
import { tableOf } from './engine-table.ts';
import { until } from './until.ts';

/** Returns today in the zone of the test estates. */
export const today = (): string => dayIn('Asia/Shanghai', new Date().toISOString());

/** Returns the first day of last month, from which tests close days. */
export const firstOfLastMonth = (): string => `${addDays(`${today().slice(0, 8)}01`, -1).slice(0, 8)}01`;

/** Returns a function that gives out reference numbers, each once. */
export function referenceNumbers(usual = 'nr'): (what?: string) => string {
  let nth = 0;
  return (what = usual) => {
    nth += 1;
    return `${what}-${nth}`;
  };
}

/**
 * Counts a drawer at the end of a day as its cashier, and has the administrator sign. Without `cash` it finds
 * what the ledger has.
 */
export async function drawerCounted(
  { estateId, staff }: TestEstate,
  day: string,
  cashier: Caller,
  cash?: readonly object[],
): Promise<Body> {
  const { auditor } = staff;
  const drawer = `assets:cash:${cashier.personId}`;
  const { fen } = await must(auditor, 'GET', `/v1/ledger/estates/${estateId}/accounts/${drawer}/balance?on=${day}`);
  const path = `/v1/ledger/estates/${estateId}/drawers/${cashier.personId}/counts`;
  const count = await must(cashier, 'POST', path, { purpose: 'closing', day, cash: cash ?? cashOf(fen) });
  return must(
    staff.administrator,
    'POST',
    `/v1/ledger/estates/${estateId}/drawer-counts/${day}/${count.countId}/witness`,
  );
}

/**
 * Closes days up to `through` as the manager, and counts the drawers that moved on them. Returns the close of
 * that day, or of the first day that is refused for another reason.
 */
export async function closedBy(estate: TestEstate, through: string, who = estate.staff.manager): Promise<Body> {
  const path = `/v1/ledger/estates/${estate.estateId}/closes`;
  for (;;) {
    await must(who, 'POST', path, { through });
    await idle();
    const { items } = await must(who, 'GET', `${path}?limit=200`);
    const refused = items.find((one: Body) => one.state === 'refused');
    if (!refused) return must(who, 'GET', `${path}/${through}`);
    if (refused.drawers.length === 0) return refused;
    for (const { account } of refused.drawers) {
      const cashier = Object.values(estate.staff).find(({ personId }) => account === `assets:cash:${personId}`);
      if (!cashier) throw new Error(`nobody counts ${account}`);
      await drawerCounted(estate, refused.day, cashier);
    }
  }
}

/**
 * Reverses a payment by the request of a person that another approves (R20.11). Returns the answer of the
 * reversal, or of a request that is refused.
 */
export async function reversedBy(as: Caller, { estateId, staff }: TestEstate, paymentId: string, reason = '录错') {
  const body = { of: 'reversal', id: paymentId, reason };
  const asked = await ask(as, 'POST', `/v1/payments/estates/${estateId}/refund-requests`, body);
  if (asked.status !== 201) return asked;
  const { requestId } = asked.body;
  await must(staff.administrator, 'POST', `/v1/payments/refund-requests/${requestId}/approve`, {});
  return ask(as, 'POST', `/v1/payments/${paymentId}/reverse`, { reason, requestId });
}

/** Creates a fee item of `yuan` yuan a month for every unit of the estate, and returns its id. */
export async function feeOf(estate: TestEstate, name: string, yuan: string): Promise<string> {
  const tariff = { from: '2024-01-01', price: yuan, addOn: '0', ground: '物业服务合同' };
  const item = { name, kind: 'fixed', tariff };
  const path = `/v1/fees/estates/${estate.estateId}/fee-items`;
  return (await must(estate.staff.manager, 'POST', path, item)).feeItemId;
}

/**
 * Bills every unit of the estate for one month (`2026-01`), publishes the bills and waits for all
 * consequences.
 */
export async function billed(estate: TestEstate, feeItemId: string, month: string, dueOn: string): Promise<void> {
  const { manager } = estate.staff;
  const body = { period: { from: month, months: 1 }, feeItemIds: [feeItemId], dueOn, dueProof: '原账单' };
  const { runId } = await must(manager, 'POST', `/v1/fees/estates/${estate.estateId}/billing-runs`, body);
  const run = `/v1/fees/billing-runs/${runId}`;
  const reaches = (state: string) =>
    until(`the run to be ${state}`, async () => (await must(manager, 'GET', run)).state === state);
  await reaches('drafted');
  await must(manager, 'POST', `${run}/publish`, {});
  await reaches('published');
  await idle();
}

/** Configures this process so that the ledger stores can read the table of the run. */
export async function ledgerStores(): Promise<void> {
  const { TableName, endpoint } = await tableOf('ledger');
  Object.assign(process.env, {
    LEDGER_TABLE: TableName,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}

/** Returns the items of one partition of the ledger. */
export async function itemsAt(pk: string): Promise<Body[]> {
  const { TableName, documents } = await tableOf('ledger');
  const all: Body[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
    );
    all.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return all;
}

/** Returns every ledger entry of an estate on the given days. */
export async function entriesOn(estateId: string, days: readonly string[]): Promise<Entry[]> {
  const leaves = days.flatMap((day) =>
    Array.from({ length: shardsOfDay }, (_, leaf) => shardPartition(estateId, day, leaf)),
  );
  const items = (await Promise.all(leaves.map(itemsAt))).flat();
  return items.filter(({ entry }) => entry !== undefined).map(({ entry }) => entrySchema.parse(entry));
}

/**
 * Rewrites the delivery day of a new bill to an earlier day, so that its late charge runs. No operation
 * accepts a delivery before the bill existed.
 */
export async function deliveredLongAgo(billId: string, on: string): Promise<void> {
  const { TableName, documents } = await tableOf('ledger');
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: { pk: `BILL#${billId}`, sk: 'BILL' },
      UpdateExpression: 'SET deliveries = :deliveries',
      ExpressionAttributeValues: { ':deliveries': [{ method: 'hand', on }] },
    }),
  );
}

/**
 * Moves the start of an estate's ledger to an earlier day, so that past days can be closed. Skips it after a
 * close.
 */
export async function ledgerBeganOn(estateId: string, openedOn: string): Promise<void> {
  const { TableName, documents } = await tableOf('ledger');
  const pk = `BOOKS#${estateId}`;
  if ((await itemsAt(pk)).some(({ type }) => type === 'day-close')) return;
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: { pk, sk: 'BOOKS' },
      UpdateExpression: 'SET openedOn = :opened, closedThrough = :before',
      ExpressionAttributeValues: { ':opened': openedOn, ':before': addDays(openedOn, -1) },
    }),
  );
}

/** Deletes an item of the ledger, and returns a function that restores it. */
export async function removed(item: Body): Promise<() => Promise<unknown>> {
  const { TableName, documents } = await tableOf('ledger');
  await documents.send(new DeleteCommand({ TableName, Key: { pk: item.pk, sk: item.sk } }));
  return () => documents.send(new PutCommand({ TableName, Item: item }));
}

/** Writes an item of the ledger directly, bypassing the operations. */
export async function written(item: Body): Promise<void> {
  const { TableName, documents } = await tableOf('ledger');
  await documents.send(new PutCommand({ TableName, Item: item }));
}
