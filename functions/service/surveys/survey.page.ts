import { type Language, say } from '../../../shared/kernel/language.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { html } from '../../../shared/pages/html.ts';
import { languageLinks, shortPage } from '../../../shared/pages/parts.ts';
import { askingForm, choicesOf, mistakes, recommendChoices, satisfactionChoices, wordsBox } from './form-parts.ts';
import type { Survey } from './survey.ts';
import { asksFixed, type FormErrors, fields, type Typed } from './survey-form.ts';
import { scoreWords, words } from './survey-words.ts';

/**
 * Returns the form of a survey. It works without script and in one column on a phone. Its only data of the
 * resident are number and title of the ticket. With `errors` it keeps the typed values.
 */
export function surveyPage(
  survey: Pick<Survey, 'number' | 'title' | 'ticketType'>,
  language: Language,
  typed: Typed = {},
  errors: FormErrors = {},
): string {
  const entry = { language, typed, errors };
  const title = say(words.title, language);
  const { number } = survey;
  const fixed = [
    { value: 'yes', label: say(words.yes, language) },
    { value: 'no', label: say(words.no, language) },
  ];
  const satisfaction = satisfactionChoices(language, scoreWords);
  const questions = [
    asksFixed(survey) && choicesOf({ field: 'fixed', legend: say(words.fixed, language), choices: fixed }, entry),
    choicesOf({ field: 'satisfaction', legend: say(words.satisfaction, language), choices: satisfaction }, entry),
    choicesOf(
      { field: 'recommend', legend: say(words.recommend, language), choices: recommendChoices, narrow: true },
      entry,
    ),
    wordsBox({ field: 'comment', legend: say(words.comment, language) }, entry),
  ];
  const body = html`${languageLinks(language)}
<h1>${title}</h1>
<p>${say(words.intro, language, { number, title: survey.title })}</p>
${mistakes(fields, entry)}${askingForm(questions, language)}`;
  return htmlDocument({ language, title, body });
}

/** Returns the page after an answer was saved, or when the survey was already answered. */
export function thanksPage(
  survey: Pick<Survey, 'number'>,
  language: Language,
  received: 'taken' | 'taken-not-fixed' | 'already',
): string {
  const { number } = survey;
  const message = { taken: words.taken, 'taken-not-fixed': words.takenNotFixed, already: words.already }[received];
  return shortPage(language, words.thanks, say(message, language, { number }));
}

/** Returns the page of a survey that no longer accepts answers. */
export function closedPage(language: Language): string {
  return shortPage(language, words.closed, say(words.closedMore, language));
}
