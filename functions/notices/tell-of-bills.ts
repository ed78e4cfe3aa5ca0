import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { billOf } from '../fees/public.ts';
import { estateOf } from '../owners/public.ts';
import { billLink } from './notice-links.ts';
import { tell } from './tell.ts';
import { billPublished } from './templates/bill-letters.ts';
import { personAsReader } from './write-notice.ts';

/**
 * A bill goes to its payer by mail, with the link to its page (D26). Who has no address gets it by hand, which fees see to;
 * a bill that was paid or cancelled before the letter was written needs none.
 */
export async function tellBill(event: EventOf<'BillPublished'>, handling: Handling): Promise<void> {
  const { billId, payerId } = event.data;
  const reader = await personAsReader(payerId);
  if (reader?.recipient.address === undefined) return;
  const [bill, estate] = await Promise.all([billOf(billId), estateOf(event.estateId)]);
  if (!bill || !estate) throw new Error(`an event names a bill or an estate that is not there: ${billId}`);
  if (bill.status !== 'published') return;
  const { unitLabel: unit, period, dueOn, fen } = bill;
  const about = { unit, period, dueOn, fen, url: billLink(billId, handling.now) };
  const letter = ({ language }: typeof reader) => billPublished(about, language);
  await tell(event, handling, estate, [{ template: 'bill-published', aboutId: billId, reader, letter }]);
}
