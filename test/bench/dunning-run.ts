import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { dunningRun } from '../../functions/money/dunning/dunning-run.job.ts';
import { basePort } from '../../infra/local/addresses.ts';
import { readAssembly, synthesise } from '../../infra/local/assembly.ts';
import { command, wholeNumber } from '../../infra/local/command.ts';
import { startDynamo } from '../../infra/local/engines.ts';
import { resolver } from '../../infra/local/intrinsics.ts';
import { localNames, physicalName, region } from '../../infra/local/names.ts';
import { openState } from '../../infra/local/state.ts';
import { catalogue } from '../../infra/local/support.ts';
import { createTables } from '../../infra/local/tables.ts';
import { beginMetering } from '../../shared/store/metering.ts';
import { type Arrears, storeArrears } from './arrears.ts';

/*
 * `npm run bench-dunning [-- --runs ACCOUNTS/DUE,...]`: counts the cost of a dunning run. It stores accounts
 * in the local engine, in the tables of the templates, and DUE of them are due. It then runs the deployed job
 * and counts its requests to DynamoDB and their capacity units. Twice the accounts must cost the same; twice
 * the due accounts, twice as much.
 */

interface Ran extends Arrears {
  readonly steps: number;
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly seconds: number;
  /** Requests of the next run, which finds nothing due. */
  readonly idle: number;
}

/** Today at ten in the morning: outside the quiet hours. */
const morning = Temporal.Now.zonedDateTimeISO('Asia/Shanghai').withPlainTime('10:00').toInstant();
const port = basePort + 90;

async function ran(of: Arrears, assemblyFolder: string): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'anju-dunning-'));
  const state = openState(folder);
  const engine = await startDynamo(state, port);
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    const assembly = readAssembly(assemblyFolder);
    const addresses = { gateway: '', issuer: '', dynamodb: endpoint, sqs: '', s3: '', ses: '' };
    const tables = await createTables(catalogue(assembly, resolver(assembly, localNames(addresses, state))), endpoint);
    for (const name of ['owners', 'tickets', 'ledger']) {
      const table = tables.find(({ path }) => path.toLowerCase().includes(name));
      if (!table) throw new Error(`The templates have no ${name} table.`);
      process.env[`${name.toUpperCase()}_TABLE`] = physicalName(table);
    }
    Object.assign(process.env, { AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_REGION: region });
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    await storeArrears(of, morning);

    const began = Date.now();
    const cost = beginMetering();
    const result = await dunningRun.run(morning);
    const seconds = (Date.now() - began) / 1_000;
    const idle = beginMetering();
    const next = await dunningRun.run(morning.add({ minutes: 15 }));
    if (result.due !== of.due || next.due !== 0) {
      throw new Error(`${result.due} and then ${next.due} accounts were due instead of ${of.due} and 0.`);
    }
    return { ...of, ...cost, steps: result.step ?? 0, seconds, idle: idle.requests };
  } finally {
    await engine.stop();
    state.release();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf({ accounts, due, steps, requests, readUnits, writeUnits, seconds, idle }: Ran): string {
  const each = (n: number) => (due === 0 ? '–' : (n / due).toFixed(3));
  const figures = [accounts, due, steps, requests, each(requests), readUnits, each(readUnits)];
  return `| ${[...figures, writeUnits, each(writeUnits), seconds.toFixed(1), idle].join(' | ')} |`;
}

const usage = 'Usage: npm run bench-dunning -- [--runs 5000/500,50000/500]';

const options = { runs: { type: 'string', default: '5000/500,5000/1000,50000/500' } } as const;

await command({ usage, options }, async ({ runs }) => {
  const sizes = runs.split(',').map((one) => one.split('/').map((size) => wholeNumber('--runs', size)));
  const folder = mkdtempSync(join(tmpdir(), 'anju-assembly-'));
  await synthesise(folder);
  const rows: Ran[] = [];
  for (const [accounts = 0, due = 0] of sizes) {
    const row = await ran({ accounts, due }, folder);
    rows.push(row);
    console.log(rowOf(row));
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(`
| accounts | due | steps taken | requests | per due | RCU | per due | WCU | per due | seconds | requests when nothing is due |
| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
${rows.map(rowOf).join('\n')}
`);
  const perDue = rows.filter(({ due }) => due > 0).map(({ requests, due }) => requests / due);
  const [least, most] = [Math.min(...perDue), Math.max(...perDue)];
  console.log(`requests per due account: ${least.toFixed(3)} to ${most.toFixed(3)}`);
  const proportional = most <= least * 1.1;
  if (!proportional) console.log('✗ The cost is not proportional to the due accounts.');
  process.exitCode = proportional && rows.every(({ steps, due }) => steps === due) ? 0 : 1;
});
