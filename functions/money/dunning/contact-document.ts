import { shortNumber } from '../../../shared/kernel/ids.ts';
import { type Language, say } from '../../../shared/kernel/language.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import {
  amountCell,
  capitalsRow,
  columnHead,
  paperDocument,
  payToNote,
  type Sender,
  signatureBlock,
} from '../../../shared/pages/paper.ts';
import { formRow, unbroken } from '../../../shared/pages/parts.ts';
import { type ContactRecord, isWritten } from './dunning-contact.ts';
import { letterText } from './letter-text.ts';
import { words } from './letter-words.ts';

type Label = (key: keyof typeof words) => string;

/** Returns the result of a call or visit for its printed record. A printed letter shows no result. */
function outcomeOf(contact: ContactRecord, label: Label): Html | undefined {
  if (isWritten(contact)) return undefined;
  const { status, proof, note } = contact;
  return html`<h2>${label('outcome')}</h2>
<table>
${formRow(label('outcome'), label(status))}${formRow(label('proof'), proof)}${formRow(label('note'), note)}</table>
`;
}

/** Returns the table of all bills of a contact, with the sum. */
function billsOf({ bills, fen }: ContactRecord['said'], label: Label): Html {
  return html`<h2>${label('bills')}</h2>
<table class="lines">
<thead><tr>${columnHead(label('bill'))}${columnHead(label('dueOn'))}${columnHead(label('amountYuan'), 'amount')}</tr></thead>
<tbody>
${bills.map(
  (bill) =>
    html`<tr><th scope="row"><span class="whole">${shortNumber(bill.billId)}</span><br><span class="soft"><span class="day">${bill.from}</span> – <span class="day">${bill.to}</span></span></th><td class="day">${bill.dueOn}</td>${amountCell(bill.fen)}</tr>\n`,
)}<tr class="total"><th scope="row">${label('total')}</th><td></td>${amountCell(fen)}</tr>
</tbody>
</table>
`;
}

/**
 * Returns the printable document of a contact: the letter as written, or the record of a call or visit. It is
 * made from the stored contact and the letterhead, so the same contact gives the same bytes in each language
 * while the letterhead stays.
 */
export function contactDocument(contact: ContactRecord, letterhead: Sender, language: Language): string {
  const { said, contactId } = contact;
  const { title, paragraphs, facts, after } = letterText(contact, language);
  const label: Label = (key) => say(words[key], language);
  const sender = { ...letterhead, estateName: said.estateName };
  const number = shortNumber(contactId);
  const body = html`<h1>${title}</h1>
<table>
${formRow(label('to'), said.payerName)}${facts.map((fact) => formRow(fact.label, fact.value))}${capitalsRow(said.fen, language)}${formRow(label('issuedOn'), said.issuedOn)}${formRow(label('number'), number)}</table>
${paragraphs.map((one) => html`<p>${unbroken(one)}</p>\n`)}${billsOf(said, label)}${outcomeOf(contact, label)}${isWritten(contact) && after.map((one) => html`<p>${one}</p>\n`)}${isWritten(contact) && payToNote(sender, `${said.unitLabel} ${number}`, language)}${signatureBlock([label('handledBy'), label('receivedBy')], sender, language)}`;
  return paperDocument({ language, title: `${title} ${said.unitLabel}`, sender, body });
}
