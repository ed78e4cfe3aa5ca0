import { get } from '../../shared/store/table.ts';
import type { Attachment } from './attachment.ts';
import type { Ticket } from './ticket.ts';
import { attachments, tickets } from './tickets-store.ts';

export { occurrence } from './change-ticket.ts';
export type { Ticket } from './ticket.ts';

/** A ticket as it stands. Undefined when there is none. */
export function ticketOf(ticketId: string): Promise<Ticket | undefined> {
  return get(tickets, { ticketId });
}

/** A file of a ticket. Undefined when the ticket has none of that id. */
export function attachmentOf(ticketId: string, attachmentId: string): Promise<Attachment | undefined> {
  return get(attachments, { ticketId, attachmentId });
}
