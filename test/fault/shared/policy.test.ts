import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { feesPolicy } from '../../../functions/money/fees/fees.policy.ts';
import { policyMemory } from '../../../shared/http/policy.ts';
import { emptyTables, nextTransactions, requests } from '../real-table.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
vi.spyOn(console, 'error').mockImplementation(() => {});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  return emptyTables('tickets', 'ledger');
});
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** Returns a policy as one function has it, with modules of its own, and the requests to this function. */
async function inAFunction() {
  vi.resetModules();
  const { api } = await import('../../../shared/http/api.ts');
  const { policy } = await import('../../../shared/http/policy.ts');
  const words = policy({
    context: 'words',
    table: 'tickets',
    remember: true,
    details: z.strictObject({ word: z.string() }),
    defaults: { word: 'built-in' },
  });
  const handler = api({
    table: 'tickets',
    routes: words.routes,
    find: async () => ({ grants: [{ role: 'manager', estateId: 'e' }] }),
  });
  const claims = { sub: 'm' };
  const ask = async (method: string, more: { headers?: Record<string, string>; body?: string } = {}) => {
    const rawPath = '/v1/words/policies/e';
    const requestContext = { requestId: randomUUID(), authorizer: { jwt: { claims } } };
    const answer = await handler({ routeKey: `${method} ${rawPath}`, rawPath, requestContext, ...more });
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };
  return {
    word: async () => (await words.of('e')).word,
    get: () => ask('GET'),
    change: (word: string, version: number) =>
      ask('PUT', { headers: { 'if-match': `"${version}"` }, body: JSON.stringify({ word }) }),
  };
}
const readsOf = (pk: string) => requests.commandCalls(GetCommand).filter(({ args }) => args[0].input.Key?.pk === pk);

describe('A policy that functions remember', () => {
  test('is read once in five seconds', async () => {
    const here = await inAFunction();
    await here.word();
    pass(policyMemory.ms - 1);
    await here.word();
    expect(readsOf('WORDSPOLICY#e')).toHaveLength(1);
    pass(1);
    await here.word();
    expect(readsOf('WORDSPOLICY#e')).toHaveLength(2);
  });

  test('is new at once in the function that changes it, and after five seconds in every other', async () => {
    const [here, elsewhere] = [await inAFunction(), await inAFunction()];
    expect([await here.word(), await elsewhere.word()]).toEqual(['built-in', 'built-in']);
    expect((await here.change('new', 0)).body).toMatchObject({ word: 'new', version: 1 });
    expect([await here.word(), await elsewhere.word()]).toEqual(['new', 'built-in']);
    pass(policyMemory.ms);
    expect(await elsewhere.word()).toBe('new');
  });

  test('is shown and compared as it is stored, also where an older one is remembered', async () => {
    const [here, elsewhere] = [await inAFunction(), await inAFunction()];
    await elsewhere.word();
    await here.change('new', 0);
    expect((await elsewhere.get()).body).toMatchObject({ word: 'new', version: 1 });
    expect((await elsewhere.change('stale', 0)).status).toBe(412);
    expect((await elsewhere.change('newer', 1)).body).toMatchObject({ word: 'newer', version: 2 });
  });

  test('is new also when the answer to its change was lost', async () => {
    const here = await inAFunction();
    await here.word();
    nextTransactions('unanswered');
    expect((await here.change('new', 0)).status).toBe(500);
    expect(await here.word()).toBe('new');
  });
});

test('A policy about money is read each time', async () => {
  await feesPolicy.of('e');
  await feesPolicy.of('e');
  expect(readsOf('FEESPOLICY#e')).toHaveLength(2);
});

test('Functions remember the policies of the desk, and none that decides about money, a limit or a second person', async () => {
  const files = globSync('functions/**/*.policy.ts');
  const modules: object[] = await Promise.all(files.map((file) => import(resolve(file))));
  const policySchema = z.object({ isRemembered: z.boolean(), entity: z.object({ type: z.string() }) });
  const all = modules
    .flatMap((module) => Object.values(module))
    .flatMap((one) => policySchema.safeParse(one).data ?? []);
  const named = (isRemembered: boolean) =>
    all.filter((one) => one.isRemembered === isRemembered).map(({ entity }) => entity.type.replace('-policy', ''));
  expect(named(true).sort()).toEqual(['notices', 'repairs', 'surveys', 'tickets']);
  // Handovers have the rates of the maintenance fund, titles the deed tax. Warranty decides who pays.
  const money = ['common-income', 'dunning', 'fees', 'handovers', 'ledger', 'meters', 'payments', 'titles', 'warranty'];
  expect(named(false).sort()).toEqual(money);
});

test('R20.1 two people change what decides about money that is taken, given up or paid out', async () => {
  const files = globSync('functions/**/*.policy.ts');
  const modules: object[] = await Promise.all(files.map((file) => import(resolve(file))));
  const routesSchema = z.object({ routes: z.array(z.looseObject({ operationId: z.string() })) });
  const operations = modules
    .flatMap((module) => Object.values(module))
    .flatMap((one) => routesSchema.safeParse(one).data?.routes ?? [])
    .map(({ operationId }) => operationId);
  const approved = operations.filter((name) => name.startsWith('approve'));
  expect(approved.sort()).toEqual(
    ['CommonIncome', 'Dunning', 'Fees', 'Ledger', 'Meters', 'Payments'].map((name) => `approve${name}PolicyChange`),
  );
});
