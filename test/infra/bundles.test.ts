import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../infra/bundles.ts';

const page = 'docs/api/bundles.md';
/** What enters the records of six contexts when an estate moves in. Nobody waits for its cold start. */
const movingIn = 'functions/money/opening/opening-work';

/**
 * Returns the largest allowed bundle, minified and uncompressed.
 * The time of a cold start grows with its size.
 */
function budgetBytes(name: string): number {
  if (name === movingIn) return 1_100_000;
  return name.endsWith('-api') ? 775_000 : 850_000;
}

function pageOf(sizes: ReadonlyMap<string, number>): string {
  const rows = [...sizes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, bytes]) => `| \`${name}\` | ${bytes} |`);
  return `# Sizes of the bundles

Minified, uncompressed, without source maps. Written by \`npm run generate -- bundles\`; a test checks it to 2 %. An HTTP function may have 775000 bytes, another one 850000, and what moves an estate in 1100000.

| function | bytes |
|---|---:|
${rows.join('\n')}
`;
}

function sizesOn(text: string): Map<string, number> {
  const rows = text.matchAll(/^\| `(.+)` \| (\d+) \|$/gm);
  return new Map([...rows].map(([, name = '', bytes]) => [name, Number(bytes)]));
}

describe('The bundle of a function', () => {
  let sizes: ReadonlyMap<string, number>;
  beforeAll(async () => {
    sizes = await bundle(false);
    if (process.env.UPDATE) writeFileSync(page, pageOf(sizes));
  });

  test('stays within its budget', () => {
    const over = [...sizes].filter(([name, bytes]) => bytes > budgetBytes(name));
    expect(over).toEqual([]);
  });

  test('has the size that docs/api/bundles.md lists, so that a growing dependency is noticed', () => {
    const told = sizesOn(readFileSync(page, 'utf8'));
    expect([...told.keys()], `UPDATE=1 writes ${page}`).toEqual([...sizes.keys()].sort());
    for (const [name, bytes] of sizes) {
      expect(Math.abs(bytes / (told.get(name) ?? 0) - 1), `${name} has ${bytes} bytes`).toBeLessThan(0.02);
    }
  });
});
