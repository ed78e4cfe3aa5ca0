import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { type TableName, tableNames } from '../../../shared/store/entity.ts';
import { addressesFrom, basePort } from '../../local/addresses.ts';
import { timeIn } from '../../local/clock.ts';
import { call, startDynamo } from '../../local/engines.ts';
import { region } from '../../local/names.ts';
import { openState, type State } from '../../local/state.ts';
import { stages } from '../../stages.ts';

/** A connection to the tables of a backend without the API. */
export interface Reached {
  readonly where: string;
  /** The current time of that backend. */
  readonly now: Date;
  stop(): Promise<void>;
}

/**
 * Connects the stores to the tables of a stage in AWS, with the usual AWS credentials, or to those of the
 * local backend. If the local backend is stopped, this starts its engine on the folder `ANJU_STATE`; `stop`
 * stops it again. `inAws` says in an error how to name what is in AWS.
 * @throws Error when there is no such stage, no such backend, or a table is missing.
 */
export async function reachTables(stage?: string, inAws = '--stage to a stage in AWS'): Promise<Reached> {
  if (stage !== undefined) {
    if (!stages.some(({ name }) => name === stage)) {
      throw new Error(`There is no stage ${stage}. Give one of ${stages.map(({ name }) => name).join(', ')}.`);
    }
    useTables(await deployedTables(stage), `The stage ${stage}`);
    return { where: stage, now: new Date(), stop: async () => {} };
  }
  const folder = process.env.ANJU_STATE ?? join(process.cwd(), '.local');
  if (!existsSync(join(folder, 'dynamodb.db'))) {
    throw new Error(`There is no backend in ${folder}. Set ANJU_STATE to its folder, or ${inAws}.`);
  }
  const state = whenStopped(folder);
  const { endpoint, stop } = state
    ? await engineOn(state)
    : { endpoint: addressesFrom(basePort).dynamodb, stop: async () => {} };
  try {
    const names = z.object({ TableNames: z.array(z.string()) });
    const { TableNames } = await call(endpoint, 'DynamoDB_20120810.ListTables', {}, names);
    useTables((table) => TableNames.find((one) => one.includes(`-data-${table}table`)), `The backend in ${folder}`);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    return { where: folder, now: timeIn(folder), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Gives each table its physical name, as the stack does for a function. @throws Error for a missing table.
 */
function useTables(physicalName: (table: TableName) => string | undefined, where: string): void {
  for (const table of tableNames) {
    const name = physicalName(table);
    if (!name) throw new Error(`${where} has no ${table} table. Deploy or start it first.`);
    process.env[`${table.toUpperCase()}_TABLE`] = name;
  }
}

/** Returns the physical names of the tables of a stage, from its data stack. */
async function deployedTables(stage: string): Promise<(table: TableName) => string | undefined> {
  const found: { id: string; name: string }[] = [];
  const pages = paginateListStackResources({ client: new CloudFormationClient() }, { StackName: `anju-${stage}-data` });
  for await (const { StackResourceSummaries = [] } of pages) {
    for (const { ResourceType, LogicalResourceId: id, PhysicalResourceId: name } of StackResourceSummaries) {
      if (ResourceType === 'AWS::DynamoDB::GlobalTable' && id && name) found.push({ id, name });
    }
  }
  return (table) => found.find(({ id }) => id.startsWith(`${table}table`))?.name;
}

/** Opens the state folder of a stopped backend. Returns undefined when the backend runs. */
function whenStopped(folder: string): State | undefined {
  try {
    return openState(folder);
  } catch {
    return undefined;
  }
}

async function engineOn(state: State): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const port = await freePort();
  const engine = await startDynamo(state, port);
  const stop = async () => {
    await engine.stop();
    state.release();
  };
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = z.object({ port: z.number() }).parse(probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}
