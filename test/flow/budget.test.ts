import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import type { Caller } from '../../infra/clients/house-client.ts';
import { contexts } from '../../infra/contexts.ts';
import { everyRoute, generated } from './every-route.ts';
import { ask } from './house.ts';
import { type Asking, type Perform, requestOf, type Stage, stageCalled, until, wholeLife } from './whole-life.ts';

const file = 'test/bench/budget.json';
const costSchema = z.object({ requests: z.number(), readUnits: z.number(), writeUnits: z.number() });
type Cost = z.infer<typeof costSchema>;
const budgetSchema = z.record(z.string(), costSchema);
const lineSchema = costSchema.extend({ message: z.literal('request'), operation: z.string(), traceId: z.string() });

const updating = process.env.UPDATE !== undefined;
/**
 * A function remembers reads of the register for ten seconds: what it costs to ask for the first time shows after a
 * pause. To write the budget many lives are lived, each with pauses before other requests, until all were made cold.
 */
const codes = updating ? [...'ABCDEFGHIJKLMNOP'].map((letter) => `B${letter}`) : ['BU'];
let stages: readonly Stage[] = [];
const forgottenMs = 10_500;

/** Trace ids of the requests that succeeded, and their operations. */
const succeeded = new Map<string, string>();
let spent: Readonly<Record<string, Cost>> = {};

function measured(pauseBefore: (nth: number) => boolean): Perform {
  let nth = 0;
  return async (operationId: string, as: Caller, asking: Asking = {}) => {
    if (pauseBefore(nth++)) await wait(forgottenMs);
    const { route, path, body, more } = requestOf(operationId, asking);
    const answer = await ask(route.allow === 'public' ? undefined : as, route.method, path, body, more);
    if (answer.status >= 400) throw new Error(`${operationId}: ${answer.status} ${JSON.stringify(answer.body)}`);
    succeeded.set(answer.headers.get('apigw-requestid') ?? '', operationId);
    return answer.body;
  };
}

/** What the functions logged of the requests that were made here. */
function logged(): z.infer<typeof lineSchema>[] {
  const folder = join(inject('house').stateDir, 'logs');
  return readdirSync(folder)
    .filter((name) => name.includes('-api-'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.includes('"message":"request"'))
    .map((line) => z.object({ message: lineSchema }).parse(JSON.parse(line)).message)
    .filter(({ traceId }) => succeeded.has(traceId));
}

const most = (a: Cost, b: Cost): Cost => ({
  requests: Math.max(a.requests, b.requests),
  readUnits: Math.max(a.readUnits, b.readUnits),
  writeUnits: Math.max(a.writeUnits, b.writeUnits),
});
const least = (a: Cost, b: Cost): Cost => ({
  requests: Math.min(a.requests, b.requests),
  readUnits: Math.min(a.readUnits, b.readUnits),
  writeUnits: Math.min(a.writeUnits, b.writeUnits),
});
const nothing: Cost = { requests: 0, readUnits: 0, writeUnits: 0 };

/** Lives, and answers the most that a request for each operation cost with success. */
async function costsOfLives(serial: number): Promise<Record<string, Cost>> {
  succeeded.clear();
  const lives = stages.map((stage, life) =>
    wholeLife(
      stage,
      serial,
      measured((nth) => updating && nth % stages.length === life),
    ),
  );
  await Promise.all(lives);
  const lines = await until('every line of the logs', async () => {
    const all = logged();
    return all.length >= succeeded.size && all;
  });
  const costs: Record<string, Cost> = {};
  for (const { operation, requests, readUnits, writeUnits } of lines) {
    costs[operation] = most(costs[operation] ?? nothing, { requests, readUnits, writeUnits });
  }
  return costs;
}

const budget = () => budgetSchema.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});

function overBudget(costs: Readonly<Record<string, Cost>>): string[] {
  const planned = budget();
  return Object.keys(costs).filter((operation) => {
    const [cost = nothing, plan = nothing] = [costs[operation], planned[operation]];
    return cost.requests > plan.requests || cost.readUnits > plan.readUnits || cost.writeUnits > plan.writeUnits;
  });
}

beforeAll(async () => {
  stages = await Promise.all(codes.map(stageCalled));
  spent = await costsOfLives(0);
  if (updating) {
    const inOrder = everyRoute.flatMap(({ operationId: id }) => (spent[id] ? [[id, spent[id]]] : []));
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`);
  } else if (overBudget(spent).length > 0) {
    // Two writes that met cost one of them a second try: what is too dear is so the second time as well.
    const again = await costsOfLives(1);
    spent = Object.fromEntries(Object.entries(spent).map(([id, cost]) => [id, least(cost, again[id] ?? cost)]));
  }
}, 600_000);

describe('what an operation costs in the table', () => {
  test('was measured of every operation', () => {
    expect(everyRoute.map((route) => route.operationId).filter((id) => !spent[id])).toEqual([]);
  });

  test('is planned for every operation and for none that is not there', () => {
    expect(Object.keys(budget()).sort()).toEqual(everyRoute.map((route) => route.operationId).sort());
  });

  test('stays within its budget', () => {
    const over = overBudget(spent).map((id) => [id, { spent: spent[id], budget: budget()[id] }]);
    expect(Object.fromEntries(over), 'UPDATE=1 writes test/bench/budget.json').toEqual({});
  });

  test('is told in a table that says what the budget says (UPDATE=1 writes it)', () => {
    const planned = budget();
    const rows = contexts.flatMap(({ name, routes }) =>
      routes.map(({ operationId, method, path }) => {
        const { requests, readUnits, writeUnits } = planned[operationId] ?? nothing;
        return `| ${name} | ${operationId} | \`${method} ${path}\` | ${requests} | ${readUnits} | ${writeUnits} |`;
      }),
    );
    const table = [
      '# What an operation costs',
      '',
      'The most that one successful request asked of DynamoDB with nothing remembered from the requests before: requests,',
      'read units (RCU) and write units (WCU; transactions count double). Measured and held to by',
      '`test/flow/budget.test.ts` in `test/bench/budget.json`. Lists were read with `limit=20` and a few items in them.',
      '',
      '| room | operation | route | requests | RCU | WCU |',
      '| --- | --- | --- | --: | --: | --: |',
      ...rows,
      '',
    ].join('\n');
    const { expected, found } = generated('docs/api/costs.md', table);
    expect(found).toBe(expected);
  });
});
