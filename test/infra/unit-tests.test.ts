import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('No test in test/unit replaces a module or a client; such tests are in test/fault', () => {
  const files = globSync('test/unit/**/*.ts');
  expect(files.length).toBeGreaterThan(80);
  const replaces = /\bvi\.(mock|doMock|useFakeTimers|stubGlobal)\(|\bmockClient\(/;
  expect(files.filter((file) => replaces.test(readFileSync(file, 'utf8')))).toEqual([]);
});
