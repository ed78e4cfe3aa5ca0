import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { addressOf, announced, storeFile } from '../../../shared/files/stored-file.ts';
import { actingStaff, type Caller, everybody, isStaff } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get, list } from '../../../shared/store/table.ts';
import { attachFile } from './attach-file.ts';
import { attachmentDetailsSchema } from './attachment.ts';
import { attachmentViewOf, attachmentViewSchema } from './attachment-view.ts';
import { changeOf, happened, ref, ticketRulesOf } from './change-ticket.ts';
import { ticketFor, ticketPath } from './ticket-access.ts';
import { attachments, tickets } from './tickets.store.ts';

const attachmentPath = ticketPath.extend({ attachmentId: z.string().max(64) });

/** Loads a file of a ticket that the caller may see. @throws Problem not-found. */
async function fileFor(call: { params: z.output<typeof attachmentPath>; caller: Caller }) {
  const ticket = await ticketFor(call);
  const { attachmentId } = call.params;
  const file = await get(attachments, { ticketId: ticket.ticketId, attachmentId });
  if (!file) throw new Problem(problems.notFound);
  return { ticket, file };
}

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
      'Upload the file with `PUT` to `uploadUrl`, with the same content type and exactly the given size, at most 50 MB. The URL is valid for 15 minutes. Then call `confirmUpload`.',
    allow: ['resident', ...actingStaff],
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
        uploadUrl: z.string().optional(),
      })
      .meta({ id: 'AttachFileResponse' }),
    handle: async (call) => {
      const ticket = await ticketFor(call);
      const { transaction, ...reply } = await attachFile(ticket, call.body, call.act(), await ticketRulesOf(ticket));
      return call.commit(transaction, created(reply, `/v1/tickets/${ticket.ticketId}/attachments`));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/tickets/{ticketId}/attachments/{attachmentId}/confirm',
    operationId: 'confirmUpload',
    summary: 'Confirm that a file of a ticket was uploaded',
    description:
      'The file is checked by its first bytes and stored. From then on it can be read, and nobody can replace it. A file that is not confirmed within two days is gone.',
    allow: ['resident', ...actingStaff],
    throws: ['file-not-uploaded', 'file-of-another-kind'],
    params: attachmentPath,
    response: attachmentViewSchema,
    handle: async (call) => {
      const { file } = await fileFor(call);
      if (file.storedAt !== undefined) return ok(attachmentViewOf(file, call.caller));
      if (file.addedBy !== call.caller.personId && !isStaff(call.caller)) throw new Problem(problems.notFound);
      await storeFile(file);
      const after = { ...file, ...announced, storedAt: call.now.toString() };
      const transaction = new Transaction().put(attachments, after, { text: 'attribute_not_exists(storedAt)' });
      return call.commit(transaction, ok(attachmentViewOf(after, call.caller)));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/tickets/{ticketId}/attachments/{attachmentId}/withhold',
    operationId: 'withholdAttachment',
    summary: 'Withhold a file of a ticket that is harmful',
    description: 'A scanner or a person found it harmful. Nobody can download it any more. It stays in the bucket.',
    allow: ['supervisor', 'manager', 'administrator'],
    params: attachmentPath,
    body: z.strictObject({ reason: reasonSchema(500) }).meta({ id: 'WithholdAttachmentBody' }),
    response: attachmentViewSchema,
    handle: async (call) => {
      const { ticket, file } = await fileFor(call);
      if (file.withheld) return ok(attachmentViewOf(file, call.caller));
      const { reason } = call.body;
      const after = { ...file, withheld: { by: call.caller.personId, at: call.now.toString(), reason } };
      const act = call.act({ reason });
      const changed = happened(ticket, [], act, await ticketRulesOf(ticket));
      const data = { ...ref(ticket), attachmentId: file.attachmentId };
      const transaction = changeOf(ticket, changed, 'AttachmentWithheld', data, act).put(attachments, after);
      return call.commit(transaction, ok(attachmentViewOf(after, call.caller)));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/tickets/{ticketId}/attachments',
    operationId: 'listAttachments',
    summary: 'List the files of a ticket',
    description:
      'Each download URL is valid for 15 minutes. A file has none until its upload is confirmed, and while it is withheld.',
    allow: everybody,
    params: ticketPath,
    query: z.strictObject(pageQuery),
    response: pageOf(
      attachmentViewSchema.extend({ downloadUrl: z.string().optional() }).meta({ id: 'ListAttachmentsItem' }),
    ),
    handle: async (call) => {
      const ticket = await ticketFor(call);
      const { pk } = tickets.key(ticket);
      const found = await list(attachments, { partition: pk, sort: { beginsWith: 'ATTACHMENT#' }, ...call.query });
      const items = found.items.map(async (one) => ({
        ...attachmentViewOf(one, call.caller),
        downloadUrl: await addressOf(one),
      }));
      return ok({ ...found, items: await Promise.all(items) });
    },
  }),
];
