import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Cost } from './recorder.ts';

const count = z.number().default(0);
const lineSchema = z.object({
  message: z.object({
    message: z.enum(['request', 'batch handled', 'job ran']),
    operation: z.string().optional(),
    consumer: z.string().optional(),
    job: z.string().optional(),
    requests: count,
    readUnits: count,
    writeUnits: count,
  }),
});

/** The cost of an operation, consumer or job, and how often its function ran. */
export interface LoggedCost extends Cost {
  readonly runs: number;
}

const nothing: LoggedCost = { runs: 0, requests: 0, readUnits: 0, writeUnits: 0 };
type Field = keyof LoggedCost;
const fields: readonly Field[] = ['runs', 'requests', 'readUnits', 'writeUnits'];

function combined(a: LoggedCost, b: LoggedCost, sign: 1 | -1): LoggedCost {
  const [runs = 0, requests = 0, readUnits = 0, writeUnits = 0] = fields.map((field) => a[field] + sign * b[field]);
  return { runs, requests, readUnits, writeUnits };
}

/** Returns what functions have spent so far by their own count, from the logs of the local run. */
export function loggedCosts(stateDir: string): Map<string, LoggedCost> {
  const costs = new Map<string, LoggedCost>();
  const folder = join(stateDir, 'logs');
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      if (!line.includes('"requests":')) continue;
      const { data } = lineSchema.safeParse(JSON.parse(line));
      if (!data) continue;
      const { operation, consumer, job, requests, readUnits, writeUnits } = data.message;
      const who = operation ?? consumer ?? job ?? 'unknown';
      costs.set(who, combined(costs.get(who) ?? nothing, { runs: 1, requests, readUnits, writeUnits }, 1));
    }
  }
  return costs;
}

/** Returns what was spent between two readings of the logs, without those that did nothing. */
export function spentBetween(
  before: ReadonlyMap<string, LoggedCost>,
  after: ReadonlyMap<string, LoggedCost>,
): Map<string, LoggedCost> {
  const spent = [...after].map(([who, cost]): [string, LoggedCost] => [
    who,
    combined(cost, before.get(who) ?? nothing, -1),
  ]);
  return new Map(spent.filter(([, { runs }]) => runs > 0));
}

/** Returns the sum of costs. */
export function sumOf(costs: Iterable<LoggedCost>): LoggedCost {
  return [...costs].reduce((sum, one) => combined(sum, one, 1), nothing);
}
