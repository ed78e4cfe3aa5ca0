import type * as z from 'zod';
import type { ActionContext } from '../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../shared/events/transaction.ts';
import { addressFor, announced } from '../../../shared/files/stored-file.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { toInstant } from '../../../shared/kernel/time.ts';
import type { Attachment, attachmentDetailsSchema } from './attachment.ts';
import { changeOf, happened, ref, type TicketRules } from './change-ticket.ts';
import type { Ticket } from './ticket.ts';
import { attachments } from './tickets.store.ts';

/**
 * Adds the record of a file to a ticket and returns the URL to which the client uploads it. The event records
 * the announcement only: `confirmUpload` stores the file.
 */
export async function attachFile(
  ticket: Ticket,
  file: z.output<typeof attachmentDetailsSchema>,
  act: ActionContext,
  rules: TicketRules,
): Promise<{ attachment: Attachment; uploadUrl: string | undefined; transaction: Transaction }> {
  const { ticketId, estateId } = ticket;
  const attachmentId = newId('att', toInstant(act.recordedAt));
  const attachment: Attachment = {
    ...file,
    attachmentId,
    ticketId,
    estateId,
    key: `tickets/${estateId}/${ticketId}/${attachmentId}`,
    addedBy: act.actor.id,
    addedAt: act.recordedAt,
    ...announced,
  };
  const after = happened(ticket, [], act, rules);
  const data = { ...ref(ticket), attachmentId, fileName: file.fileName };
  const transaction = changeOf(ticket, after, 'AttachmentAdded', data, act).put(attachments, attachment);
  return { attachment, uploadUrl: await addressFor(attachment), transaction };
}
