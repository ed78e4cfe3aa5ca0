import { get } from '../../../shared/store/table.ts';
import { contacts } from './dunning.store.ts';
import type { ContactRecord } from './dunning-contact.ts';

export { carryDemands, ladderOf, mostDemands } from './carry-over-demands.ts';
export { type DebtStanding, standingOf } from './debt-standing.ts';
export { letterText } from './letter-text.ts';
export { interruptions, proofKinds } from './limitation-event.ts';
export { whyNotDue } from './why-not-due.ts';

/** Returns a contact of dunning with the content of its letter. */
export function dunningContact(contactId: string): Promise<ContactRecord | undefined> {
  return get(contacts, { contactId });
}
