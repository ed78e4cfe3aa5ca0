import * as z from 'zod';
import { downloadUrl } from '../../../shared/files/uploads.ts';
import { everybody } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { list } from '../../../shared/store/table.ts';
import { attachFile } from './attach-file.ts';
import { attachmentDetailsSchema } from './attachment.ts';
import { attachmentViewOf, attachmentViewSchema } from './attachment-view.ts';
import { ticketRulesOf } from './change-ticket.ts';
import { ticketFor, ticketPath } from './ticket-access.ts';
import { attachments, tickets } from './tickets.store.ts';

/** Bytes that a resident may upload in a day: twenty of the largest files. */
const mostBytesADay = 1_000 * 1_024 * 1_024;

/** Routes for the files of a ticket. */
export const attachmentRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/tickets/{ticketId}/attachments',
    operationId: 'attachFile',
    summary: 'Add a file to a ticket and get its upload URL',
    description:
      'Upload the file with `PUT` to `uploadUrl`, with the same content type and exactly the given size, at most 50 MB. The URL is valid for 15 minutes.',
    allow: everybody,
    throws: ['in-the-future', 'out-of-order', 'too-many-entries'],
    params: ticketPath,
    body: attachmentDetailsSchema,
    limits: [
      { most: 60, per: 'hour' },
      {
        most: mostBytesADay,
        per: 'day',
        of: { what: 'bytes', weigh: (body) => attachmentDetailsSchema.parse(body).size },
      },
    ],
    status: 201,
    response: z
      .object({
        /** The file as announced. */
        attachment: attachmentViewSchema,
        /** Valid for 15 minutes: `PUT` with the given content type and size. */
        uploadUrl: z.string(),
      })
      .meta({ id: 'AttachFileResponse' }),
    handle: async (call) => {
      const ticket = await ticketFor(call);
      const { transaction, ...reply } = await attachFile(ticket, call.body, call.act(), await ticketRulesOf(ticket));
      return call.commit(transaction, created(reply, `/v1/tickets/${ticket.ticketId}/attachments`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/tickets/{ticketId}/attachments',
    operationId: 'listAttachments',
    summary: 'List the files of a ticket',
    description:
      'Each download URL is valid for 15 minutes. Files that were announced but never uploaded are listed, too.',
    allow: everybody,
    params: ticketPath,
    query: z.strictObject(pageQuery),
    response: pageOf(attachmentViewSchema.extend({ downloadUrl: z.string() }).meta({ id: 'ListAttachmentsItem' })),
    handle: async (call) => {
      const ticket = await ticketFor(call);
      const { pk } = tickets.key(ticket);
      const found = await list(attachments, { partition: pk, sort: { beginsWith: 'ATTACHMENT#' }, ...call.query });
      const items = found.items.map(async (one) => ({
        ...attachmentViewOf(one, call.caller),
        downloadUrl: await downloadUrl(one),
      }));
      return ok({ ...found, items: await Promise.all(items) });
    },
  }),
];
