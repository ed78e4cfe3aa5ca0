import { globSync, readFileSync } from 'node:fs';
import { type Duty, duties } from './rules/duties.ts';
import { general } from './rules/general.ts';
import { homes } from './rules/homes.ts';
import { money } from './rules/money.ts';
import { planned } from './rules/planned.ts';
import { service } from './rules/service.ts';
import { type Chapter, certainties, type Rule, type Source } from './rules/sources.ts';

/* The page of rules, docs/rules.md, from the files in ./rules and from who cites them. */

const families: readonly (readonly [title: string, chapters: readonly Chapter[]])[] = [
  ['For all contexts', general],
  ['Service', service],
  ['Homes', homes],
  ['Money', money],
];
const chapters = families.flatMap(([, those]) => those);

/** All rules with a text of their own, by number. */
const rules: ReadonlyMap<string, Rule> = new Map(chapters.flatMap((chapter) => Object.entries(chapter.rules)));

/** Numbers that stand for a subject as a whole. */
const subjects = [...chapters.map(({ number }) => number), ...Object.keys(planned)];

/** Every number that code, tests and documents may cite. */
export const numbers: ReadonlySet<string> = new Set([...rules.keys(), ...subjects, ...Object.keys(duties)]);

/** Numbers of rules and duties without an implementation. */
export const notBuilt: ReadonlySet<string> = new Set([
  ...[...rules].filter(([, { notBuilt: without }]) => without).map(([number]) => number),
  ...Object.keys(planned),
  ...Object.entries(duties).flatMap(([number, { notBuilt: without }]) => (without ? [number] : [])),
]);

/** A number as the repository cites it. A letter before it, such as in an id or a hash, makes it none. */
const citation = /(?<![\w-])[RD]\d+(?:\.\d+)?(?![\w.]*\d|\w)/g;
const cited = ['{functions,shared,infra,test}/**/*.{ts,md}', 'docs/**/*.md', '{README,CONTRIBUTING}.md'];
const without = ['infra/tools/generate/rules/*', 'infra/tools/generate/rules.ts', 'test/infra/rules.test.ts'];

/** Returns the numbers that a text cites, each once. */
export function citedIn(text: string): string[] {
  return [...new Set(text.match(citation))];
}

/** Returns a text for readers outside the repository, without numbers in parentheses such as "(R4.2)". */
export function withoutCitations(text: string): string {
  return text.replace(/ ?\(([^()"]*)\)/g, (whole, inside: string) => {
    const parts = inside.split(/[,;] /);
    const kept = parts.filter((part) => !/^[RD]\d+(\.\d+)?( to [RD]\d+(\.\d+)?)?$/.test(part));
    if (kept.length === parts.length) return whole;
    return kept.length > 0 ? ` (${kept.join(', ')})` : '';
  });
}

/** Returns the files that cite each number, in order of their paths. */
export function citations(): Map<string, string[]> {
  const files = globSync(cited, { exclude: [...without, 'docs/rules.md', 'docs/api/*'] }).sort();
  const pairs = files.flatMap((file) => citedIn(readFileSync(file, 'utf8')).map((number) => ({ number, file })));
  const byNumber = Map.groupBy(pairs, ({ number }) => number);
  return new Map([...byNumber].map(([number, those]) => [number, those.map(({ file }) => file)]));
}

/** The folder of a context, a package or a kind of test. */
const folder = /^(functions\/(notices|reference|[^/]+\/[^/]+)|[^/]+\/[^/]+)(?=\/)/;

const link = (path: string) => `[${path.replace(/^functions\//, '')}](../${path})`;

/** Returns files by folder, with a link to each folder. */
function listed(files: readonly string[]): string {
  const byFolder = Map.groupBy(files, (file) => folder.exec(file)?.[0] ?? '.');
  return [...byFolder]
    .map(([path, those]) => `${link(path)} (${those.map((file) => `\`${file.slice(path.length + 1)}\``).join(', ')})`)
    .join('; ');
}

function filesOf(number: string, byNumber: ReadonlyMap<string, readonly string[]>): string[] {
  const files = (byNumber.get(number) ?? []).filter((file) => file.endsWith('.ts'));
  const tests = files.filter((file) => file.startsWith('test/'));
  const code = files.filter((file) => !file.startsWith('test/'));
  const lines = [
    ['Code', code],
    ['Tests', tests],
  ] as const;
  return lines.filter(([, those]) => those.length > 0).map(([name, those]) => `- ${name}: ${listed(those)}`);
}

const sourceText = ({ text, certainty }: Source) =>
  certainty === 'choice' || certainty === 'contract' ? text : `${text} (${certainty})`;

function ruleText(number: string, one: Rule, byNumber: ReadonlyMap<string, readonly string[]>): string {
  return [
    `${one.notBuilt ? '**Not built yet.** ' : ''}${one.text}\n`,
    ...(one.differs ? [`*Anju today:* ${one.differs}\n`] : []),
    `- Source: ${one.sources.map(sourceText).join('; ')}`,
    ...filesOf(number, byNumber),
  ].join('\n');
}

function chapterText(chapter: Chapter, byNumber: ReadonlyMap<string, readonly string[]>): string {
  const { [chapter.number]: whole, ...parts } = chapter.rules;
  const own = whole ? ruleText(chapter.number, whole, byNumber) : filesOf(chapter.number, byNumber).join('\n');
  const those = Object.entries(parts).map(([number, one]) => `#### ${number}\n\n${ruleText(number, one, byNumber)}`);
  return [`### ${chapter.number} ${chapter.title}`, ...(own ? [own] : []), ...those].join('\n\n');
}

function dutyText(number: string, one: Duty, byNumber: ReadonlyMap<string, readonly string[]>): string {
  const code = (byNumber.get(number) ?? []).filter((file) => /^functions\/.*\.ts$/.test(file));
  const folders = [...new Set(code.map((file) => folder.exec(file)?.[0] ?? file))];
  const where = one.notBuilt ? '*Not built yet.*' : folders.map(link).join(', ');
  return `- **${number}** ${one.chinese}. ${one.text} ${where}`.trimEnd();
}

/** Returns docs/rules.md: each rule with its source, how certain it is, and the files that cite it. */
export function rulesPage(): string {
  const byNumber = citations();
  const bodies = families.map(
    ([title, those]) => `## ${title}\n\n${those.map((chapter) => chapterText(chapter, byNumber)).join('\n\n')}`,
  );
  const certain = Object.entries(certainties).map(([name, meaning]) => `| ${name} | ${meaning} |`);
  const later = Object.entries(planned).map(([number, title]) => `- ${number} ${title}`);
  const all = Object.entries(duties).map(([number, one]) => dutyText(number, one, byNumber));
  return `# Rules

The rules of the business that code, tests and documents cite, such as \`R4.2\`, and the duties that they cite, such as \`D20\`. Where a law, a city or a contract decides, the source is named. This page is no legal advice.

Generated by \`infra/tools/generate/rules.ts\` from the files in \`infra/tools/generate/rules/\`; do not edit it. The files under a rule are those that cite its number. A number that is missing here is cited nowhere.

| certainty | means |
|---|---|
${certain.join('\n')}

SPC is the Supreme People’s Court (最高人民法院).

${bodies.join('\n\n')}

## Subjects without rules in Anju yet

${later.join('\n')}

## Duties

What the people do whom Anju serves: the customer service of a developer and of its estates.

${all.join('\n')}
`;
}
