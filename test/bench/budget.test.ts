import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import * as z from 'zod';
import { LocalClockClient } from '../../infra/api-client/local-clock-client.ts';
import { contexts } from '../../infra/contexts.ts';
import { ask, type Body, estateCalled, idle, must } from '../flow/backend.ts';
import { everyRoute, generated } from '../flow/every-route.ts';
import { requestOf, runEveryOperation } from '../flow/run-every-operation.ts';
import type { Ran } from '../flow/run-scenarios.ts';
import { type Perform, scenarioEstate } from '../flow/scenario.ts';
import { until } from '../flow/until.ts';
import { Examples } from './examples.ts';

const file = 'test/bench/budget.json';
const costSchema = z.object({ requests: z.number(), readUnits: z.number(), writeUnits: z.number() });
type Cost = z.infer<typeof costSchema>;
const budgetSchema = z.record(z.string(), costSchema);
const lineSchema = costSchema.extend({ message: z.literal('request'), operation: z.string(), traceId: z.string() });

const updating = process.env.UPDATE !== undefined;
/** Milliseconds until a function's cache of the register has expired; it keeps reads for ten seconds. */
const forgottenMs = 11_000;

/** Operations of the successful requests, by trace id. */
const succeeded = new Map<string, string>();
/** Bodies of these requests. */
const examples = new Examples();
let spent: Readonly<Record<string, Cost>> = {};
let failed: Ran['failed'] = {};

/** Moves the clocks of the backend and of this test. */
async function waited(ms: number): Promise<void> {
  const instant = new Date(Date.now() + ms);
  const reply = await fetch(`${inject('backend').controlUrl}/clock?to=${instant.toISOString()}`, { method: 'POST' });
  if (!reply.ok) throw new Error(`The clock was not moved: ${await reply.text()}`);
  vi.setSystemTime(instant);
}

/**
 * Performs an operation after all consequences of earlier requests are done
 * and the caches are empty. The clock is stopped at the same instant in
 * every run, so that texts of instants and numbers have the same length.
 */
const measured: Perform = async (operationId, as, asking = {}) => {
  await idle();
  await waited(forgottenMs);
  const { route, path, body, more } = requestOf(operationId, asking);
  const answer = await ask(route.allow === 'public' ? undefined : as, route.method, path, body, more);
  if (answer.status >= 400) throw new Error(`${operationId}: ${answer.status} ${JSON.stringify(answer.body)}`);
  examples.add(operationId, body, answer.body);
  succeeded.set(answer.headers.get('apigw-requestid') ?? '', operationId);
  // The next request happens later.
  await waited(1_000);
  return answer.body;
};

/** Returns the log lines of the requests of this test. */
function logged(): z.infer<typeof lineSchema>[] {
  const folder = join(inject('backend').stateDir, 'logs');
  return readdirSync(folder)
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
const nothing: Cost = { requests: 0, readUnits: 0, writeUnits: 0 };

/** Runs every operation. Returns the highest cost of a successful request for each. */
async function costsOfALife(): Promise<Record<string, Cost>> {
  vi.setSystemTime(await new LocalClockClient(inject('backend')).read());
  ({ failed } = await runEveryOperation(await scenarioEstate('BU'), 0, measured));
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

/**
 * What a request costs more whose caller the function has forgotten. It remembers a caller for a minute, so
 * this depends on the time between the requests.
 */
const forgottenCaller: Cost = { requests: 2, readUnits: 2, writeUnits: 0 };

const budget = () => budgetSchema.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});

function overBudget(costs: Readonly<Record<string, Cost>>): string[] {
  const planned = budget();
  return Object.keys(costs).filter((operation) => {
    const [cost = nothing, plan = nothing] = [costs[operation], planned[operation]];
    return (
      cost.requests > plan.requests + forgottenCaller.requests ||
      cost.readUnits > plan.readUnits + forgottenCaller.readUnits ||
      cost.writeUnits > plan.writeUnits
    );
  });
}

beforeAll(async () => {
  spent = await costsOfALife();
  if (updating) {
    const inOrder = everyRoute.flatMap(({ operationId: id }) => (spent[id] ? [[id, spent[id]]] : []));
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`);
    writeFileSync('docs/api/examples.json', examples.text());
  }
});
afterAll(() => void vi.useRealTimers());

describe('the DynamoDB cost of an operation', () => {
  test('is measured for every operation', () => {
    expect(failed).toEqual({});
    expect(everyRoute.map((route) => route.operationId).filter((id) => !spent[id])).toEqual([]);
  });

  test('has a budget for every operation and for no other', () => {
    expect(Object.keys(budget()).sort()).toEqual(everyRoute.map((route) => route.operationId).sort());
  });

  test('stays within its budget', () => {
    const over = overBudget(spent).map((id) => [id, { spent: spent[id], budget: budget()[id] }]);
    expect(Object.fromEntries(over), 'UPDATE=1 writes test/bench/budget.json').toEqual({});
  });

  test('is listed in docs/api/costs.md as in the budget (UPDATE=1 writes it)', () => {
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
      '`test/bench/budget.test.ts` in `test/bench/budget.json`. Lists were read with `limit=20` and a few items in them.',
      '',
      '| context | operation | route | requests | RCU | WCU |',
      '| --- | --- | --- | --: | --: | --: |',
      ...rows,
      '',
    ].join('\n');
    const { expected, found } = generated('docs/api/costs.md', table);
    expect(found).toBe(expected);
  });
});

/** Batches that the consumers have handled so far, by consumer. */
function batchesHandled(): Record<string, number> {
  const folder = join(inject('backend').stateDir, 'logs');
  const consumers = readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.includes('"message":"batch handled"'))
    .map((line) => z.object({ message: z.object({ consumer: z.string() }) }).parse(JSON.parse(line)).message.consumer);
  return Object.fromEntries([...Map.groupBy(consumers, (name) => name)].map(([name, all]) => [name, all.length]));
}

/** Returns how often `work` and its consequences invoked each consumer. */
async function invokedBy(work: () => Promise<unknown>): Promise<Record<string, number>> {
  await idle();
  const before = batchesHandled();
  await work();
  await idle();
  const counts = Object.entries(batchesHandled()).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

describe('what follows from a request', () => {
  test('an opened complaint invokes four consumers at most until its e-mail is delivered', async () => {
    const estate = await estateCalled('IV');
    const { administrator, operator } = estate.staff;
    const resident = { personId: 'iv-resident', name: '林女士', language: 'zh-CN', email: 'iv@residents.example' };
    await must(administrator, 'POST', `/v1/estates/${estate.estateId}/persons`, resident);
    const invoked = await invokedBy(async () => {
      const complaint = { estateId: estate.estateId, type: 'complaint', channel: 'letter', category: 'parking' };
      const requester = { personId: resident.personId };
      const { ticketId } = await must(operator, 'POST', '/v1/tickets', { ...complaint, title: '车位被占', requester });
      const about = `/v1/notices?estateId=${estate.estateId}&aboutId=${ticketId}`;
      await until('the delivered e-mail', async () => {
        const { items } = await must(operator, 'GET', about);
        return items.some(({ deliveredAt }: Body) => deliveredAt !== undefined);
      });
    });
    expect(Object.keys(invoked).sort()).toEqual(['mail-feedback', 'mail-out', 'notices']);
    expect(Object.values(invoked).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4);
  });

  test('what a technician does needs no consumer to reach the ticket', async () => {
    const estate = await estateCalled('IR');
    const { operator } = estate.staff;
    const plumber = await estate.technician('plumber', { skills: ['water'] });
    const leak = { estateId: estate.estateId, type: 'repair', channel: 'hotline', category: 'home/water' };
    const { ticketId } = await must(operator, 'POST', '/v1/tickets', { ...leak, title: '厨房水管滴水' });
    await idle();
    const { workOrderId } = await must(operator, 'GET', `/v1/tickets/${ticketId}`);
    const order = `/v1/repairs/work-orders/${workOrderId}`;
    const invoked = await invokedBy(async () => {
      const { items: slots } = await must(operator, 'GET', `${order}/slots`);
      await must(operator, 'POST', `${order}/book-appointment`, { from: slots[0].from });
      await must(plumber, 'POST', `${order}/arrive`, {});
      await must(plumber, 'POST', `${order}/complete`, { resolution: '已更换角阀' });
    });
    expect(await must(operator, 'GET', `/v1/tickets/${ticketId}`)).toMatchObject({ status: 'resolved' });
    // The appointment is told to the household; the resolved ticket finds its order completed.
    expect(Object.keys(invoked).sort()).toEqual(['notices', 'repair-dispatch']);
    expect(invoked['repair-dispatch']).toBe(1);
  });
});
