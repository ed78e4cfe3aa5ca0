import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ApiClient } from '../../api-client/api-client.ts';
import { localEndpoints } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { barOf } from '../progress.ts';
import { agrees, type Billed, pageOf, tablesOf } from './billing-costs.ts';
import { Month } from './billing-month.ts';
import { type CountedCost, costsBetween, costsIn } from './counted-costs.ts';
import { monthOf } from './month-recomputed.ts';
import { flatsOf } from './register-of-blocks.ts';

/*
 * `npm run bill-month -- FILE --units 5000,50000`: bills a month for registers made from a file of blocks of
 * flats. It uses the API: dry run, run, publication. Then it compares every bill and entry with an
 * independent recomputation. It and the backend may be killed; started again, it goes on
 * (docs/billing-at-size.md).
 */

const page = 'docs/api/billing-costs.md';
const logs = process.env.ANJU_STATE ?? join(process.cwd(), '.local');
type Costs = ReadonlyMap<string, CountedCost>;

/** The consumers that process a published bill. */
const followers = ['bill-updates', 'notices', 'prepaid-use'];
const quietSeconds = 4;

/**
 * Waits until the consumers have processed all published bills. Returns the seconds until the last message.
 */
async function told(before: Costs, bills: number): Promise<number> {
  const began = Date.now();
  const bar = barOf('Notifying payers', bills);
  let [last, lastAt] = [-1, began];
  while (Date.now() - lastAt < quietSeconds * 1_000) {
    await wait(500);
    const now = costsBetween(before, costsIn(logs));
    const messages = followers.map((who) => now.get(who)?.messages ?? 0);
    const sum = messages.reduce((all, one) => all + one, 0);
    if (sum !== last) [last, lastAt] = [sum, Date.now()];
    bar.update(Math.min(bills, ...messages));
  }
  bar.stop();
  return (lastAt - began) / 1_000;
}

/** Returns the costs of messages only, because jobs run every minute anyway. */
function spent(before: Costs, after: Costs): Costs {
  return new Map([...costsBetween(before, after)].filter(([, { messages }]) => messages > 0));
}

async function timed<T>(work: () => Promise<T>): Promise<[T, seconds: number]> {
  const began = Date.now();
  return [await work(), (Date.now() - began) / 1_000];
}

async function billMonth(client: ApiClient, of: { file: string; code: string; units: number; dueOn: string }) {
  const flats = await flatsOf(of.file, of.units);
  const units = flats.length;
  const month = new Month(client, of.code);
  console.log(`\nBilling ${units} units in the estate ${of.code}`);
  const [items, register] = await timed(() => month.setUp(flats));
  const dry = await month.open(items, true, of.dueOn);
  const dryRun = await month.follow('Dry run', dry, 'drafting', units);
  const start = costsIn(logs);
  const opened = await month.open(items, false, of.dueOn);
  const drafting = await month.follow('Billing', opened, 'drafting', units);
  const drafted = costsIn(logs);
  await month.publish(opened.runId);
  const publishing = await month.follow('Publishing', opened, 'publishing', units);
  const { sold, ...expected } = monthOf(flats);
  const telling = await told(drafted, expected.bills);
  const costs = { drafting: spent(start, drafted), publishing: spent(drafted, costsIn(logs)) };

  const [rehearsed, run] = [await month.run(dry.runId), await month.run(opened.runId)];
  const billed: Billed = {
    units,
    sold,
    bills: run.bills,
    totalFen: run.totalFen,
    expected,
    costs,
    differences: await month.differences(opened.runId, flats),
    isRehearsed: rehearsed.digest === run.digest && rehearsed.totalFen === run.totalFen,
    seconds: { register, dryRun, drafting, publishing, telling },
  };
  return billed;
}

const usage = 'Usage: npm run bill-month -- FILE [--units 5000,50000] [--code HD] [--due 2030-12-31] [--write]';

const options = {
  units: { type: 'string', default: '5000' },
  code: { type: 'string', default: 'HD' },
  due: { type: 'string', default: '2030-12-31' },
  write: { type: 'boolean', default: false },
} as const;

await command({ usage, options, takes: 'file', needsBackend: true }, async (values, file = '') => {
  const sizes = values.units.split(',').map((units) => wholeNumber('--units', units));
  const client = new ApiClient(localEndpoints());
  const all: Billed[] = [];
  for (const [nth, units] of sizes.entries()) {
    // An estate for each size: HDA, HDB, ...
    const code = sizes.length === 1 ? values.code : values.code + String.fromCharCode(65 + nth);
    all.push(await billMonth(client, { file, code, units, dueOn: values.due }));
  }
  console.log(`\n${tablesOf(all)}`);
  for (const { differences } of all) for (const line of differences.slice(0, 20)) console.log(line);
  const failures = [...client.statuses].filter(([status]) => status >= 500);
  if (failures.length > 0) console.log('Server errors by status:', failures);
  const isRight = all.every(agrees);
  const isWhole = all.every(({ costs }) => costs.drafting.has('billing') && costs.publishing.has('billing'));
  if (values.write && isRight && isWhole) writeFileSync(page, pageOf(all));
  else if (values.write)
    console.log(`${page} was not written: ${isRight ? 'the month was already billed' : 'there are differences'}.`);
  process.exitCode = isRight ? 0 : 1;
});
