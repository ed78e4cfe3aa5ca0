import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { wideComments } from '../../infra/tools/check/wide-comments.ts';

const folder = mkdtempSync(join(tmpdir(), 'anju-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the rules that the linter finds broken in a text, each with its line. */
function brokenIn(text: string): string[] {
  for (const path of ['biome.json', '.gitignore', 'infra/tools/check']) {
    cpSync(path, join(folder, path), { recursive: true });
  }
  writeFileSync(join(folder, 'planted.ts'), text);
  const biome = resolve('node_modules/.bin/biome');
  const { stdout } = spawnSync(biome, ['lint', '--reporter=github', 'planted.ts'], { cwd: folder, encoding: 'utf8' });
  return [...stdout.matchAll(/title=([^,]+),.*line=(\d+)/g)].map(([, rule, line]) => `${line} ${rule}`).sort();
}

test('a type assertion and a promise that nobody waits for are found with their lines', () => {
  const text = `
    const text = '1';
    export const asserted = text as unknown;
    export const angled = <unknown>text;
    export const first = [text][0]!;
    export const fixed = ['a'] as const;
    async function work(): Promise<void> {}
    work();
    await work();
  `;
  expect(brokenIn(text)).toEqual([
    '3 plugin',
    '4 plugin',
    '5 lint/style/noNonNullAssertion',
    '8 lint/nursery/noFloatingPromises',
  ]);
});

test('a comment wider than 110 columns is found with its line, and long code is not', () => {
  const long = 'x'.repeat(110);
  const lines = [`// ${long}`, ` * ${long}`, `f(); // ${long}`, `f('${long}');`, '// short'];
  expect(wideComments(lines.join('\n'))).toEqual([1, 2, 3]);
});
