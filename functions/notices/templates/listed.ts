import { type Language, say, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';

/** What letters that gather several things call them. */
export const labels = {
  phase: text('批次', '批次', 'Phase'),
  more: text(
    '另有 {count} 处未列出，请在系统中查看。',
    '另有 {count} 處未列出，請在系統中查看。',
    'There are {count} more: the list in the system has them all.',
  ),
} as const;

/** A letter that gathers much names so many; the list in the system has them all. */
const mostListed = 50;
const longest = 200;

/** What somebody typed, as one line of a list. */
export function oneLine(typed: string): string {
  const line = typed.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

type Fact = NonNullable<Letter['facts']>[number];

/** Facts of a letter and after them what it gathers, a line each; how many are left out is said. */
export function listed(
  facts: readonly Fact[],
  lines: readonly Fact[],
  language: Language,
): Pick<Letter, 'facts' | 'after'> {
  const left = lines.length - mostListed;
  return {
    facts: [...facts, ...lines.slice(0, mostListed)],
    ...(left > 0 && { after: [say(labels.more, language, { count: left })] }),
  };
}
