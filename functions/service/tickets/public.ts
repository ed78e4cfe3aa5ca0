import type { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import type { Attachment } from './attachment.ts';
import type { Ticket } from './ticket.ts';
import { attachments, tickets } from './tickets.store.ts';

export { emergencyWords } from './emergency-words.ts';
export { isEvacuated } from './hazard.ts';
export { severityWord } from './severity.ts';
export { openQuestions } from './suspicion.ts';
export type { Ticket } from './ticket.ts';
export { hazardTradeOf } from './triage-record.ts';
export { workOrderIdOf } from './work-order-id.ts';

/** A ticket as it stands. Undefined when there is none. */
export function ticketOf(ticketId: string): Promise<Ticket | undefined> {
  return get(tickets, { ticketId });
}

/** A file of a ticket. Undefined when the ticket has none of that id. */
export function attachmentOf(ticketId: string, attachmentId: string): Promise<Attachment | undefined> {
  return get(attachments, { ticketId, attachmentId });
}

/** Lets a transaction stand only while the ticket is still as it was read. @throws VersionConflict from its commit otherwise. */
export function asItStands(transaction: Transaction, ticket: Pick<Ticket, 'ticketId' | 'version'>): Transaction {
  const same = { text: 'version = :version', values: { ':version': ticket.version } };
  return transaction.check(tickets, ticket, same, () => new VersionConflict('the ticket was changed in the meantime'));
}
