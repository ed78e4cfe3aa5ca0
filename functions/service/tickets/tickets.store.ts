import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { entity, indexKeys } from '../../../shared/store/entity.ts';
import { type Attachment, attachmentSchema } from './attachment.ts';
import { type Ticket, ticketSchema } from './ticket.ts';

const table = 'tickets';

/** Partition keys of the ticket lists. */
export const ticketLists = {
  ofEstate: (estateId: string) => `ESTATE#${estateId}#TICKETS`,
  ofPerson: (personId: string) => `PERSON#${personId}#TICKETS`,
};

export const tickets = entity<Ticket, { ticketId: string }>({
  table,
  type: 'ticket',
  schema: ticketSchema,
  key: ({ ticketId }) => ({ pk: `TICKET#${ticketId}`, sk: 'TICKET' }),
  indexes: ({ ticketId, estateId, requester, updatedAt, nextDueAt }) => ({
    ...indexKeys('lists', ticketLists.ofEstate(estateId), ticketId),
    ...indexKeys('updates', ticketLists.ofEstate(estateId), updatedAt, ticketId),
    ...(requester.personId && indexKeys('mine', ticketLists.ofPerson(requester.personId), ticketId)),
    ...dueKeys('ticket', ticketId, nextDueAt, updatedAt),
  }),
});

/** The lookup from a ticket number to its ticket. One item for each number keeps it unique. */
export const ticketNumbers = entity<{ number: string; ticketId: string; estateId: string }, { number: string }>({
  table,
  type: 'TicketNumber',
  schema: z.object({ number: z.string(), ticketId: z.string(), estateId: z.string() }),
  key: ({ number }) => ({ pk: `NUMBER#${number}`, sk: 'NUMBER' }),
});

export const attachments = entity<Attachment, { ticketId: string; attachmentId: string }>({
  table,
  type: 'attachment',
  schema: attachmentSchema,
  key: ({ ticketId, attachmentId }) => ({ pk: `TICKET#${ticketId}`, sk: `ATTACHMENT#${attachmentId}` }),
});
