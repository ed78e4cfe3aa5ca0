import { type Language, say } from '../../../shared/kernel/language.ts';
import { inYuan } from '../../../shared/kernel/money.ts';
import { inDays } from '../../../shared/kernel/periods.ts';
import { htmlDocument } from '../../../shared/pages/document.ts';
import { html } from '../../../shared/pages/html.ts';
import { formRow } from '../../../shared/pages/parts.ts';
import { type ContactRecord, isWritten } from './dunning-contact.ts';
import { letterText } from './letter-text.ts';
import { words } from './letter-words.ts';

/** Returns the result of a call or visit for its printed record. A printed letter shows no result. */
function outcomeOf(contact: ContactRecord, language: Language) {
  if (isWritten(contact)) return undefined;
  const label = (key: keyof typeof words) => say(words[key], language);
  const { status, proof, note } = contact;
  return html`<h2>${label('outcome')}</h2>
<table>
${formRow(label('outcome'), label(status))}${formRow(label('proof'), proof)}${formRow(label('note'), note)}</table>
`;
}

/**
 * Returns the printable document of a contact: the letter as written, or the record of a call or visit. It is
 * made from the stored contact alone, so the same contact always gives the same bytes in each language.
 */
export function contactDocument(contact: ContactRecord, language: Language): string {
  const { said, contactId } = contact;
  const { title, paragraphs, facts, after } = letterText(contact, language);
  const label = (key: keyof typeof words) => say(words[key], language);
  const body = html`<h1>${title}</h1>
<table>
${formRow(label('to'), said.payerName)}${facts.map((fact) => formRow(fact.label, fact.value))}${formRow(label('issuedOn'), said.issuedOn)}${formRow(label('number'), contactId)}</table>
${paragraphs.map((one) => html`<p>${one}</p>\n`)}<h2>${label('bills')}</h2>
<table>
${said.bills.map((bill) => formRow(inDays(bill, language), `${inYuan(bill.fen, language)} · ${label('dueOn')} ${bill.dueOn}`))}</table>
${outcomeOf(contact, language)}${isWritten(contact) && after.map((one) => html`<p>${one}</p>\n`)}<p>${said.estateName}</p>
<p style="white-space:pre-wrap">${label('signatures')}</p>`;
  return htmlDocument({ language, title: `${title} ${said.unitLabel}`, body });
}
