import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { addressesFrom, basePort } from '../../local/addresses.ts';
import { timeIn } from '../../local/clock.ts';
import { call, startDynamo } from '../../local/engines.ts';
import { region } from '../../local/names.ts';
import { openState, type State } from '../../local/state.ts';

/** A connection to the ledger's table without the API. */
export interface Reached {
  readonly where: string;
  /** The current time of that backend. */
  readonly now: Date;
  stop(): Promise<void>;
}

/**
 * Connects the stores to the ledger's table. `LEDGER_TABLE` names a table in AWS, with the usual AWS
 * credentials. Otherwise the table is that of the local backend. If the backend is stopped, this starts its
 * engine on the folder `ANJU_STATE`; `stop` stops it again.
 * @throws Error when there is no local backend.
 */
export async function reachLedger(): Promise<Reached> {
  const { LEDGER_TABLE: name } = process.env;
  if (name) return { where: name, now: new Date(), stop: async () => {} };
  const folder = process.env.ANJU_STATE ?? join(process.cwd(), '.local');
  if (!existsSync(join(folder, 'dynamodb.db'))) {
    throw new Error(
      `There is no backend in ${folder}. Set ANJU_STATE to its folder, or LEDGER_TABLE to a table in AWS.`,
    );
  }
  const state = whenStopped(folder);
  const { endpoint, stop } = state
    ? await engineOn(state)
    : { endpoint: addressesFrom(basePort).dynamodb, stop: async () => {} };
  try {
    const { TableNames } = await call(
      endpoint,
      'DynamoDB_20120810.ListTables',
      {},
      z.object({ TableNames: z.array(z.string()) }),
    );
    const table = TableNames.find((one) => /ledger/i.test(one));
    if (!table) throw new Error(`The backend in ${folder} has no ledger table.`);
    Object.assign(process.env, {
      LEDGER_TABLE: table,
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
