import { shortNumber } from '../../../shared/kernel/ids.ts';
import { type Language, say, type Text } from '../../../shared/kernel/language.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { capitalsRow, paperDocument, payToNote, stampArea } from '../../../shared/pages/paper.ts';
import { formRow, languageLinks } from '../../../shared/pages/parts.ts';
import { type Seal, sealNote } from '../ledger/public.ts';
import { type Bill, isOpen } from './bill.ts';
import { type LatePolicy, lateOf, partsOpenOn } from './bill-late.ts';
import { linesOf, yuan, yuanOn } from './bill-lines.ts';
import { offeredFen, partsToPayOn, takenFen } from './bill-offer.ts';
import type { BillSources } from './bill-sources.ts';
import { summaryOf } from './bill-summary.ts';
import { partWords, statusWords, words } from './bill-words.ts';
import { debtParts, type Parts, totalOf } from './debt-parts.ts';

/**
 * The content of a page about a bill: the bill, what explains it, the day of the open amounts, and the seal
 * of the last closed day.
 */
export interface BillOnPaper {
  readonly bill: Bill;
  readonly sources: BillSources;
  readonly policy: LatePolicy;
  readonly today: string;
  readonly seal?: Seal | undefined;
}

const money = yuanOn;

function partsText(parts: Parts, language: Language): string {
  return debtParts
    .filter((part) => parts[part] !== 0)
    .map((part) => `${say(partWords[part], language)} ${money(parts[part], language)}`)
    .join(' · ');
}

/** Returns the row of the discount for early payment, while it can be taken (R33.2). */
function offerRow({ bill, policy, today }: BillOnPaper, language: Language): Html | undefined {
  const { offer } = bill;
  if (!offer || today > offer.until || takenFen(bill) > 0 || !isOpen(bill)) return undefined;
  const amounts = {
    amount: yuan(totalOf(partsToPayOn(bill, today, policy))),
    off: yuan(offeredFen(bill)),
  };
  const how = say(words.offerHow, language, { ...amounts, until: offer.until, name: offer.name });
  return formRow(say(words.offer, language), how);
}

function heading(of: BillOnPaper, language: Language): Html {
  const { bill, sources, policy, today } = of;
  const open = partsOpenOn(bill, today, policy);
  const label = (key: keyof typeof words) => say(words[key], language);
  const disputed = bill.disputes.some(({ to }) => to === undefined);
  const status = [say(statusWords[bill.status], language), disputed && label('dispute')].filter(Boolean).join(' · ');
  const openText = [money(totalOf(open), language), partsText(open, language)].filter(Boolean).join('\n');
  const isNote = bill.kind === 'credit-note';
  const about = isNote ? label('noteHow') : bill.lines.some(({ difference }) => difference) && label('moreHow');
  return html`<h1>${label(isNote ? 'noteTitle' : 'title')} ${bill.unitLabel}</h1>
${about && html`<p>${about}</p>\n`}<table>
${formRow(label('payer'), sources.payerName ?? label('developer'))}${formRow(label('unit'), bill.unitLabel)}${formRow(label('period'), `${bill.period.from} – ${bill.period.to}`)}${formRow(label(isNote ? 'noteSum' : 'sum'), money(isNote ? -bill.fen : bill.fen, language))}${capitalsRow(isNote ? -bill.fen : bill.fen, language)}${bill.status !== 'draft' && !isNote && formRow(label('dueOn'), bill.dueOn)}${formRow(label('status'), status)}${isOpen(bill) && formRow(say(words.openOn, language, { on: today }), openText)}${offerRow(of, language)}${formRow(label(isNote ? 'noteNumber' : 'number'), shortNumber(bill.billId))}</table>
${summaryOf(bill, language)}${isOpen(bill) && payToNote(sources.sender, `${bill.unitLabel} ${shortNumber(bill.billId)}`, language)}`;
}

/**
 * Returns the label of an entry among the payments: a payment, one taken back, or money freed by a
 * correction.
 */
function wordOfPaid(paymentId: string, fen: number): Text {
  if (paymentId.startsWith('cor_')) return words.correction;
  if (paymentId.startsWith('crn_')) return words.freed;
  return fen < 0 ? words.takenBack : words.paid;
}

function changesOf(bill: Bill, language: Language): { on: string; what: string }[] {
  const word = (text: Text) => say(text, language);
  const paid = bill.paid.map(({ on, paymentId, parts }) => {
    return { on, what: `${word(wordOfPaid(paymentId, totalOf(parts)))} · ${partsText(parts, language)}` };
  });
  const credited = (bill.credited ?? []).map(({ on, noteId, fen }) => ({
    on,
    what: `${say(words.credited, language, { noteId: shortNumber(noteId) })} · ${money(-fen, language)}`,
  }));
  const waived = bill.waived.map(({ on, part, fen, discountId }) => ({
    on,
    what: `${word(discountId === undefined ? words.waived : fen < 0 ? words.offerBack : words.offerTaken)} · ${word(partWords[part])} ${money(fen, language)}`,
  }));
  const costs = bill.costs.map(({ on, what, fen }) => ({
    on,
    what: `${word(words.costs)} · ${what} ${money(fen, language)}`,
  }));
  return [...credited, ...paid, ...waived, ...costs].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function historyOf(bill: Bill, language: Language): Html {
  const rows = changesOf(bill, language);
  const table = html`<table>\n${rows.map(({ on, what }) => formRow(on, what))}</table>`;
  return html`<h2>${say(words.history, language)}</h2>
${rows.length === 0 ? html`<p>${say(words.nothingYet, language)}</p>` : table}
`;
}

/**
 * Returns the late charge of the contract with principal, rate and days (R27.4).
 */
function lateChargeOf({ bill, policy, today }: BillOnPaper, language: Language): Html | undefined {
  const late = lateOf(bill, today, policy);
  if (late.steps.length === 0) return undefined;
  const rates = [...new Set(late.steps.map(({ dailyRate }) => dailyRate))].join(' / ');
  const steps = late.steps.map(({ from, to, days, unpaidFen, dailyRate, yuan: exactly }) =>
    formRow(
      `${from} – ${to}`,
      say(words.lateStep, language, { unpaid: yuan(unpaidFen), rate: dailyRate, days, yuan: exactly }),
    ),
  );
  const claimed = [money(late.claimedFen, language), late.capped && say(words.capped, language)].filter(Boolean);
  return html`<h2>${say(words.late, language)}</h2>
<p class="soft">${say(words.lateRate, language, { rate: rates })}</p>
<table>
${steps}${formRow(say(words.claimed, language, { on: today }), claimed.join(' · '))}</table>
`;
}

/**
 * Returns the document of a bill, with everything its payer needs to recompute every fen and to object. The
 * same bill, day and seal give the same bytes.
 */
export function billDocument(of: BillOnPaper, language: Language, navigation?: Html): string {
  const { bill, sources } = of;
  const isNote = bill.kind === 'credit-note';
  const title = `${say(isNote ? words.noteTitle : words.title, language)} ${bill.unitLabel}`;
  const body = html`${heading(of, language)}<h2>${say(words.lines, language)}</h2>
${linesOf(bill, sources, language)}${!isNote && historyOf(bill, language)}${lateChargeOf(of, language)}<h2>${say(words.object, language)}</h2>
<p>${say(isNote ? words.noteDisagree : words.objectHow, language)}</p>
${stampArea(sources.sender, language)}${sealNote(of.seal, language)}`;
  return paperDocument({ language, title, sender: sources.sender, body, navigation });
}

/** Returns the page behind a bill's link. */
export function billPage(of: BillOnPaper, language: Language): string {
  return billDocument(of, language, languageLinks(language));
}
