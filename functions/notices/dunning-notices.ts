import type { EventOf } from '../../shared/events/catalogue.ts';
import type { Handling } from '../../shared/events/consumer.ts';
import { dunningContact } from '../money/dunning/public.ts';
import { requireEstate } from '../register/owners/public.ts';
import { billLink } from './notice-links.ts';
import { notify } from './notify.ts';
import { dunningLetter } from './templates/dunning.letters.ts';
import { personAsReader } from './write-notice.ts';

/** The template of a step by its means; other means are tasks of dunning without a notice. */
const templates = {
  message: 'payment-reminder',
  'written-demand': 'written-demand',
  'lawyers-letter': 'lawyers-letter',
} as const;
const isLetter = (means: string): means is keyof typeof templates => Object.hasOwn(templates, means);

/**
 * Sends the letter of a dunning step to the debtor, with a link to each of its bills (R12.3). Reminders
 * stay within the person's budget; demands are always sent. `send-notice.ts` checks before sending that the
 * step is still due.
 */
export async function notifyDunning(event: EventOf<'DunningStepTaken'>, handling: Handling): Promise<void> {
  const { contactId, means, payerId } = event.data;
  if (!isLetter(means)) return;
  const [contact, estate, reader] = await Promise.all([
    dunningContact(contactId),
    requireEstate(event.estateId),
    personAsReader(payerId),
  ]);
  if (!contact) throw new Error(`an event names an unknown contact: ${contactId}`);
  if (contact.status !== 'waiting') return;
  const linkOf = (billId: string) => billLink(billId, handling.now);
  const letter = ({ language }: NonNullable<typeof reader>) => dunningLetter(contact, linkOf, language);
  const template = templates[means];
  await notify(event, handling, estate, [
    { template, aboutId: contactId, reader, letter, reminder: template === 'payment-reminder' },
  ]);
}
