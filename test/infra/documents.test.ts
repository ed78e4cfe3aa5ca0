import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { contexts } from '../../infra/contexts.ts';
import { parseSpokenNumber } from '../../shared/kernel/ids.ts';

const files = [...globSync('{README,CONTRIBUTING,CHANGELOG,SECURITY}.md'), ...globSync('{docs,functions}/**/*.md')];
const documents = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

/** Returns what a pattern finds in all documents, with the file of each. */
function found(pattern: RegExp, of = documents): { file: string; what: string }[] {
  return of.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, what = '']) => ({ file, what })));
}

/** Returns the anchors of a document's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return found(/^#+ (.+)$/gm, [{ file: '', text }]).map(({ what }) =>
    what
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  test('have ticket numbers with the right check digit', () => {
    const api = { file: 'docs/api/openapi.json', text: readFileSync('docs/api/openapi.json', 'utf8') };
    const numbers = found(/\b([A-Z]{2,4}-\d{5,}-\d)\b/g, [...documents, api]);
    expect(numbers.length).toBeGreaterThan(1);
    expect(numbers.filter(({ what }) => parseSpokenNumber(what) !== what)).toEqual([]);
  });

  test('link to files and headings that exist', () => {
    const links = found(/\]\((?!https?:|mailto:)([^)\s]+)\)/g);
    expect(links.length).toBeGreaterThan(30);
    const broken = links.filter(({ file, what }) => {
      const [path = '', anchor] = what.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(decodeURIComponent(anchor));
    });
    expect(broken).toEqual([]);
  });

  test('name commands that package.json has', () => {
    const commands = found(/npm run ([a-z][a-z-]*)/g);
    expect(commands.length).toBeGreaterThan(20);
    expect(commands.filter(({ what }) => !Object.hasOwn(scripts, what))).toEqual([]);
  });

  test('name source files that exist', () => {
    const paths = found(/((?:functions|shared|infra|test)\/[\w./-]+\.(?:ts|json))\b/g).filter(
      ({ file }) => !/CHANGELOG|decisions|docs\/(api|rules)/.test(file),
    );
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter(({ what }) => !existsSync(what))).toEqual([]);
  });

  test('call paths that the API has', () => {
    const called = found(/localhost:4500(\/v1[\w/{}-]*)/g);
    const known = contexts.flatMap(({ routes }) => routes.map(({ path }) => path));
    expect(called.length).toBeGreaterThan(1);
    const matches = (what: string) =>
      known.some((path) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(what));
    expect(called.filter(({ what }) => !matches(what))).toEqual([]);
  });
});
