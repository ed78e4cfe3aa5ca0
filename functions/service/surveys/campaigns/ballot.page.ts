import { type Language, say } from '../../../../shared/kernel/language.ts';
import { htmlDocument } from '../../../../shared/pages/document.ts';
import { type Html, html } from '../../../../shared/pages/html.ts';
import { languageLinks, shortPage } from '../../../../shared/pages/parts.ts';
import {
  askingForm,
  choicesOf,
  type Entry,
  mistakes,
  recommendChoices,
  satisfactionChoices,
  wordsBox,
} from '../form-parts.ts';
import type { Typed } from '../survey-form.ts';
import { scoreWords, words } from '../survey-words.ts';
import { type BallotErrors, ballotWords, fieldOf } from './ballot.ts';
import type { Campaign, Question } from './campaign.ts';

function asked({ kind, text, choices = [] }: Question, nth: number, entry: Entry): Html {
  const { language } = entry;
  const of = { field: fieldOf(nth), legend: `${nth + 1}. ${text[language]}` };
  switch (kind) {
    case 'satisfaction':
      return choicesOf({ ...of, choices: satisfactionChoices(language, scoreWords) }, entry);
    case 'recommend':
      return choicesOf({ ...of, choices: recommendChoices, narrow: true }, entry);
    case 'choice':
      return choicesOf(
        { ...of, choices: choices.map((one, i) => ({ value: String(i), label: one[language] })) },
        entry,
      );
    case 'words':
      return wordsBox(of, entry);
  }
}

/** Returns the form of a campaign. It names nobody. With `errors` it keeps the typed values. */
export function ballotPage(
  { title, purpose, questions }: Pick<Campaign, 'title' | 'purpose' | 'questions'>,
  estate: string,
  language: Language,
  typed: Typed = {},
  errors: BallotErrors = {},
): string {
  const entry = { language, typed, errors };
  const fields = questions.map((_, nth) => fieldOf(nth));
  const body = html`${languageLinks(language)}
<h1>${title[language]}</h1>
<p>${purpose[language]}</p>
<p>${say(ballotWords.intro, language, { estate, questions: questions.length })}</p>
<p class="soft">${say(ballotWords.nameless, language)}</p>
${mistakes(fields, entry)}${askingForm(
  questions.map((question, nth) => asked(question, nth, entry)),
  language,
)}`;
  return htmlDocument({ language, title: title[language], body });
}

/** Returns the page after the answers of a household were saved, or when there were some before. */
export function ballotThanksPage(language: Language, received: 'taken' | 'already'): string {
  return shortPage(language, words.thanks, say(ballotWords[received], language));
}
