import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basePort } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { coldStart } from './cold-start.ts';
import { costSheet } from './cost-sheet.ts';
import { growthOfHouseholds, growthOfTickets } from './growth.ts';
import { inProcess } from './in-process.ts';
import { bestOf, type Ratios, worseThan } from './ratios.ts';
import { type BenchRecord, type Part, pageOf, recordSchema, tableText } from './results.ts';
import { throughHttp, toItsEnd } from './through-http.ts';
import { type Effort, World } from './world.ts';

/* `npm run bench`: measures the backend against the least that its work can cost (docs/bench.md). */

/** Parts in their order. Those that need a running backend come first, before the engine runs alone. */
const parts: Readonly<Record<string, (world: World) => Promise<Part>>> = {
  http: throughHttp,
  end: toItsEnd,
  costs: costSheet,
  households: growthOfHouseholds,
  operations: inProcess,
  tickets: growthOfTickets,
  starts: coldStart,
};
const recordFile = 'infra/tools/bench/record.json';
const page = 'docs/bench.md';

const usage = `Usage: npm run bench -- [--only PART,...] [--check] [--full] [--quick] [--write] [--before FILE] [--port 4800]
  --only    some of the parts: ${Object.keys(parts).join(', ')}
  --check   fails on a ratio 15 % above the recorded one; what is above is measured twice
  --full    grows to 100,000 tickets and households instead of 10,000
  --quick   tries everything with few calls; its figures mean nothing
  --write   writes ${recordFile} and ${page}; with --only, those parts of them
  --before  the record of another commit, for the figures before the arrows in ${page}`;

const options = {
  only: { type: 'string', default: Object.keys(parts).join(',') },
  check: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  before: { type: 'string' },
  port: { type: 'string', default: String(basePort + 300) },
} as const;

const ordinary: Effort = {
  rounds: 12,
  calls: 10,
  seconds: 4,
  starts: 7,
  followed: 60,
  growth: [1_000, 10_000],
  sizes: { tickets: 120, units: 500, homes: 60 },
};
const quick: Effort = {
  rounds: 1,
  calls: 5,
  seconds: 1,
  starts: 1,
  followed: 10,
  growth: [100, 400],
  sizes: { tickets: 20, units: 80, homes: 12 },
};

/** Reads a record. @throws Error when it is missing and that must not be. */
function readRecord(file: string): BenchRecord {
  return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

const emptyRecord = (): BenchRecord => ({ ratios: {}, tables: [] });

/** Runs parts and prints their tables. `done` gets each as soon as it is measured. */
async function measure(
  world: World,
  names: readonly string[],
  done: (part: Part) => void = () => {},
): Promise<Map<string, Part>> {
  const measured = new Map<string, Part>();
  for (const name of names) {
    const part = await parts[name]?.(world);
    if (!part) continue;
    measured.set(name, part);
    for (const table of part.tables) console.log(`\n${tableText(table)}`);
    done(part);
  }
  return measured;
}

const ratiosOf = (measured: ReadonlyMap<string, Part>): Ratios =>
  Object.assign({}, ...[...measured.values()].map(({ ratios }) => ratios));

/** Compares with the recorded ratios. Parts with a worse one are measured again; the better result counts. */
async function check(world: World, measured: ReadonlyMap<string, Part>, recorded: Ratios): Promise<boolean> {
  const first = ratiosOf(measured);
  const doubtful = [...measured]
    .filter(([, { ratios }]) => worseThan(recorded, ratios).length > 0)
    .map(([name]) => name);
  if (doubtful.length > 0)
    world.say(`measuring again, because ratios are above the recorded ones: ${doubtful.join(', ')}`);
  const worse = worseThan(recorded, bestOf(first, ratiosOf(await measure(world, doubtful))));
  for (const line of worse) console.log(`✗ ${line}`);
  if (worse.length === 0) console.log(`${Object.keys(first).length} ratios are within 15 % of the recorded ones.`);
  return worse.length === 0;
}

/** Writes a part into the record and the page. Results of other parts stay as they were. */
function write(part: Part, before: BenchRecord | undefined): void {
  const known = existsSync(recordFile) ? readRecord(recordFile) : emptyRecord();
  const tables = part.tables.map((one) => recordSchema.shape.tables.element.parse(one));
  const isMeasured = ({ title }: { title: string }) => tables.some((one) => one.title === title);
  const first = known.tables.findIndex(isMeasured);
  const kept = known.tables.filter((one) => !isMeasured(one));
  const record: BenchRecord = {
    ratios: { ...known.ratios, ...part.ratios },
    tables: kept.toSpliced(first < 0 ? kept.length : first, 0, ...tables),
  };
  writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(page, pageOf(record, before?.tables));
}

await command({ usage, options }, async (values) => {
  const names = values.only.split(',');
  const unknown = names.filter((name) => !parts[name]);
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}.\n${usage}`);
  if (values.quick && (values.check || values.write)) {
    throw new Error('The figures of --quick mean nothing. Leave out --check and --write, or --quick.');
  }
  if (values.check && !existsSync(recordFile)) {
    throw new Error(`There is no ${recordFile} to compare with. Write it with npm run bench -- --write.`);
  }
  const recorded = values.check ? readRecord(recordFile).ratios : undefined;
  const before = values.before === undefined ? undefined : readRecord(values.before);
  const say = (what: string) => console.log(`${(performance.now() / 1_000).toFixed(0).padStart(5)} s  ${what}`);
  const effort = values.quick ? quick : ordinary;
  const growth = values.full ? [...effort.growth, 100_000] : effort.growth;
  const world = new World({ ...effort, growth }, wholeNumber('--port', values.port), say);
  try {
    await world.prepare();
    const inOrder = Object.keys(parts).filter((name) => names.includes(name));
    const measured = await measure(world, inOrder, (part) => {
      if (values.write) write(part, before);
    });
    if (recorded && !(await check(world, measured, recorded))) process.exitCode = 1;
    say('done');
  } finally {
    await world.stop();
  }
});
