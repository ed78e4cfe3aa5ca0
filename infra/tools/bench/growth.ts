import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ApiClient, staffOf } from '../../api-client/api-client.ts';
import { idsOf, itemsOf, type Stored, writeCopies } from './clones.ts';
import { bareClient } from './floor.ts';
import { loggedCosts, spentBetween } from './logged-costs.ts';
import { MeasuredOperation, timed } from './measured-operation.ts';
import { operations } from './operations.ts';
import { growthOf, median } from './ratios.ts';
import { figure, type Part, type Table } from './results.ts';
import type { World } from './world.ts';

const runSchema = z.object({ runId: z.string(), state: z.string(), bills: z.number() });

/** By how much the cost of an item may differ between the smallest and the greatest size. */
const goal = 1.2;

interface AtSize {
  readonly name: string;
  readonly requests: number;
  readonly units: number;
  readonly ms: number;
}

const tableOf = (name: string) => {
  const table = process.env[`${name.toUpperCase()}_TABLE`];
  if (table === undefined) throw new Error(`No function has the name of the table ${name}.`);
  return table;
};

/** Measures operations at the present size of the data. */
async function measureAll(world: World, names: readonly string[]): Promise<AtSize[]> {
  const all: AtSize[] = [];
  for (const operation of operations.filter(({ name }) => names.includes(name))) {
    const measured = new MeasuredOperation(world, operation);
    const { requests, readUnits, writeUnits } = await measured.cost();
    await timed(await measured.calls(2));
    const { ms } = await timed(await measured.calls(world.effort.calls));
    all.push({ name: operation.name, requests, units: readUnits + writeUnits, ms: median(ms) });
  }
  return all;
}

/** Returns the rows and ratios of measurements at growing sizes. */
function growthRows(part: string, at: readonly (readonly AtSize[])[]): Pick<Part, 'ratios'> & { rows: string[][] } {
  const rows: string[][] = [];
  const ratios: [string, number][] = [];
  for (const [nth, { name }] of (at[0] ?? []).entries()) {
    const sizes = at.flatMap((one) => one[nth] ?? []);
    const requests = growthOf(sizes.map((one) => one.requests));
    const units = growthOf(sizes.map((one) => one.units));
    ratios.push([`${part}: ${name}, requests`, requests], [`${part}: ${name}, units`, units]);
    const cells = sizes.flatMap((one) => [figure(one.requests, 2), figure(one.units, 2), figure(one.ms, 2)]);
    rows.push([name, ...cells, Math.max(requests, units).toFixed(2), `≤ ${goal}`]);
  }
  return { rows, ratios: Object.fromEntries(ratios) };
}

const headOf = (sizes: readonly number[], what: string) => [
  'operation',
  ...sizes.flatMap((size) => [`requests, ${figure(size)} ${what}`, `units, ${figure(size)}`, `ms, ${figure(size)}`]),
  'growth',
  'goal',
];
const times =
  'The time is the median on the embedded engine of the local run, for comparison within the row. Requests and units decide on AWS.';

/** Measures what tickets cost while an estate's tickets grow. */
export async function growthOfTickets(world: World): Promise<Part> {
  await world.engineAlone();
  const client = bareClient(world.dynamodb);
  const [ticketId = ''] = world.seed.ticketIds;
  const items = await itemsOf(client, [tableOf('tickets')], [`TICKET#${ticketId}`]);
  const names = ['get a ticket', 'list 50 tickets', 'open a ticket', 'reply to a ticket'];
  const at: AtSize[][] = [];
  let from = 0;
  for (const size of world.effort.growth) {
    world.say(`growth: ${size} tickets of an estate`);
    await writeCopies(client, items, [ticketId], { from, to: size });
    from = size;
    at.push(await measureAll(world, names));
  }
  const { rows, ratios } = growthRows('growth of tickets', at);
  const table: Table = {
    title: 'Growth: tickets of an estate',
    about: `The tickets of one estate grow by copies, written in batches. Requests and units of one warm call. ${times}`,
    head: headOf(world.effort.growth, 'tickets'),
    rows,
  };
  return { tables: [table], ratios };
}

/** Returns the items of one household: unit, owner, tenure, bill, and what else names them. */
async function household(world: World, client: DynamoDBDocumentClient): Promise<{ items: Stored[]; words: string[] }> {
  const { bills } = world.seed.billing;
  // The last bill is not paid by the other parts.
  const { unitId = '', payerId = '', billId = '' } = bills.at(-1) ?? {};
  const words = [unitId, payerId, billId];
  const items = await itemsOf(client, [tableOf('owners'), tableOf('ledger')], words);
  return { items, words: [...new Set([...words, ...idsOf(items)])] };
}

/** Measures what households cost while an estate grows: records, bills, payments and a billing run. */
export async function growthOfHouseholds(world: World): Promise<Part> {
  const backend = await world.backend();
  const tables = bareClient(world.dynamodb);
  const { billing } = world.seed;
  const { items, words } = await household(world, tables);
  const client = new ApiClient(backend.urls);
  const administrator = staffOf(billing.estateId, 'administrator');
  const names = ['get a unit', 'list 50 units', 'get a bill', 'list 50 bills', 'take a payment'];
  const at: AtSize[][] = [];
  let from = billing.bills.length;
  for (const size of world.effort.growth) {
    world.say(`growth: ${size} households of an estate`);
    await writeCopies(tables, items, words, { from, to: size });
    from = Math.max(from, size);
    await backend.idle();
    const before = loggedCosts(world.stateDir);
    const began = performance.now();
    const body = { period: { from: '2026-11', months: 1 }, feeItemIds: billing.feeItemIds, dueOn: '2030-12-31' };
    const send = { as: administrator, key: `bench-${size}`, body };
    const path = `/v1/fees/estates/${billing.estateId}/billing-runs?dryRun=true`;
    const { runId } = await client.must(runSchema, 'POST', path, send);
    for (;;) {
      const run = await client.must(runSchema, 'GET', `/v1/fees/billing-runs/${runId}`, { as: administrator });
      if (run.state !== 'drafting') {
        // Every copy must be a real household, or the cost of one would be wrong.
        if (run.bills < size) throw new Error(`The dry run has ${run.bills} bills of ${size} households.`);
        break;
      }
      await wait(100);
    }
    const ms = (performance.now() - began) / size;
    await backend.idle();
    const spent = spentBetween(before, loggedCosts(world.stateDir)).get('billing');
    const [requests, units] = [spent?.requests ?? 0, (spent?.readUnits ?? 0) + (spent?.writeUnits ?? 0)];
    const billed = { name: 'dry run of billing, a household', requests: requests / size, units: units / size, ms };
    at.push([...(await measureAll(world, names)), billed]);
  }
  const { rows, ratios } = growthRows('growth of households', at);
  const table: Table = {
    title: 'Growth: households of an estate',
    about: `The households of one estate grow by copies of a real one: ${items.length} items each, such as unit, owner, tenure, bill and dunning account. ${times}`,
    head: headOf(world.effort.growth, 'households'),
    rows,
  };
  return { tables: [table], ratios };
}
