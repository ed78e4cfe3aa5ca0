import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { eventSchema } from '../../../shared/events/catalogue.ts';
import { enterEstate } from '../../../shared/http/access.ts';
import type { Reply } from '../../../shared/http/call.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { ok, page, type Route, route } from '../../../shared/http/route.ts';
import { type LinkCall, linkPath, linkQuery, openLink } from '../../../shared/pages/behind-link.ts';
import { get, list } from '../../../shared/store/table.ts';
import { namedTimeline, personOf } from '../../register/owners/public.ts';
import { lastSeal } from '../ledger/public.ts';
import { type BillOnPaper, billDocument, billPage } from './bill.page.ts';
import type { Bill } from './bill.ts';
import { billFor, billPath, billReaders } from './bill-access.ts';
import { todayIn } from './bill-context.ts';
import { sourcesOf } from './bill-sources.ts';
import { billViewSchema, viewOf } from './bill-view.ts';
import { billLists, bills, handDeliveries } from './bills.store.ts';
import { feesPolicy } from './fees.policy.ts';
import { handDeliverySchema } from './hand-delivery.ts';
import { billQuery, listBills } from './list-bills.ts';

async function onPaper(bill: Bill, now: Temporal.Instant): Promise<BillOnPaper> {
  const { estateId } = bill;
  const [sources, policy, today, seal] = await Promise.all([
    sourcesOf(bill),
    feesPolicy.of(estateId),
    todayIn(estateId, now),
    lastSeal(estateId),
  ]);
  return { bill, sources, policy, today, seal };
}

async function showBillPage(call: LinkCall): Promise<Reply> {
  const found = await openLink(call, 'fees', {
    load: async (billId) => {
      const bill = await get(bills, { billId });
      return bill?.status === 'draft' ? undefined : bill;
    },
    language: async ({ payerId }) => (await personOf(payerId))?.language,
  });
  if ('refusal' in found) return found.refusal;
  const { record: bill, language } = found;
  return page(billPage(await onPaper(bill, call.now), language));
}

/** Read operations on bills. */
export const billRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/fees/bills',
    operationId: 'listBills',
    summary: 'List bills of an estate, a payer or a unit',
    description:
      'Drafts are never listed. A payer’s open bills come first. Of an estate those owed come first by due day, then the paid ones and the others, each by latest change; with `updatedSince` all are in the order of change. Residents get only their own.',
    allow: ['resident', ...billReaders],
    throws: ['stale'],
    query: billQuery,
    response: pageOf(billViewSchema),
    handle: async ({ caller, query, now }) => {
      const { estateId } = query;
      enterEstate(caller, estateId);
      const [policy, today] = await Promise.all([feesPolicy.of(estateId), todayIn(estateId, now)]);
      const found = await listBills(query, caller, policy);
      return ok({ ...found, items: found.items.map((bill) => viewOf(bill, caller, today, policy)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/bills/{billId}',
    operationId: 'getBill',
    summary: 'Get a bill with what is open today',
    description:
      'Late charge is shown as the contract claims it; staff also see what a court is expected to grant. Residents see their own bills and those of units that they held on the last day billed.',
    allow: ['resident', ...billReaders],
    throws: ['stale'],
    params: billPath,
    response: billViewSchema,
    handle: async (call) => {
      const bill = await billFor(call);
      const { estateId } = bill;
      const [policy, today] = await Promise.all([feesPolicy.of(estateId), todayIn(estateId, call.now)]);
      return ok(viewOf(bill, call.caller, today, policy));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/bills/{billId}/events',
    operationId: 'listBillEvents',
    summary: 'List the events of a bill, oldest first',
    description: 'Payments, deliveries, objections, waivers and credits, with who did it.',
    allow: billReaders,
    params: billPath,
    query: z.strictObject(pageQuery),
    response: pageOf(eventSchema),
    handle: async (call) => ok(await namedTimeline('ledger', bills.key(await billFor(call)).pk, call.query)),
  }),
  route({
    method: 'GET',
    path: '/v1/fees/bills/{billId}/document',
    operationId: 'getBillDocument',
    summary: 'Get a bill for printing',
    description: 'HTML with the arithmetic step by step, in the language of the request.',
    allow: ['resident', ...billReaders],
    throws: ['stale'],
    params: billPath,
    response: 'html',
    handle: async (call) => page(billDocument(await onPaper(await billFor(call), call.now), call.language)),
  }),
  route({
    method: 'GET',
    path: '/v1/fees/bills-to-deliver',
    operationId: 'listBillsToDeliver',
    summary: 'List bills to deliver by hand (送单)',
    description: 'By unit. Their payers have no e-mail address, or the mail did not arrive.',
    allow: billReaders,
    query: z.strictObject({ ...pageQuery, estateId: z.string().max(64) }),
    response: pageOf(handDeliverySchema),
    handle: async ({ caller, query }) => {
      const { estateId, ...wanted } = query;
      enterEstate(caller, estateId);
      return ok(
        await list(handDeliveries, { index: 'lists', partition: billLists.handDeliveries(estateId), ...wanted }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/p/fees/{token}',
    operationId: 'showBillPage',
    summary: 'Show the bill behind the link in the e-mail',
    description: 'HTML with the arithmetic step by step. `lang` chooses the language.',
    allow: 'public',
    throws: ['not-found', 'stale'],
    params: linkPath,
    query: linkQuery,
    response: 'html',
    handle: showBillPage,
  }),
];
