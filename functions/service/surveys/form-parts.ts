import { type Language, say, type Text } from '../../../shared/kernel/language.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { longestComment, type Typed } from './survey-form.ts';
import { words } from './survey-words.ts';

/* Parts of a form that asks a household: usable on a phone, without script, with a screen reader. */

/** Longest comment, in characters, that a rejected form shows again. Limits the length of the page. */
const mostEchoed = 2 * longestComment;

/** Values as typed, and the errors of a rejected form by field. */
export interface Entry {
  readonly language: Language;
  readonly typed: Typed;
  readonly errors: Readonly<Partial<Record<string, Text>>>;
}

/** A choice of a question, as a radio button. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Returns a question with its choices as radio buttons, its error and the earlier choice. */
export function choicesOf(
  of: { field: string; legend: string; choices: readonly Choice[]; narrow?: boolean },
  { language, typed, errors }: Entry,
): Html {
  const { field, legend, narrow = false } = of;
  const error = errors[field];
  const chosen = typed[field];
  const choices = [...of.choices, { value: '', label: say(words.ratherNot, language) }];
  const columns = narrow ? html` style="display:grid;grid-template-columns:repeat(auto-fill,minmax(4.5rem,1fr))"` : '';
  return html`<fieldset id="${field}" tabindex="-1"${error && html` aria-describedby="${field}-error"`}>
<legend>${legend}</legend>
${error && html`<p class="wrong" id="${field}-error">${say(error, language)}</p>\n`}<div${columns}>
${choices.map(
  ({ value, label }) =>
    html`<label${narrow && value === '' && html` style="grid-column:1/-1"`}><input type="radio" name="${field}" value="${value}"${chosen === value && html` checked`}>${label}</label>\n`,
)}</div>
</fieldset>
`;
}

/** Returns a box for words, with its error and the earlier words. */
export function wordsBox(
  { field, legend }: { field: string; legend: string },
  { language, typed, errors }: Entry,
): Html {
  const error = errors[field];
  const describedBy = error ? `${field}-hint ${field}-error` : `${field}-hint`;
  return html`<div>
<label for="${field}"><strong>${legend}</strong></label>
<p class="soft" id="${field}-hint">${say(words.commentHint, language)}</p>
${error && html`<p class="wrong" id="${field}-error">${say(error, language)}</p>\n`}<textarea id="${field}" name="${field}" maxlength="${longestComment}" aria-describedby="${describedBy}"${error && html` aria-invalid="true"`}>
${typed[field]?.slice(0, mostEchoed) ?? ''}</textarea>
</div>
`;
}

/** Returns the choices of a score for satisfaction, the best first. */
export function satisfactionChoices(language: Language, of: readonly Text[]): Choice[] {
  return of.map((word, i) => ({ value: String(i + 1), label: `${i + 1} · ${say(word, language)}` })).reverse();
}

/** The choices of a score for recommendation, 0 to 10. */
export const recommendChoices: readonly Choice[] = Array.from({ length: 11 }, (_, score) => ({
  value: String(score),
  label: String(score),
}));

/** Lists the errors with links to their fields, so that screen readers announce them. */
export function mistakes(fields: readonly string[], { language, errors }: Entry): Html | undefined {
  const wrong = fields.flatMap((field) => (errors[field] ? [{ field, message: errors[field] }] : []));
  if (wrong.length === 0) return undefined;
  return html`<div role="alert"><p>${say(words.mistake, language)}</p><ul>${wrong.map(
    ({ field, message }) => html`<li><a href="#${field}">${say(message, language)}</a></li>`,
  )}</ul></div>
`;
}

/** Returns the form with its questions: what is said before, and the button. */
export function askingForm(questions: readonly (Html | false)[], language: Language): Html {
  return html`<form method="post" accept-charset="utf-8">
${questions}<p class="soft">${say(words.once, language)}</p>
<button type="submit">${say(words.send, language)}</button>
</form>`;
}
