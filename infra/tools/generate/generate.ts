import { spawnSync } from 'node:child_process';
import { command } from '../../local/command.ts';

/*
 * `npm run generate [-- NAME ...]`: rewrites the generated files. The test that checks a file also writes it,
 * so that both have one source.
 */

interface Generator {
  readonly project: string;
  readonly test: string;
  readonly writes: string;
}
/** The tests that write each file, in an order in which no file is read before it is written. */
const generators: Readonly<Record<string, Generator>> = {
  costs: {
    project: 'bench',
    test: 'test/bench/budget.test.ts',
    writes: 'docs/api/costs.md, docs/api/examples.json, test/bench/budget.json',
  },
  permissions: { project: 'flow', test: 'test/flow/permission-matrix.test.ts', writes: 'docs/api/permissions.md' },
  openapi: {
    project: 'infra',
    test: 'test/infra/openapi.test.ts',
    writes: 'docs/api/openapi.json, docs/api/errors.md',
  },
  rules: { project: 'infra', test: 'test/infra/rules.test.ts', writes: 'docs/rules.md' },
  bundles: { project: 'infra', test: 'test/infra/bundles.test.ts', writes: 'docs/api/bundles.md' },
  architecture: { project: 'infra', test: 'test/infra/architecture.test.ts', writes: 'docs/architecture.svg' },
};
const names = Object.keys(generators);

const usage = `Usage: npm run generate -- [${names.join('|')}]...

Rewrites the generated files:
${Object.entries(generators)
  .map(([name, { writes }]) => `  ${name}: ${writes}`)
  .join('\n')}`;

await command({ usage, options: {}, takes: 'words' }, async (_, ...wanted) => {
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no generated file ${unknown}.\n${usage}`);
  const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name));
  const failed: string[] = [];
  for (const [name, { project, test, writes }] of Object.entries(generators)) {
    if (!chosen.includes(name)) continue;
    console.log(`writing ${writes} (${test})`);
    const env = { ...process.env, UPDATE: '1' };
    const { status } = spawnSync('vitest', ['run', '--project', project, test], { env, stdio: 'inherit' });
    if (status !== 0) failed.push(name);
  }
  if (failed.length > 0) throw new Error(`The tests above say what is wrong with ${failed.join(', ')}.`);
});
