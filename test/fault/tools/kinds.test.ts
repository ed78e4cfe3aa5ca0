import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { recogniser } from '../../../infra/tools/reindex/kinds.ts';
import { declaredIn, tableNames } from '../../../shared/store/entity.ts';
import { filled } from '../../filled.ts';

const kinds = () => tableNames.flatMap((table) => declaredIn(table).map(({ type }) => `${table} ${type}`)).sort();

test('reindex knows every kind of item that any file of the product declares', async () => {
  expect(recogniser('tickets')({ pk: 'GHOST', sk: 'GHOST' })).toBeUndefined();
  const known = kinds();
  const files = globSync('{functions,shared}/**/*.ts').filter(
    (file) =>
      !file.endsWith('.lambda.ts') && /\b(entity|policy|taskKind|inEachTable)\b/.test(readFileSync(file, 'utf8')),
  );
  for (const file of filled(files)) await import(resolve(file));
  expect(kinds()).toEqual(known);
  expect(known.length).toBeGreaterThan(100);
});
