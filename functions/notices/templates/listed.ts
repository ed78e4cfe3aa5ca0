import { type Language, say, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';

/** Labels of letters that gather several things. */
export const labels = {
  phase: text('批次', '批次', 'Phase'),
  more: text(
    '另有 {count} 处未列出，请在系统中查看。',
    '另有 {count} 處未列出，請在系統中查看。',
    '{count} more are not listed here. Please see the system.',
  ),
} as const;

/** The most things that a letter lists. */
const mostListed = 50;
const longest = 200;

/** Returns typed text as one line of a list. */
export function oneLine(typed: string): string {
  const line = typed.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

type Fact = NonNullable<Letter['facts']>[number];

/** Returns the facts of a letter followed by its list, one line each, and how many are left out. */
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
