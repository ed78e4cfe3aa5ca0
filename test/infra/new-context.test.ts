import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { contextNames, draftContext } from '../../infra/tools/generate/new/context.ts';
import { Draft } from '../../infra/tools/generate/new/draft.ts';
import { draftEvent } from '../../infra/tools/generate/new/event.ts';
import { draftJob } from '../../infra/tools/generate/new/job.ts';
import { draftLetter } from '../../infra/tools/generate/new/letter.ts';
import { eventName, nameOf, singularOf } from '../../infra/tools/generate/new/names.ts';
import { draftOperation } from '../../infra/tools/generate/new/operation.ts';

const copy = mkdtempSync(join(tmpdir(), 'anju-new-'));
afterAll(() => rmSync(copy, { recursive: true }));

const twelve = [
  'visitor-passes',
  'parcels',
  'patrols',
  'meeting-halls',
  'lost-items',
  'shuttle-buses',
  'gardens',
  'swimming-lessons',
  'concerts',
  'bulletins',
  'bicycles',
  'charging-points',
];

describe('npm run new', () => {
  test('writes twelve contexts with an operation, an event, a letter and a job that type-check', () => {
    const parts = [
      'docs',
      'functions',
      'infra',
      'shared',
      'test',
      'package.json',
      'tsconfig.json',
      'biome.json',
      'vitest.config.ts',
    ];
    for (const part of [...parts, '.dependency-cruiser.mjs']) cpSync(part, join(copy, part), { recursive: true });
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
    const draft = new Draft(copy);
    for (const things of twelve) {
      const names = contextNames('premises', nameOf(things));
      const { pascal } = singularOf(nameOf(things));
      draftContext(draft, names, 'tickets');
      draftOperation(draft, names, nameOf('admit'), `${pascal}Admitted`);
      draftEvent(draft, names, `${pascal}Renewed`);
      draftLetter(draft, names, `${pascal}Created`);
      draftJob(draft, names, nameOf(`end-${things}`), 'tickets');
    }
    const written = draft.write();
    expect(written.filter((path) => path.startsWith('functions/premises/visitor-passes/')).length).toBeGreaterThan(8);
    // What the compiler says of them stands on its standard output.
    expect(spawnSync('npx', ['tsc'], { cwd: copy, encoding: 'utf8' }).stdout).toBe('');
  });

  test('stays below every quota of AWS with twelve more contexts', () => {
    const told = execFileSync(
      'npx',
      ['vitest', 'run', '--project', 'infra', 'test/infra/invariants.test.ts', '-t', 'production.*at most 80'],
      { cwd: copy, encoding: 'utf8' },
    );
    expect(stripVTControlCharacters(told)).toMatch(/Tests +1 passed/);
  });

  test('does not write over a file', () => {
    expect(() => new Draft('.').add('README.md', '')).toThrow('README.md exists');
  });

  test('says what a name must look like', () => {
    expect(() => nameOf('VisitorPass')).toThrow('such as visitor-pass');
    expect(() => eventName('visitor-pass')).toThrow('such as VisitorPassCreated');
    expect(['visitor-passes', 'keys', 'companies', 'patrols'].map((one) => singularOf(nameOf(one)).kebab)).toEqual([
      'visitor-pass',
      'key',
      'company',
      'patrol',
    ]);
  });
});
