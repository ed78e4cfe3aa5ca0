import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { HouseClient, staffOf } from '../../infra/clients/house-client.ts';
import { freePorts } from '../free-ports.ts';

const units = 800;
const port = await freePorts();
const folder = mkdtempSync(join(tmpdir(), 'anju-billing-'));
const stateDir = join(folder, 'state');
const env = { ...process.env, ANJU_STATE: stateDir, ANJU_PORT: String(port), NODE_OPTIONS: '' };
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]) {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += String(chunk);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve)).finally(() => running.delete(child));
  return { child, said: () => text, ended };
}

/** Starts the house with the stacks as they were synthesised at its first start: that takes most of the time of one. */
function again(): string {
  const file = join(folder, 'again.mjs');
  const local = pathToFileURL('infra/local/run.ts').href;
  const how = JSON.stringify({ stateDir, assembly: join(stateDir, 'cdk.out') });
  writeFileSync(file, `import { startLocal } from '${local}';\nawait startLocal(${how});\nconsole.log('ready');\n`);
  return file;
}

async function house(script = 'infra/local/start.ts') {
  const started = run(script);
  for (let waited = 0; !started.said().includes('ready'); waited += 50) {
    if (started.child.exitCode !== null || waited > 120_000)
      throw new Error(`the house does not start: ${started.said()}`);
    await wait(50);
  }
  return started;
}

/** The house and its database at one blow. */
async function kill({ child, ended }: Awaited<ReturnType<typeof house>>): Promise<void> {
  const engine = Number(readFileSync(join(stateDir, 'dynamodb.pid'), 'utf8'));
  child.kill('SIGKILL');
  process.kill(engine, 'SIGKILL');
  await ended;
}

/** Blocks with more flats than are billed. */
function fileOfBlocks(): string {
  const blocks = Array.from({ length: 20 }, (_, i) => `${i + 1},AVENUE 4,12,${40 + i},10`);
  const file = join(folder, 'blocks.csv');
  writeFileSync(file, ['blk_no,street,max_floor_lvl,4room_sold,3room_rental', ...blocks].join('\n'));
  return file;
}

const runsSchema = z.object({
  items: z.array(
    z.object({
      dryRun: z.boolean(),
      state: z.string(),
      slices: z.number(),
      billedSlices: z.number(),
      publishedSlices: z.number(),
    }),
  ),
});
const client = new HouseClient({ apiUrl: `http://127.0.0.1:${port}`, issuerUrl: `http://127.0.0.1:${port + 1}` });
const admin = staffOf('blocks-kb', 'administrator');

/** Waits for the run to be in the middle of something; answers how it stands then. */
async function caught(state: string, done: 'billedSlices' | 'publishedSlices') {
  for (const until = Date.now() + 150_000; Date.now() < until; await wait(10)) {
    const { status, body } = await client.send('GET', '/v1/estates/blocks-kb/billing-runs', { as: admin });
    const found = status === 200 ? runsSchema.parse(body).items.find(({ dryRun }) => !dryRun) : undefined;
    if (found?.state === state && found[done] > 0) return found;
  }
  throw new Error(`no run was caught while ${state}`);
}

test('killed while bills are drafted and again while they are published, the house ends the run by itself, each bill once', async () => {
  const first = await house();
  const billing = ['infra/clients/bill-month.ts', fileOfBlocks(), '--units', String(units), '--code', 'KB'];
  const clerk = run(...billing);
  const drafting = await caught('drafting', 'billedSlices');
  await kill(first);
  const second = await house(again());
  const publishing = await caught('publishing', 'publishedSlices');
  await kill(second);
  const third = await house(again());
  // Bills and books are compared with the recomputation by the clerk, who only waited meanwhile.
  expect(await clerk.ended, clerk.said()).toBe(0);
  expect(clerk.said()).toContain('the same to the fen');
  expect(drafting.billedSlices).toBeLessThan(drafting.slices);
  expect(publishing.publishedSlices).toBeLessThan(publishing.slices);

  // Once more from the beginning: nothing is left to do, and nothing is done twice.
  const repeated = run(...billing);
  expect(await repeated.ended, repeated.said()).toBe(0);
  const total = (said: string) => said.split('\n').find((line) => line.startsWith('| total, yuan'));
  expect(total(repeated.said())).toBe(total(clerk.said()));
  third.child.kill('SIGKILL');
  await third.ended;
}, 400_000);
