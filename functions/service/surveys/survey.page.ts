import { type Language, say, type Text } from '../../../shared/kernel/language.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { languageLinks, shortPage } from '../../../shared/pages/parts.ts';
import type { Survey } from './survey.ts';
import { asksFixed, type Field, type FormErrors, fields, longestComment, type Typed } from './survey-form.ts';
import { scoreWords, words } from './survey-words.ts';

/** Longest comment, in characters, that a rejected form shows again. Limits the length of the page. */
const mostEchoed = 2 * longestComment;

interface Choice {
  value: string;
  label: string;
}

/** Returns a question with its choices as radio buttons, its error and the earlier choice. */
function question(of: {
  field: Field;
  legend: Text;
  choices: readonly Choice[];
  language: Language;
  typed: Typed;
  errors: FormErrors;
  narrow?: boolean;
}): Html {
  const { field, language, typed, errors, narrow = false } = of;
  const error = errors[field];
  const chosen = typed[field];
  const choices = [...of.choices, { value: '', label: say(words.ratherNot, language) }];
  const columns = narrow ? html` style="display:grid;grid-template-columns:repeat(auto-fill,minmax(4.5rem,1fr))"` : '';
  return html`<fieldset id="${field}" tabindex="-1"${error && html` aria-describedby="${field}-error"`}>
<legend>${say(of.legend, language)}</legend>
${error && html`<p class="wrong" id="${field}-error">${say(error, language)}</p>\n`}<div${columns}>
${choices.map(
  ({ value, label }) =>
    html`<label${narrow && value === '' && html` style="grid-column:1/-1"`}><input type="radio" name="${field}" value="${value}"${chosen === value && html` checked`}>${label}</label>\n`,
)}</div>
</fieldset>
`;
}

function commentBox(language: Language, typed: Typed, errors: FormErrors): Html {
  const error = errors.comment;
  const describedBy = error ? 'comment-hint comment-error' : 'comment-hint';
  return html`<div>
<label for="comment"><strong>${say(words.comment, language)}</strong></label>
<p class="soft" id="comment-hint">${say(words.commentHint, language)}</p>
${error && html`<p class="wrong" id="comment-error">${say(error, language)}</p>\n`}<textarea id="comment" name="comment" maxlength="${longestComment}" aria-describedby="${describedBy}"${error && html` aria-invalid="true"`}>
${typed.comment?.slice(0, mostEchoed) ?? ''}</textarea>
</div>
`;
}

/** Lists the errors with links to their fields, so that screen readers announce them. */
function mistakes(language: Language, errors: FormErrors): Html | undefined {
  const wrong = fields.flatMap((field) => (errors[field] ? [{ field, message: errors[field] }] : []));
  if (wrong.length === 0) return undefined;
  return html`<div role="alert"><p>${say(words.mistake, language)}</p><ul>${wrong.map(
    ({ field, message }) => html`<li><a href="#${field}">${say(message, language)}</a></li>`,
  )}</ul></div>
`;
}

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
  const common = { language, typed, errors };
  const title = say(words.title, language);
  const { number } = survey;
  const body = html`${languageLinks(language)}
<h1>${title}</h1>
<p>${say(words.intro, language, { number, title: survey.title })}</p>
${mistakes(language, errors)}<form method="post" accept-charset="utf-8">
${
  asksFixed(survey) &&
  question({
    ...common,
    field: 'fixed',
    legend: words.fixed,
    choices: [
      { value: 'yes', label: say(words.yes, language) },
      { value: 'no', label: say(words.no, language) },
    ],
  })
}${question({
  ...common,
  field: 'satisfaction',
  legend: words.satisfaction,
  choices: scoreWords
    .map((word, i) => ({ value: String(i + 1), label: `${i + 1} · ${say(word, language)}` }))
    .reverse(),
})}${question({
  ...common,
  field: 'recommend',
  legend: words.recommend,
  narrow: true,
  choices: Array.from({ length: 11 }, (_, score) => ({ value: String(score), label: String(score) })),
})}${commentBox(language, typed, errors)}<p class="soft">${say(words.once, language)}</p>
<button type="submit">${say(words.send, language)}</button>
</form>`;
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
