import * as z from 'zod';
import { enterEstate, visible } from '../../../shared/http/access.ts';
import { type Caller, isStaff } from '../../../shared/http/auth.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { instantSchema } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { senderOf } from '../../register/owners/public.ts';
import { dunningReaders, mustBeOwn } from './account-access.ts';
import { contactDocument } from './contact-document.ts';
import { contactViewOf, contactViewSchema } from './contact-view.ts';
import { contacts, dunningLists } from './dunning.store.ts';
import type { ContactRecord } from './dunning-contact.ts';

const id = z.string().max(64);
const contactPath = z.object({ contactId: id });

/** Returns the contact of a request. A resident gets only their own contacts. @throws Problem `not-found`. */
async function contactFor(call: { params: { contactId: string }; caller: Caller }): Promise<ContactRecord> {
  const contact = visible(await get(contacts, call.params), call.caller);
  mustBeOwn(contact, call.caller);
  return contact;
}

/**
 * Operations on contacts: the written record of what was demanded from whom, with proof of receipt (R0.3).
 */
export const contactRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/dunning/contacts',
    operationId: 'listDunningContacts',
    summary: 'List the dunning contacts of an estate or a payer',
    description: 'Latest first; with `updatedSince` in the order of change. A resident gets only their own.',
    allow: ['resident', ...dunningReaders],
    query: z
      .strictObject({
        ...pageQuery,
        estateId: id,
        payerId: id.optional(),
        accountId: id.optional(),
        updatedSince: instantSchema.optional(),
      })
      .refine(({ payerId, updatedSince }) => payerId === undefined || updatedSince === undefined, {
        message: 'payerId and updatedSince exclude each other',
        path: ['updatedSince'],
      }),
    response: pageOf(contactViewSchema),
    handle: async ({ caller, query }) => {
      const { estateId, accountId, limit, cursor } = query;
      enterEstate(caller, estateId);
      if (query.payerId !== undefined) mustBeOwn({ payerId: query.payerId }, caller);
      const payerId = isStaff(caller) ? query.payerId : caller.personId;
      const where = { accountId };
      const found =
        payerId === undefined
          ? await latestOrChanged(contacts, dunningLists.contacts(estateId), query, where)
          : await list(contacts, {
              index: 'mine',
              partition: dunningLists.contactsOf(estateId, payerId),
              descending: true,
              limit,
              cursor,
              where,
            });
      return ok({ ...found, items: found.items.map((contact) => contactViewOf(contact, caller)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/dunning/contacts/{contactId}',
    operationId: 'getDunningContact',
    summary: 'Get a dunning contact with its content, its result and its proof',
    description: 'A resident only reaches their own, without names of staff and internal notes.',
    allow: ['resident', ...dunningReaders],
    params: contactPath,
    response: contactViewSchema,
    handle: async (call) => ok(contactViewOf(await contactFor(call), call.caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/dunning/contacts/{contactId}/document',
    operationId: 'getDunningDocument',
    summary: 'Get the letter or record of a dunning contact for printing (催缴函)',
    description:
      'In the language of the request, with the same bytes each time while the letterhead of the estate stays.',
    allow: ['resident', ...dunningReaders],
    throws: ['means-forbidden-by-law'],
    params: contactPath,
    response: 'html',
    handle: async (call) => {
      const contact = await contactFor(call);
      const sender = await senderOf(contact.estateId);
      return page(contactDocument({ ...contact, ...contactViewOf(contact, call.caller) }, sender, call.language));
    },
  }),
];
