import { type Language, say } from '../../../shared/kernel/language.ts';
import { letterText } from '../../money/dunning/public.ts';
import type { Letter } from './letter.ts';
import { moneyLabels } from './money-words.ts';

/** Returns a dunning letter for mail: the text of dunning, with the link to the page of the oldest bill. */
export function dunningLetter(contact: Parameters<typeof letterText>[0], url: string, language: Language): Letter {
  const { subject, paragraphs, facts, after } = letterText(contact, language);
  return { subject, paragraphs, facts, button: { label: say(moneyLabels.readPage, language), url }, after };
}
