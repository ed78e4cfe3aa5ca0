import { type Language, languageNames, languages, say, type Text, text } from '../kernel/language.ts';
import { htmlDocument } from './document.ts';
import { type Html, html } from './html.ts';

/** An id or a number that does not fit into a cell of a phone's page, and so may be broken anywhere. */
const longWord = /[\w.-]{18,}/;
/** A day, with or without a time, or an amount, alone in its cell. It stays on one line. */
const alone = /^(\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?|[−-]?(¥\d[\d.]*|\d[\d.]* 元))$/;
/** A day or an amount within a text. Browsers would break a day after its hyphens. */
const within = /(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|\d[\d.]* 元)/;

/** Returns a text whose days and amounts stay on one line each. */
export function unbroken(value: string): Html {
  const parts = value.split(within);
  if (parts.length === 1 || alone.test(value)) return html`${value}`;
  return html`${parts.map((part, i) => (i % 2 === 1 ? html`<span style="white-space:nowrap">${part}</span>` : part))}`;
}

/** Returns a cell of a table with the line breaks of its text. Only a very long word is broken. */
export function textCell(value = ''): Html {
  const space = alone.test(value) ? 'nowrap' : 'pre-wrap';
  const wrap = longWord.test(value) ? 'anywhere' : 'break-word';
  return html`<td style="white-space:${space};overflow-wrap:${wrap}">${unbroken(value)}</td>`;
}

/** Returns a row of a printed form: a label and its value, with the line breaks of the value. */
export function formRow(label: string, value = ''): Html {
  const style = alone.test(label) ? 'white-space:nowrap' : 'overflow-wrap:break-word';
  return html`<tr><th scope="row" style="${style}">${unbroken(label)}</th>${textCell(value)}</tr>\n`;
}

const choose = text('选择语言', '選擇語言', 'Choose a language');

/** Returns links to the same page in the other languages. */
export function languageLinks(language: Language): Html {
  const others = languages.filter((one) => one !== language);
  return html`<nav aria-label="${say(choose, language)}"><p class="soft">${others.map(
    (one, i) => html`${i > 0 && ' · '}<a href="?lang=${one}" lang="${one}" hreflang="${one}">${languageNames[one]}</a>`,
  )}</p></nav>`;
}

/** Returns a page with one message, such as that a link has expired or that an answer was recorded. */
export function shortPage(language: Language, heading: Text, message: string): string {
  const title = say(heading, language);
  const body = html`${languageLinks(language)}
<h1>${title}</h1>
<p>${message}</p>`;
  return htmlDocument({ language, title, body });
}
