import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = globSync(['functions/**/*.ts', 'shared/**/*.ts']).map((file) => ({
  file: file.replaceAll('\\', '/'),
  text: readFileSync(file, 'utf8'),
}));

test('No function scans a table', () => {
  expect(sources.length).toBeGreaterThan(100);
  const scanning = sources.filter(({ text }) => /ScanCommand|paginateScan|ScanInput|ExecuteStatement/.test(text));
  expect(scanning.map(({ file }) => file)).toEqual([]);
});

test('Only shared/store/table.ts makes queries, always with a limit', () => {
  const querying = sources.filter(({ text }) => /QueryCommand|paginateQuery/.test(text));
  expect(querying.map(({ file }) => file)).toEqual(['shared/store/table.ts']);
  const [, ...calls] = (querying[0]?.text ?? '').split('new QueryCommand({');
  expect(calls.length).toBeGreaterThan(0);
  for (const call of calls) expect(call.slice(0, call.indexOf('\n    }),'))).toMatch(/^\s*Limit: /m);
});
