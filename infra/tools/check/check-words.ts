import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { misusedWords } from './reserved-words.ts';
import { wideComments } from './wide-comments.ts';

/*
 * Part of `npm run check`: fails on a reserved word that stands for something else than docs/glossary.md
 * says, and on a comment that is too wide.
 */

/** Pages that commands write from names of operations. */
const generated = ['docs/bench.md'];
const patterns = ['infra', 'functions', 'shared', 'test', 'docs', 'README.md'];
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /\.(ts|md)$/.test(path) && !path.startsWith('docs/api/') && !generated.includes(path))
  .filter(existsSync);
const texts = files.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const misused = texts.flatMap(({ path, text }) => misusedWords(path, text));
for (const { path, line, word, text, instead } of misused) {
  console.error(`${path}:${line}: "${word}" means something else here. Write: ${instead}.\n    ${text}`);
}
if (misused.length > 0) {
  console.error(`${misused.length} reserved words are used for something else (docs/glossary.md).`);
  process.exitCode = 1;
}
const sources = texts.filter(({ path }) => path.endsWith('.ts'));
for (const { path, text } of sources) {
  for (const line of wideComments(text)) {
    console.error(`${path}:${line}: the comment is wider than 110 columns.`);
    process.exitCode = 1;
  }
}
