import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { flawText } from '../../../functions/money/ledger/public.ts';
import { tableNames } from '../../../shared/store/entity.ts';
import { physicalName } from '../../../shared/store/table.ts';
import { command } from '../../local/command.ts';
import { reachTables } from '../audit/reach-tables.ts';
import { verifyLedgers } from '../audit/verify-ledgers.ts';
import { type Difference, type Reconciliation, reconcile } from './reconcile.ts';
import { type Restored, restoreByCopy, restoreFromHistory } from './restore-tables.ts';
import { snapshotOf } from './snapshot.ts';

/*
 * `npm run restore-drill [-- --stage S] [--at INSTANT]`: restores all tables to one instant, into new tables
 * beside the running ones, which it only reads. It lists what was written since, verifies the restored
 * ledger, and deletes the new tables. docs/runbook.md, "Restoring tables", uses it with `--keep`. It exits
 * with 1 for a flaw.
 */

const usage = `Usage: npm run restore-drill [-- --stage STAGE] [--at INSTANT] [--keep]
  --stage STAGE  a stage in AWS, from its point-in-time recovery; otherwise the local backend, running or stopped
  --at INSTANT   2026-11-28T10:00:00Z; by default the latest that all tables have. The local backend has only now
  --keep         keeps the restored tables`;

const text = { type: 'string' } as const;
const options = { stage: text, at: text, keep: { type: 'boolean' } } as const;

/** Returns the instant of an option. @throws Error when it is none. */
function instantOf(option: string | undefined): Date | undefined {
  if (option === undefined) return undefined;
  const at = new Date(option);
  if (Number.isNaN(at.getTime()) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(option)) {
    throw new Error(`--at needs an instant such as 2026-11-28T10:00:00Z instead of ${option}.`);
  }
  return at;
}

async function restoreLocally(client: DynamoDBClient, folder: string, tables: readonly string[]): Promise<Restored> {
  const snapshot = snapshotOf(folder);
  try {
    return await restoreByCopy(client, tables, snapshot.at, snapshot.itemsOf);
  } finally {
    snapshot.close();
  }
}

/** Returns how often each word occurs, the most frequent first: `TicketOpened 3, BillPaid 1`. */
function tally(words: readonly string[]): string {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, { length }]) => ({ word, length }));
  const sorted = counts.sort((a, b) => b.length - a.length || (a.word < b.word ? -1 : 1));
  return sorted.map(({ word, length }) => `${word} ${length}`).join(', ') || 'none';
}

const kindOf = ({ pk, how }: Difference) => `${pk.replace(/#.*/s, '')} ${how}`;

function print({ restored, events, handledSince, differences }: Reconciliation): void {
  for (const [table, items] of restored) console.log(`${table}: ${items.toLocaleString('en')} items restored`);
  console.log(`Events since: ${events.length} (${tally(events.map(({ name }) => name))})`);
  console.log(`Events from before that a consumer handled since: ${handledSince.length}`);
  const [explained, others] = [differences.filter((one) => one.hasEvent), differences.filter((one) => !one.hasEvent)];
  console.log(`Items that differ, with an event: ${tally(explained.map(kindOf))}`);
  console.log(`Items that differ, without an event of their own: ${tally(others.map(kindOf))}`);
}

/** Writes all that was found as JSON lines. Returns the file. */
function report({ at }: Restored, { events, handledSince, differences }: Reconciliation): string {
  mkdirSync('exports', { recursive: true });
  const file = join('exports', `restore-${at.toISOString().replace(/\.\d+|[-:]/g, '')}.jsonl`);
  const lines = [
    ...events.map((event) => ({ event })),
    ...handledSince.map((mark) => ({ handledSince: mark })),
    ...differences,
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
  return file;
}

await command({ usage, options }, async ({ stage, at: wanted, keep }) => {
  const at = instantOf(wanted);
  if (at && stage === undefined) throw new Error('The local engine keeps no history. Leave out --at, or name a stage.');
  if (stage === undefined && process.env.DYNAMODB_ENDPOINT) {
    throw new Error('Only the embedded engine can be copied at one instant. Unset DYNAMODB_ENDPOINT.');
  }
  const began = Date.now();
  const minutes = () => ((Date.now() - began) / 60_000).toFixed(2);
  const reached = await reachTables(stage);
  const client = new DynamoDBClient({});
  let copies: Restored['copies'] = new Map();
  try {
    const tables = tableNames.map(physicalName);
    const restored = stage
      ? await restoreFromHistory(client, tables, at)
      : await restoreLocally(client, reached.where, tables);
    copies = restored.copies;
    console.log(`Restored to ${restored.at.toISOString()} after ${minutes()} minutes`);
    const found = await reconcile(copies, reached.now);
    print(found);
    console.log(`${report(restored, found)} lists them`);
    for (const [nth, table] of tableNames.entries()) {
      process.env[`${table.toUpperCase()}_TABLE`] = copies.get(tables[nth] ?? '');
    }
    const { flaws, summary } = await verifyLedgers(reached.now);
    for (const flaw of flaws) console.log(`✗ ${flawText(flaw)}`);
    console.log(`The restored ledger: ${summary}`);
    process.exitCode = flaws.length === 0 ? 0 : 1;
  } finally {
    for (const TableName of copies.values()) {
      if (keep) console.log(`Kept: ${TableName}`);
      else await client.send(new DeleteTableCommand({ TableName }));
    }
    await reached.stop();
  }
  console.log(`${minutes()} minutes`);
});
