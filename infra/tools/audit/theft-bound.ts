import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../../api-client/api-client.ts';
import { basePort } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { startLocal } from '../../local/run.ts';
import { searchThefts } from './theft/search-thefts.ts';

/*
 * `npm run theft-bound`: lets one dishonest person, and then two, try sequences of the operations of money
 * against a backend of its own, under the roles and limits of a new estate. It prints how much each role can
 * take without anything showing, with the steps (docs/theft-bound.md). It exits with 1 when one person can.
 */

const usage = `Usage: npm run theft-bound -- [--seed 1] [--most 2000] [--role ROLE]... [--verbose]
  --most     the most trials of a role; the seed chooses among more
  --verbose  prints also what shows of each theft`;

const options = {
  seed: { type: 'string', default: '1' },
  most: { type: 'string', default: '2000' },
  role: { type: 'string', multiple: true },
  verbose: { type: 'boolean', default: false },
} as const;

const yuan = (fen: number) => (fen / 100).toFixed(2);
const single = ['cashier', 'manager', 'supervisor', 'operator', 'auditor', 'administrator'];
const pairs = ['cashier+manager', 'cashier+cashier', 'manager+manager'];

await command({ usage, options }, async (values) => {
  const seed = wholeNumber('--seed', values.seed);
  const most = wholeNumber('--most', values.most);
  const stateDir = mkdtempSync(join(tmpdir(), 'anju-theft-'));
  const port = process.env.ANJU_PORT ? basePort : 4_800;
  const backend = await startLocal({ stateDir, port, schedules: false, patience: 5 });
  try {
    const client = new ApiClient(backend);
    const bounds = new Map<string, number>();
    for (const [nth, who] of (values.role ?? [...single, ...pairs]).entries()) {
      const found = await searchThefts(client, { who, nth, seed, most, idle: (about) => backend.idle(600_000, about) });
      const unseen = found.filter(({ takenFen, shows }) => takenFen > 0 && shows.length === 0);
      const bound = Math.max(0, ...unseen.map(({ takenFen }) => takenFen));
      bounds.set(who, bound);
      const tried = `${found.length} sequences, ${found.filter(({ takenFen }) => takenFen > 0).length} took something`;
      console.log(`\n${who}: ${yuan(bound)} unseen (${tried})`);
      for (const { takenFen, steps } of shortest(unseen)) console.log(`  ${yuan(takenFen)}  ${steps.join('; ')}`);
      if (!values.verbose) continue;
      for (const { takenFen, steps, shows } of found) {
        console.log(`    ${yuan(takenFen)}  ${steps.join('; ')}  ->  ${shows.join('; ') || 'nothing shows'}`);
      }
    }
    const one = Math.max(0, ...[...bounds].filter(([who]) => !who.includes('+')).map(([, fen]) => fen));
    const two = Math.max(one, ...bounds.values());
    console.log(`\none person: ${yuan(one)} unseen; two people: ${yuan(two)} unseen`);
    process.exitCode = one === 0 ? 0 : 1;
  } finally {
    await backend.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
});

/** Returns the shortest sequence of each way of taking, the greatest amount first. */
function shortest<T extends { takenFen: number; take: string; steps: readonly string[] }>(unseen: readonly T[]): T[] {
  const byTake = Map.groupBy(unseen, ({ take }) => take);
  return [...byTake.values()]
    .flatMap((some) => some.toSorted((a, b) => a.steps.length - b.steps.length || b.takenFen - a.takenFen).slice(0, 1))
    .sort((a, b) => b.takenFen - a.takenFen);
}
