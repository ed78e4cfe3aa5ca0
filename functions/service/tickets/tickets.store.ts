import * as z from 'zod';
import { dueKeys } from '../../../shared/events/due.ts';
import { entity, indexKeys, rowKeys } from '../../../shared/store/entity.ts';
import { stageIn } from '../../../shared/store/stages.ts';
import { type Attachment, attachmentSchema } from './attachment.ts';
import { orderOf, type Ticket, type TicketStage, ticketSchema, ticketStages } from './ticket.ts';

const table = 'tickets';

/**
 * Partition keys of the ticket lists. Tickets of an estate and of an assignee are listed by stage
 * (`ticketStages`); those of a unit and of a requester are entries beside the indexes.
 */
export const ticketLists = {
  ofEstate: (estateId: string, stage: TicketStage) => `ESTATE#${estateId}#TICKETS#${stage}`,
  ofAssignee: (staffId: string, stage: TicketStage) => `STAFF#${staffId}#TICKETS#${stage}`,
  ofUnit: (estateId: string, unitId: string) => `ESTATE#${estateId}#UNIT#${unitId}#TICKETS`,
  ofPerson: (estateId: string, personId: string) => `ESTATE#${estateId}#PERSON#${personId}#TICKETS`,
  changesOf: (estateId: string) => `ESTATE#${estateId}#TICKETS`,
};

export const tickets = entity<Ticket, { ticketId: string }>({
  table,
  type: 'ticket',
  schema: ticketSchema,
  key: ({ ticketId }) => ({ pk: `TICKET#${ticketId}`, sk: 'TICKET' }),
  indexes: (ticket) => {
    const { ticketId, estateId, assigneeId, updatedAt, nextDueAt } = ticket;
    const stage = stageIn(ticketStages, ticket.status);
    const order = [orderOf(ticket), ticketId];
    return {
      ...indexKeys('lists', ticketLists.ofEstate(estateId, stage), ...order),
      ...(assigneeId !== undefined && indexKeys('mine', ticketLists.ofAssignee(assigneeId, stage), ...order)),
      ...indexKeys('updates', ticketLists.changesOf(estateId), updatedAt, ticketId),
      ...dueKeys('ticket', ticketId, nextDueAt, updatedAt),
    };
  },
  rows: ({ ticketId, estateId, unitId, requester: { personId } }) => [
    ...(unitId === undefined ? [] : [rowKeys(ticketLists.ofUnit(estateId, unitId), ticketId)]),
    ...(personId === undefined ? [] : [rowKeys(ticketLists.ofPerson(estateId, personId), ticketId)]),
  ],
});

/** Returns the key of a number of the system before. Case, blanks and hyphens do not matter. */
export function oldTicketNumber(estateId: string, number: string): string {
  const plain = number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―.]/g, '');
  return `${estateId}#${plain}`;
}

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
