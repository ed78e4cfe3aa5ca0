import { spawnSync } from 'node:child_process';
import { command } from '../../local/command.ts';

/*
 * `npm run generate [-- NAME ...]`: rewrites the generated files. The test that checks a file also writes it,
 * so that both have one source.
 */

/** The tests that write each file, in an order in which no file is read before it is written. */
const generators: Readonly<Record<string, readonly string[]>> = {
  costs: ['bench', 'test/bench/budget.test.ts'],
  permissions: ['flow', 'test/flow/permission-matrix.test.ts'],
  openapi: ['fault', 'test/infra/openapi.test.ts'],
  rules: ['fault', 'test/infra/rules.test.ts'],
  bundles: ['fault', 'test/infra/bundles.test.ts'],
  architecture: ['fault', 'test/infra/architecture.test.ts'],
};
const names = Object.keys(generators);

const usage = `Usage: npm run generate -- [${names.join('|')}]...`;

await command({ usage, options: {}, takes: 'words' }, async (_, ...wanted) => {
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no generated file ${unknown}.\n${usage}`);
  const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name));
  const failed: string[] = [];
  for (const name of chosen) {
    const [project = '', test = ''] = generators[name] ?? [];
    console.log(`writing ${name} (${test})`);
    const env = { ...process.env, UPDATE: '1' };
    const { status } = spawnSync('vitest', ['run', '--project', project, test], { env, stdio: 'inherit' });
    if (status !== 0) failed.push(name);
  }
  if (failed.length > 0) throw new Error(`The tests above say what is wrong with ${failed.join(', ')}.`);
});
