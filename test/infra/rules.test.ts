import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  citations,
  citedIn,
  notBuilt,
  numbers,
  rulesPage,
  withoutCitations,
} from '../../infra/tools/generate/rules.ts';

const page = 'docs/rules.md';

/**
 * Returns code without its comments and without the numbers that problems name for machines (`rule: 'R3.4'`).
 */
function withoutComments(code: string): string {
  return code
    .replace(/(?<=^|[\s(])\/\*[\s\S]*?\*\//g, '')
    .replace(/(?<=^|\s)\/\/.*/g, '')
    .replace(/\brule: '[\w.]+'/g, '');
}

describe('the page of rules', () => {
  test('is committed as it is generated', () => {
    if (process.env.UPDATE) writeFileSync(page, rulesPage());
    expect(readFileSync(page, 'utf8') === rulesPage(), `UPDATE=1 writes ${page}`).toBe(true);
  });

  test('has every number that code, tests and documents cite', () => {
    const cited = citations();
    expect(cited.size).toBeGreaterThan(100);
    const unknown = [...cited].filter(([number]) => !numbers.has(number));
    expect(unknown.map(([number, [file]]) => `${number} in ${file}`)).toEqual([]);
  });

  test('has no rule that nothing cites, except those that are not built', () => {
    const cited = citations();
    const parts = [...cited.keys()].map((number) => number.replace(/\..*/, ''));
    const used = new Set([...cited.keys(), ...parts]);
    const idle = [...numbers].filter((number) => !used.has(number));
    expect(idle.filter((number) => !notBuilt.has(number))).toEqual([]);
  });

  test('takes a number for a rule only where it is a word of its own', () => {
    expect(citedIn('R4.2 and (D20), R5.1 to R5.4; not tkt-R4 nor AR2, R22.')).toEqual([
      'R4.2',
      'D20',
      'R5.1',
      'R5.4',
      'R22',
    ]);
  });
});

describe('what people read', () => {
  test('cites the law or the contract, never the number of a rule', () => {
    const files = globSync('{functions,shared}/**/*.ts');
    expect(files.length).toBeGreaterThan(300);
    const said = files.flatMap((file) =>
      citedIn(withoutComments(readFileSync(file, 'utf8'))).map((number) => `${number} in ${file}`),
    );
    expect(said).toEqual([]);
    const code = ["text('依据规则 R4.2'); // R5.1", "/** R5.2 */ fail({ rule: 'R5.3' });"];
    expect(citedIn(withoutComments(code.join('\n')))).toEqual(['R4.2']);
  });

  test('has no such number in the description of the API and in the list of problems', () => {
    for (const name of ['openapi.json', 'errors.md']) {
      expect(citedIn(readFileSync(`docs/api/${name}`, 'utf8')), name).toEqual([]);
    }
    expect(withoutCitations('Late charge (违约金, R5, R5.1 to R5.4) by day (R4.3), fen (of 100).')).toBe(
      'Late charge (违约金) by day, fen (of 100).',
    );
  });
});
