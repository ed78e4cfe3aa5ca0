import { type Language, say } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money.ts';
import { inDays } from '../../../shared/kernel/periods.ts';
import { letterText } from '../../money/dunning/public.ts';
import type { Letter } from './letter.ts';
import { moneyLabels } from './money-words.ts';

/**
 * Returns a dunning letter for mail: the text of dunning, with a link to the page of each bill, the oldest
 * first.
 */
export function dunningLetter(
  contact: Parameters<typeof letterText>[0],
  linkOf: (billId: string) => string,
  language: Language,
): Letter {
  const { subject, paragraphs, facts, after } = letterText(contact, language);
  const [first, ...others] = contact.said.bills
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
    .map((bill) => ({ label: `${inDays(bill, language)} · ${inYuan(bill.fen, language)}`, url: linkOf(bill.billId) }));
  if (!first) return { subject, paragraphs, facts, after };
  if (others.length > 0) return { subject, paragraphs, facts, links: [first, ...others], after };
  return { subject, paragraphs, facts, button: { label: say(moneyLabels.readPage, language), url: first.url }, after };
}
