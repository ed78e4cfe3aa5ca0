import { type Language, say, type Text, text } from '../../../shared/kernel/language.ts';
import type { Letter } from './letter.ts';
import { labels, listed, oneLine } from './listed.ts';

const words = {
  late: text(
    '承接查验逾期：{phase} {count} 项',
    '承接查驗逾期：{phase} {count} 項',
    'Overdue from the acceptance of {phase}: {count} items',
  ),
  owner: text(
    '{phase} 承接查验中由您负责整改的以下遗留项已超过期限，请尽快完成，并请他人确认销项。',
    '{phase} 承接查驗中由您負責整改的以下遺留項已超過期限，請儘快完成，並請他人確認銷項。',
    'These open items of the acceptance of {phase} are your responsibility and are overdue. Please have them rectified soon, and have another person confirm it.',
  ),
  manager: text(
    '{phase} 承接查验的以下遗留项已超过期限，请督促责任人。',
    '{phase} 承接查驗的以下遺留項已超過期限，請督促責任人。',
    'These open items of the acceptance of {phase} are overdue. Please urge the persons responsible.',
  ),
  line: text('{note}（应于 {dueOn} 前整改）', '{note}（應於 {dueOn} 前整改）', '{note} (due on {dueOn})'),
  lineOwner: text(
    '{note}（责任人 {owner}，应于 {dueOn} 前整改）',
    '{note}（責任人 {owner}，應於 {dueOn} 前整改）',
    '{note} (responsible: {owner}; due on {dueOn})',
  ),
} as const;

/** An overdue open item of a common-area acceptance (承接查验遗留项). */
export interface LateItem {
  readonly name: Text;
  readonly note: string;
  readonly dueOn: string;
  readonly owner: string;
}

/**
 * Returns the letter about overdue open items of an acceptance, to their owner or the phase manager (D19).
 */
export function acceptanceLate(
  { items, ...about }: { phase: string; items: readonly LateItem[]; to: 'owner' | 'manager' },
  language: Language,
): Letter {
  const phase = oneLine(about.phase);
  const { to } = about;
  return {
    subject: say(words.late, language, { phase, count: items.length }),
    paragraphs: [say(words[to], language, { phase })],
    ...listed(
      [{ label: say(labels.phase, language), value: phase }],
      items.map(({ name, note, dueOn, owner }) => ({
        label: say(name, language),
        value: say(to === 'owner' ? words.line : words.lineOwner, language, { note: oneLine(note), dueOn, owner }),
      })),
      language,
    ),
  };
}
