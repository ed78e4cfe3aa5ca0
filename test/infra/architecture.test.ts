import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { contexts } from '../../infra/contexts.ts';
import { protectable } from '../../infra/stages.ts';
import { architecturePicture } from '../../infra/tools/generate/architecture.ts';

const file = 'docs/architecture.svg';
let picture: string;
beforeAll(async () => {
  picture = await architecturePicture();
  if (process.env.UPDATE) writeFileSync(file, picture);
});

describe('the picture of the architecture', () => {
  test('is committed as the templates give it', () => {
    expect(readFileSync(file, 'utf8') === picture, `UPDATE=1 writes ${file}`).toBe(true);
  });

  test('shows every context and every table', () => {
    const words = [...picture.matchAll(/>([^<]+)<\/text>/g)].flatMap(([, line = '']) => line.split(/[ ·]+/));
    const tables = protectable.flatMap((name) => (name.endsWith('-table') ? [name.replace('-table', '')] : []));
    const names = [...contexts.flatMap(({ name, family = name }) => [name, family]), ...tables];
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !words.includes(name))).toEqual([]);
  });
});
