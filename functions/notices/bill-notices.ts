import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { billOf } from '../money/fees/public.ts';
import { requireEstate } from '../register/owners/public.ts';
import { billLink } from './notice-links.ts';
import { notify } from './notify.ts';
import { billPublished, creditNoteIssued } from './templates/bill.letters.ts';
import { personAsReader } from './write-notice.ts';

/**
 * Sends a bill to its payer, with the link to its page (D26). Without an e-mail address fees lists it for
 * delivery by hand. No notice is written for a bill that was already paid or cancelled.
 */
export async function notifyBill(event: EventOf<'BillPublished'>, handling: Handling): Promise<void> {
  const { billId, payerId } = event.data;
  const reader = await personAsReader(payerId);
  if (reader?.recipient.address === undefined) return;
  const [bill, estate] = await Promise.all([billOf(billId), requireEstate(event.estateId)]);
  if (!bill) throw new Error(`an event names an unknown bill: ${billId}`);
  if (bill.status !== 'published') return;
  const { unitLabel: unit, period, dueOn, fen, lines } = bill;
  const supplements = lines.some(({ difference }) => difference);
  const about = { unit, period, dueOn, fen, supplements, url: billLink(billId, handling.now) };
  const letter = ({ language }: typeof reader) => billPublished(about, language);
  await notify(event, handling, estate, [{ template: 'bill-published', aboutId: billId, reader, letter }]);
}

/**
 * Sends a credit note to its payer, with the link to its page. Without an e-mail address it is delivered by
 * hand.
 */
export async function notifyCreditNote(event: EventOf<'CreditNoteIssued'>, handling: Handling): Promise<void> {
  const { billId, payerId } = event.data;
  const reader = await personAsReader(payerId);
  if (reader?.recipient.address === undefined) return;
  const [note, estate] = await Promise.all([billOf(billId), requireEstate(event.estateId)]);
  if (!note) throw new Error(`an event names an unknown credit note: ${billId}`);
  const { unitLabel: unit, period, fen } = note;
  const about = { unit, period, fen, url: billLink(billId, handling.now) };
  const letter = ({ language }: typeof reader) => creditNoteIssued(about, language);
  await notify(event, handling, estate, [{ template: 'credit-note-issued', aboutId: billId, reader, letter }]);
}
