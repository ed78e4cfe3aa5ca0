import { expect, test } from 'vitest';
import { runScenarios } from '../flow/run-scenarios.ts';

const all = new Map([
  ['ledger', { needs: ['fees'], after: ['dunning'] }],
  ['dunning', { needs: ['fees'] }],
  ['fees', { needs: ['owners'] }],
  ['repairs', { needs: ['owners'] }],
  ['owners', { needs: [] }],
]);

test('a scenario runs after those that it needs, with their ids', async () => {
  const { ids, failed } = await runScenarios(all, async (name, { order = '' }) => ({ order: `${order} ${name}` }));
  expect(ids).toEqual({ order: ' owners fees dunning ledger repairs' });
  expect(failed).toEqual({});
});

test('a scenario that fails skips those that need it, and no other', async () => {
  const failing = (...names: string[]) =>
    runScenarios(all, async (name) => {
      if (names.includes(name)) throw new Error('refused');
      return { [name]: 'ran' };
    });
  expect(await failing('dunning')).toEqual({
    ids: { owners: 'ran', fees: 'ran', ledger: 'ran', repairs: 'ran' },
    failed: { dunning: 'Error: refused' },
  });
  expect(await failing('fees')).toEqual({
    ids: { owners: 'ran', repairs: 'ran' },
    failed: {
      fees: 'Error: refused',
      dunning: 'skipped, because the scenario of fees failed',
      ledger: 'skipped, because the scenario of fees failed',
    },
  });
});
