import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('a progress bar that nobody stops after an error lets its command end', () => {
  const idle = `import { barOf } from './infra/tools/progress.ts'; barOf('Trying', 3);`;
  const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', idle], { timeout: 120_000 });
  expect([status, signal]).toEqual([0, null]);
});
