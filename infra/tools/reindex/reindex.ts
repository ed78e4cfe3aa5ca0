import { type Item, storedVersion, type TableName, tableNames } from '../../../shared/store/entity.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { reachTables } from '../audit/reach-tables.ts';
import { type Counts, reindexTable } from './reindex-table.ts';

/*
 * `npm run reindex -- --table tickets [--stage S]`: brings the stored items of a table to the newest version
 * of their schema and to the keys of its indexes, while the backend works. It writes only what differs.
 * Progress is in the table, so a run that was stopped goes on where it was. It exits with 1 if it met an item
 * that it cannot read.
 */

const usage = `Usage: npm run reindex -- --table ${tableNames.join('|')} [--stage STAGE] [--rate UNITS] [--from CURSOR] [--dry-run]
  --stage STAGE  a stage in AWS; otherwise the local backend, running or stopped
  --rate UNITS   capacity units a second of the table and its indexes; 500 by default
  --from CURSOR  begins after a position of an earlier run, or at the beginning (start);
                 otherwise goes on where the last run stopped
  --dry-run      counts what would be written`;

const text = { type: 'string' } as const;
const options = { table: text, stage: text, rate: text, from: text, 'dry-run': { type: 'boolean' } } as const;

/** Most unreadable items that are named. */
const mostNamed = 20;
const lineEvery = 5_000;

const number = (count: number) => Math.round(count).toLocaleString('en');
const lineOf = ({ scanned, written, upgraded, conflicts, unknown, units }: Counts) =>
  `${number(scanned)} items, ${number(written)} written (${number(upgraded)} upgraded), ` +
  `${number(conflicts)} changed meanwhile, ${number(unknown)} unreadable, ${number(units)} units`;

function isTable(name: string | undefined): name is TableName {
  return tableNames.some((one) => one === name);
}

await command({ usage, options }, async ({ table, stage, rate = '500', from, 'dry-run': dryRun = false }) => {
  if (!isTable(table)) throw new Error(`Name a table with --table: ${tableNames.join(', ')}.\n${usage}`);
  const unitsEachSecond = wholeNumber('--rate', rate);
  if (unitsEachSecond === 0) throw new Error('--rate needs at least 1 unit a second.');
  const reached = await reachTables(stage);
  try {
    const began = Date.now();
    let next = began + lineEvery;
    let named = 0;
    const counts = await reindexTable(table, {
      rate: unitsEachSecond,
      from,
      dryRun,
      onPage: (soFar, cursor) => {
        if (Date.now() < next) return;
        next = Date.now() + lineEvery;
        console.log(`${lineOf(soFar)}${cursor === undefined ? '' : `; at ${cursor}`}`);
      },
      onUnknown: (item: Item) => {
        named += 1;
        if (named > mostNamed) return;
        console.log(
          `✗ ${String(item.pk)} ${String(item.sk)} (version ${storedVersion(item)}): no kind of item reads it`,
        );
      },
    });
    const seconds = ((Date.now() - began) / 1_000).toFixed(1);
    console.log(`${reached.where}, ${table}${dryRun ? ' (dry run)' : ''}: ${lineOf(counts)}, ${seconds} s`);
    process.exitCode = counts.unknown === 0 ? 0 : 1;
  } finally {
    await reached.stop();
  }
});
