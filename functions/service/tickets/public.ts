import type { Transaction } from '../../../shared/events/transaction.ts';
import { VersionConflict } from '../../../shared/store/retry.ts';
import { get } from '../../../shared/store/table.ts';
import type { Attachment } from './attachment.ts';
import type { Ticket } from './ticket.ts';
import { attachments, tickets } from './tickets.store.ts';

export { carryOverTicket } from './carry-over-ticket.ts';
export { isCategoryOf } from './category.ts';
export { tooManyEntries } from './change-ticket.ts';
export { emergencyAdvice } from './emergency-advice.ts';
export { factsOfOrder, followWorkOrder } from './follow-work-order.ts';
export { isEvacuated } from './hazard.ts';
export { type TicketQuality, ticketQuality } from './service-quality.ts';
export { severitySchema, severityWord } from './severity.ts';
export { openQuestions } from './suspicion.ts';
export { isOwnWork, mostReferences, type Ticket, workersOf } from './ticket.ts';
export { channels, ticketTypes } from './ticket-words.ts';
export { ticketsPolicy } from './tickets.policy.ts';
export { type TriageWords, triageWordsSchema } from './triage/estate-words.ts';
export type { TriageVerdict } from './triage/judge-hazard.ts';
export { type Triage, triage } from './triage/triage.ts';
export { hazardTradeOf } from './triage/triage-record.ts';
export { workOrderIdOf } from './work-order-id.ts';

/** Loads a ticket. Returns undefined when there is none. */
export function ticketOf(ticketId: string): Promise<Ticket | undefined> {
  return get(tickets, { ticketId });
}

/** Loads a file of a ticket. Returns undefined when there is none. */
export function attachmentOf(ticketId: string, attachmentId: string): Promise<Attachment | undefined> {
  return get(attachments, { ticketId, attachmentId });
}

/**
 * Adds the condition that the ticket is unchanged since it was read. Otherwise the commit throws
 * VersionConflict.
 */
export function asItStands(transaction: Transaction, ticket: Pick<Ticket, 'ticketId' | 'version'>): Transaction {
  const same = { text: 'version = :version', values: { ':version': ticket.version } };
  return transaction.check(tickets, ticket, same, () => new VersionConflict('the ticket was changed in the meantime'));
}
