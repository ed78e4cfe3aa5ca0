import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiClient } from '../../api-client/api-client.ts';
import { basePort } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { startLocal } from '../../local/run.ts';
import { billMonth, enterMoneyEstate } from './money/enter-money-estate.ts';
import { entriesOf, flawsOfEntries, flawsOfPayers, incompleteIn } from './money/money-checks.ts';
import { Desk, type MoneyEstate, type SignReported, Tally } from './money/money-desk.ts';
import { expectedOperations, performSequence } from './money/money-operations.ts';
import { seeded } from './seeded.ts';

/*
 * `npm run money-sequences -- --count 10000 --seed 1`: performs random sequences of all operations of money
 * against a backend of its own, then checks every estate: entries balance, no drawer or channel was ever
 * below zero, what each payer owes and has equals their postings (R21.12), what was billed is complete
 * (R22.4), and `verify-ledger` and `hledger check --strict` accept the ledger. The same seed performs the
 * same sequences.
 */

const usage = `Usage: npm run money-sequences -- [--count 10000] [--seed 1] [--estates 20] [--keep]
  --count    how many sequences, each of three to eight operations
  --estates  at how many estates; those of one estate come one after the other, five estates work at a time`;

const options = {
  count: { type: 'string', default: '10000' },
  seed: { type: 'string', default: '1' },
  estates: { type: 'string', default: '20' },
  keep: { type: 'boolean', default: false },
} as const;

const months = ['2026-07', '2026-08', '2026-09'];
const together = 5;

const letterOf = (nth: number) => String.fromCharCode(65 + (nth % 26));
const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Runs a program and returns its exit code and what it printed. */
async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += String(text);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => child.on('exit', resolve).on('error', reject));
  return { code, said: said.trim() };
}

const script = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Signs as the gateway of a channel of this backend does. */
function signerIn(stateDir: string): SignReported {
  const kept = readdirSync(stateDir).find((name) => name.startsWith('secret-') && name.includes('gateways'));
  if (!kept) throw new Error('This backend has no gateway secret.');
  const secret = readFileSync(join(stateDir, kept), 'utf8');
  const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex');
  return (channel, body) => ({ 'x-anju-signature': hmac(hmac(secret, channel), JSON.stringify(body)) });
}

await command({ usage, options }, async (values) => {
  const count = wholeNumber('--count', values.count);
  const seed = wholeNumber('--seed', values.seed);
  const estateCount = Math.min(count, wholeNumber('--estates', values.estates));
  const port = process.env.ANJU_PORT ? basePort : 4_700;
  const stateDir = mkdtempSync(join(tmpdir(), 'anju-money-'));
  const began = Date.now();
  const say = (what: string) => console.log(`${((Date.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${what}`);
  say(`seed ${seed}, ${count} sequences at ${estateCount} estates, in ${stateDir}`);
  const backend = await startLocal({ stateDir, port, schedules: false, patience: 5 });
  const wrong: string[] = [];
  const tally = new Tally();
  let isClean = false;
  try {
    const client = new ApiClient(backend);
    const signReported = signerIn(stateDir);
    const dueOn = dayAfter(90);
    let done = 0;

    const atEstate = async (nth: number) => {
      const code = `M${letterOf(Math.floor(nth / 26))}${letterOf(nth % 26)}`;
      const estate = await enterMoneyEstate(client, code, { payers: 12, months, dueOn });
      for (let sequence = nth; sequence < count; sequence += estateCount) {
        const name = `${seed}-${sequence}`;
        const random = seeded(seed * 1_000_003 + sequence);
        await performSequence(new Desk({ client, tally, estate, random, name, signReported }));
        done += 1;
        if (done % 250 === 0)
          say(`${done} sequences, ${tally.sums.done} operations done, ${tally.sums.refused} refused`);
      }
      await check(estate);
    };

    const check = async (estate: MoneyEstate) => {
      await backend.idle(600_000, [estate.estateId]);
      // Cancelled bills are billed again, and then nothing may be missing.
      for (const month of months) await billMonth(client, estate, month, dueOn, `again-${month}`);
      await backend.idle(600_000, [estate.estateId]);
      const posted = [...new Set([new Date(began), new Date()].map((at) => at.toISOString().slice(0, 7)))];
      const entries = await entriesOf(client, estate, posted);
      const flaws = [...flawsOfEntries(entries), ...(await flawsOfPayers(client, estate, entries))];
      for (const month of months) flaws.push(...(await incompleteIn(client, estate, month)));
      wrong.push(...flaws.map((flaw) => `${estate.estateId}: ${flaw}`));
      const env = { ANJU_STATE: stateDir, ANJU_PORT: String(port) };
      for (const month of posted) {
        const file = join(stateDir, `${estate.estateId}-${month}.journal`);
        const args = ['--estate', estate.estateId, '--month', month, '--out', file];
        const exported = await run(process.execPath, [script('../audit/export-journal.ts'), ...args], env);
        if (exported.code !== 0) wrong.push(`${estate.estateId}: no journal: ${exported.said}`);
        const checked = await run('hledger', ['-f', file, 'check', '--strict'], env);
        if (checked.code !== 0) wrong.push(`${estate.estateId}: hledger: ${checked.said.slice(0, 500)}`);
      }
      say(`${estate.estateId}: ${entries.length} entries, ${flaws.length} flaws`);
    };

    const estates = Array.from({ length: estateCount }, (_, nth) => nth).values();
    const worker = async () => {
      for (const nth of estates) await atEstate(nth);
    };
    await Promise.all(Array.from({ length: together }, worker));
    wrong.push(...tally.failed);
    const verified = await run(process.execPath, [script('../audit/verify-ledger.ts')], {
      ANJU_STATE: stateDir,
      ANJU_PORT: String(port),
    });
    say(verified.said.split('\n').at(-1) ?? '');
    if (verified.code !== 0) wrong.push(`verify-ledger: ${verified.said}`);
    for (const [what, times] of [...tally.done].sort()) console.log(`${String(times).padStart(7)}  ${what}`);
    for (const [what, times] of [...tally.refused].sort())
      console.log(`${String(times).padStart(7)}  refused: ${what}`);
    const missing = expectedOperations.filter((operation) => !tally.done.has(operation));
    if (count >= 500) wrong.push(...missing.map((operation) => `${operation} never succeeded`));
    for (const line of wrong.slice(0, 50)) console.log(`✗ ${line}`);
    const { done: succeeded, refused } = tally.sums;
    say(`${done} sequences, ${succeeded} operations done, ${refused} refused, ${wrong.length} flaws`);
    isClean = wrong.length === 0;
  } finally {
    await backend.stop();
    if (isClean && !values.keep) rmSync(stateDir, { recursive: true, force: true });
    else console.log(`The state and the logs of the run are in ${stateDir}.`);
  }
  process.exitCode = isClean ? 0 : 1;
});
