import * as z from 'zod';
import { enterEstate, unchangedSince, visible } from '../../../shared/http/access.ts';
import { latestOrChanged, pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { dayIn, instantSchema } from '../../../shared/kernel/time.ts';
import { get } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { cashDesk, moneyReaders } from '../payments/public.ts';
import { invoicePath } from './invoice.routes.ts';
import { invoiceLists, invoices, redLetters } from './invoices.store.ts';
import {
  confirmed,
  issueRedInvoiceSchema,
  type RedLetter,
  redLetterAt,
  redLetterSchema,
  requestRedLetterSchema,
  submitRedLetterSchema,
  submitted,
} from './red-letter.ts';
import { issueRedInvoice, requestRedLetter, saveRedLetter } from './take-back-invoice.ts';

const redLetterPath = z.object({ redLetterId: z.string().max(64) });

/** Declares `POST /v1/invoices/red-letters/{redLetterId}/<name>`. */
const operation = operationsOn({
  path: '/v1/invoices/red-letters/{redLetterId}',
  params: redLetterPath,
  response: redLetterSchema,
  load: async (call) => {
    const before = visible(await get(redLetters, call.params), call.caller);
    const { calendar } = await estateInReach(call.caller, before.estateId);
    return { before, act: call.act(), now: call.now, today: dayIn(calendar.zone, call.now.toString()) };
  },
  change: (decided: Change<RedLetter>) => decided,
  view: (after) => after,
});

/** Routes of red letters (红字发票信息确认单, R23.9). */
export const redLetterRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/invoices/{number}/red-letters',
    operationId: 'requestRedLetter',
    summary: 'Request a red letter that takes an invoice back',
    description: 'In part or in full; without `lines` all that is left of it.',
    allow: cashDesk,
    throws: ['illegal-state', 'red-above-invoice'],
    params: invoicePath,
    body: requestRedLetterSchema,
    status: 201,
    response: redLetterSchema,
    handle: async (call) => {
      const invoice = visible(await get(invoices, call.params), call.caller);
      unchangedSince(call.ifMatch, invoice);
      const { after, transaction } = requestRedLetter(invoice, call.body, call.act(), call.now);
      return call.commit(transaction, created(after, `/v1/invoices/red-letters/${after.redLetterId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/invoices/red-letters',
    operationId: 'listRedLetters',
    summary: 'List the red letters of an estate',
    description: 'Latest first, or in the order of change with `updatedSince`.',
    allow: moneyReaders,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64), updatedSince: instantSchema.optional() }),
    response: pageOf(redLetterSchema),
    handle: async ({ caller, query, now }) => {
      enterEstate(caller, query.estateId);
      const found = await latestOrChanged(redLetters, invoiceLists.redLetters(query.estateId), query);
      return ok({ ...found, items: found.items.map((one) => redLetterAt(one, now)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/invoices/red-letters/{redLetterId}',
    operationId: 'getRedLetter',
    summary: 'Get a red letter',
    description: 'One that the buyer did not confirm within 72 hours has lapsed.',
    allow: moneyReaders,
    params: redLetterPath,
    response: redLetterSchema,
    handle: async ({ caller, params, now }) => ok(redLetterAt(visible(await get(redLetters, params), caller), now)),
  }),
  operation({
    name: 'submit',
    operationId: 'submitRedLetter',
    summary: 'Record that the tax platform has taken a red letter',
    description: 'Unless the buyer must confirm it, it is confirmed at once.',
    allow: cashDesk,
    throws: ['illegal-state'],
    body: submitRedLetterSchema,
    run: ({ before, act, now }, input) => {
      const after = submitted(before, input, act.actor.id, now);
      return { after, transaction: saveRedLetter(after, before, act) };
    },
  }),
  operation({
    name: 'confirm',
    operationId: 'confirmRedLetter',
    summary: 'Record that the buyer confirmed a red letter',
    description: '409 after 72 hours, because it has lapsed: request another one.',
    allow: cashDesk,
    throws: ['illegal-state'],
    body: z.strictObject({}),
    run: ({ before, act, now }) => {
      const after = confirmed(before, act.actor.id, now);
      return { after, transaction: saveRedLetter(after, before, act) };
    },
  }),
  operation({
    name: 'issue',
    operationId: 'issueRedInvoice',
    summary: 'Record the red invoice of a confirmed red letter',
    description: 'Moves no money. What it takes back can be invoiced again.',
    allow: cashDesk,
    throws: ['bill-is-full', 'day-in-the-future', 'illegal-state', 'invoice-number-used', 'red-above-invoice'],
    body: issueRedInvoiceSchema,
    run: ({ before, ...of }, input) => issueRedInvoice(before, input, of),
  }),
];
