import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ApiClient, staffOf } from '../../../infra/api-client/api-client.ts';
import { type Running, startIsolatedBackend } from '../isolated-backend.ts';

const units = 200;
const { folder, at, run, start, kill } = await startIsolatedBackend({ synthesised: true });

/** Blocks with more flats than the test bills. */
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
const client = new ApiClient(at);
/** The backend after the last restart. */
let running: Running;

/** Waits until the run of an estate is in the middle of its work; undefined when its clerk has ended. */
async function caught(clerk: Running, code: string, state: string, done: 'billedSlices' | 'publishedSlices') {
  const estateId = `blocks-${code.toLowerCase()}`;
  const path = `/v1/fees/estates/${estateId}/billing-runs`;
  while (clerk.child.exitCode === null) {
    const { status, body } = await client.send('GET', path, { as: staffOf(estateId, 'administrator') });
    const found = status === 200 ? runsSchema.parse(body).items.find(({ dryRun }) => !dryRun) : undefined;
    if (found?.state === state && found[done] > 0 && found[done] < found.slices) return found;
    await wait(10);
  }
  return undefined;
}

/** Bills a month of an estate and kills everything twice. False when a busy machine missed the moments. */
async function killedWhileBilling(clerk: Running, code: string): Promise<boolean> {
  if (!(await caught(clerk, code, 'drafting', 'billedSlices'))) return false;
  await kill(running, 'backend and database');
  running = await start();
  if (!(await caught(clerk, code, 'publishing', 'publishedSlices'))) return false;
  await kill(running, 'backend and database');
  running = await start();
  return true;
}

test('after kills during drafting and publishing, the backend completes the run by itself, each bill once', async () => {
  running = await start();
  // A busy machine may miss the moments. Then the next estate is billed.
  for (let nth = 0; ; nth += 1) {
    const code = `K${String.fromCharCode(65 + nth)}`;
    const billing = ['infra/tools/simulate/bill-month.ts', fileOfBlocks(), '--units', String(units), '--code', code];
    const clerk = run(...billing);
    const wasKilled = await killedWhileBilling(clerk, code);
    // A separate clerk compares bills and ledger with the recomputation.
    expect(await clerk.ended, clerk.said()).toBe(0);
    expect(clerk.said()).toContain('the same to the fen');
    if (!wasKilled) continue;

    // The same run again: nothing is left to do, and nothing is done twice.
    const repeated = run(...billing);
    expect(await repeated.ended, repeated.said()).toBe(0);
    const total = (said: string) => said.split('\n').find((line) => line.startsWith('| total, yuan'));
    expect(total(repeated.said())).toBe(total(clerk.said()));
    return;
  }
});

test('all tables of a running backend are restored to one instant, and the restored ledger has no flaw', async () => {
  const drill = run('infra/tools/restore/restore-drill.ts');
  expect(await drill.ended, drill.said()).toBe(0);
  expect(drill.said()).toMatch(/^Restored to 20.*Z after [\d.]+ minutes$/m);
  const restored = [...drill.said().matchAll(/^\S+-data-(\w+)table\w+: ([\d,]+) items restored$/gm)];
  expect(restored.map(([, table]) => table)).toEqual(['owners', 'tickets', 'handovers', 'ledger']);
  expect(restored.map(([, , items = '']) => Number(items.replace(',', ''))).at(-1)).toBeGreaterThan(units);
  expect(drill.said()).toMatch(/^The restored ledger: \d+ estates, \d+ days, \d+ entries: no flaws$/m);
});

test('what a backend stored needs no re-indexing, and the ledger has no flaw afterwards', async () => {
  for (const table of ['owners', 'ledger']) {
    const reindex = run('infra/tools/reindex/reindex.ts', '--table', table, '--rate', '100000');
    expect(await reindex.ended, reindex.said()).toBe(0);
    expect(reindex.said()).toContain('items, 0 written (0 upgraded), 0 changed meanwhile, 0 unreadable');
  }
  await kill(running);
  const verified = run('infra/tools/audit/verify-ledger.ts');
  expect(await verified.ended, verified.said()).toBe(0);
});
