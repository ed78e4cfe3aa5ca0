import { type Language, say } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money.ts';
import { inDays } from '../../../shared/kernel/periods.ts';
import type { ContactRecord } from './dunning-contact.ts';
import { mustNotWithhold } from './forbidden-means.ts';
import { consequences, openings, titles, words } from './letter-words.ts';

/** The text of a dunning letter, the same for mail and paper. */
export interface LetterText {
  readonly title: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly { label: string; value: string }[];
  readonly after: readonly string[];
}

/**
 * Returns the letter of a contact: facts, amount, period, deadline and consequence (R12.3). Its sentences are
 * in letter-words.ts. The same contact always gives the same letter.
 * @throws Problem means-forbidden-by-law when a sentence threatens with what the law forbids (R12.2).
 */
export function letterText({ means, said }: Pick<ContactRecord, 'means' | 'said'>, language: Language): LetterText {
  const { unitLabel: unit, issuedOn, answerBy, bills, nextMeans } = said;
  const dueOn = bills
    .map((bill) => bill.dueOn)
    .sort()
    .at(-1);
  const isBeforeDue = means === 'message' && dueOn !== undefined && dueOn >= issuedOn;
  const kind = isBeforeDue ? 'before-due' : means;
  const amount = inYuan(said.fen, language);
  const title = say(titles[kind], language);
  const sentences = [openings[kind], consequences[nextMeans ?? 'decision'], words.object, words.paidAlready].map(
    (sentence) => sentence[language],
  );
  for (const sentence of sentences) mustNotWithhold(sentence);
  const from = bills.map((bill) => bill.from).sort()[0] ?? issuedOn;
  const to =
    bills
      .map((bill) => bill.to)
      .sort()
      .at(-1) ?? issuedOn;
  const deadline = isBeforeDue ? (dueOn ?? answerBy) : answerBy;
  return {
    title,
    subject: say(words.subject, language, { title, unit, amount }),
    paragraphs: [
      say(openings[kind], language, { unit, amount, issuedOn, answerBy, count: bills.length }),
      say(consequences[nextMeans ?? 'decision'], language),
    ],
    facts: [
      { label: say(words.unit, language), value: unit },
      { label: say(words.period, language), value: inDays({ from, to }, language) },
      { label: say(words.amount, language), value: amount },
      { label: say(words.answerBy, language), value: deadline },
    ],
    after: [say(words.object, language), say(words.paidAlready, language)],
  };
}
