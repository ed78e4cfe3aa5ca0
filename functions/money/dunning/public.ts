import { get } from '../../../shared/store/table.ts';
import { contacts } from './dunning.store.ts';
import type { ContactRecord } from './dunning-contact.ts';

export { letterText } from './letter-text.ts';
export { whyNotDue } from './why-not-due.ts';

/** A contact of dunning, with what its letter says. */
export function dunningContact(contactId: string): Promise<ContactRecord | undefined> {
  return get(contacts, { contactId });
}
