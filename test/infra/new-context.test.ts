import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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

describe('npm run new', () => {
  test('writes a context with an operation, an event, a letter and a job that type-check', () => {
    const parts = [
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
    const names = contextNames('premises', nameOf('visitor-passes'));
    const draft = new Draft(copy);
    draftContext(draft, names, 'tickets');
    draftOperation(draft, names, nameOf('admit'), 'VisitorPassAdmitted');
    draftEvent(draft, names, 'VisitorPassRenewed');
    draftLetter(draft, names, 'VisitorPassCreated');
    draftJob(draft, names, nameOf('end-visitor-passes'), 'tickets');
    const written = draft.write();
    expect(written.filter((path) => path.startsWith('functions/premises/visitor-passes/')).length).toBeGreaterThan(8);
    expect(execFileSync('npx', ['tsc'], { cwd: copy, encoding: 'utf8' })).toBe('');
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
