import * as z from 'zod';
import { enterEstate, visible } from '../../../shared/http/access.ts';
import type { Role } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../shared/http/listing.ts';
import { type Change, operationsOn } from '../../../shared/http/operations.ts';
import { created, ok, type Route, route } from '../../../shared/http/route.ts';
import { Problem, problems } from '../../../shared/kernel/problem.ts';
import { reasonSchema } from '../../../shared/kernel/reason.ts';
import { get, list } from '../../../shared/store/table.ts';
import { billFor, billPath, billReaders, deskAndCashier } from './bill-access.ts';
import { loadBillContext } from './bill-context.ts';
import { bills } from './bills.store.ts';
import { approveWaiver, refuseWaiver, requestWaiver } from './waive-charge.ts';
import { requestWaiverSchema, type Waiver, waiverLimitOf, waiverSchema, waiverStatuses } from './waiver.ts';
import { waiverLists, waivers } from './waivers.store.ts';

const waiverPath = z.object({ waiverId: z.string().max(64) });
const id = z.string().max(64);
/** Roles that decide on waivers requested by others. */
const deciders: readonly Role[] = ['manager', 'administrator'];

/** Codes of every operation that lowers a bill by a waiver. */
const waivingProblems = [
  'bill-in-advance',
  'bill-is-full',
  'fee-item-needed',
  'held-not-waived',
  'illegal-state',
  'money-not-there',
  'move-too-far-back',
  'waiver-exceeds-open',
];

/** Declares `POST /v1/fees/waivers/{waiverId}/<name>`: a decision on a waiver. */
const operation = operationsOn({
  path: '/v1/fees/waivers/{waiverId}',
  params: waiverPath,
  response: waiverSchema,
  load: async (call) => {
    const before = visible(await get(waivers, call.params), call.caller);
    const bill = await get(bills, { billId: before.billId });
    if (!bill) throw new Problem(problems.notFound);
    return { ...(await loadBillContext(bill.estateId, call.act(), call.now)), before, bill };
  },
  change: (decided: Change<Waiver>) => decided,
  view: (after) => after,
});

/**
 * Operations on waivers (减免, D32). A request needs a reason. It is granted at once within the limit,
 * otherwise by another person.
 */
export const waiverRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/fees/bills/{billId}/waivers',
    operationId: 'requestWaiver',
    summary: 'Request a waiver of part of a bill',
    description:
      'Another person decides. An estate may let a role waive up to a limit alone: of a bill, for a payer on a day, and by a person on a day.',
    allow: deskAndCashier,
    throws: waivingProblems,
    params: billPath,
    body: requestWaiverSchema,
    status: 201,
    otherStatuses: [200],
    response: waiverSchema,
    handle: async (call) => {
      const bill = await billFor(call);
      const context = await loadBillContext(bill.estateId, call.act(), call.now);
      const limitFen = waiverLimitOf(call.caller, context.policy);
      const { after, transaction } = await requestWaiver(bill, call.body, limitFen, context, call.now);
      return call.commit(transaction, created(after, `/v1/fees/waivers/${after.waiverId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/waivers',
    operationId: 'listWaivers',
    summary: 'List waivers of an estate',
    description: 'Of a status oldest first, of a bill, or all with the latest change first.',
    allow: billReaders,
    query: z.strictObject({
      ...pageQuery,
      estateId: id,
      status: z.enum(waiverStatuses).optional(),
      billId: id.optional(),
    }),
    response: pageOf(waiverSchema),
    handle: async ({ caller, query }) => {
      const { estateId, billId, status, limit, cursor } = query;
      enterEstate(caller, estateId);
      if (billId !== undefined) {
        const partition = waiverLists.waiversOf(billId);
        return ok(await list(waivers, { index: 'mine', partition, limit, cursor, where: { estateId, status } }));
      }
      const inStatus = (one: NonNullable<typeof status>) => waiverLists.waiversIn(estateId, one);
      return ok(await workList(waivers, { all: waiverLists.waivers(estateId), inStatus }, query));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/waivers/{waiverId}',
    operationId: 'getWaiver',
    summary: 'Get a waiver',
    description: 'With who requested it, who decided and why.',
    allow: billReaders,
    params: waiverPath,
    response: waiverSchema,
    handle: async ({ caller, params }) => ok(visible(await get(waivers, params), caller)),
  }),
  operation({
    name: 'approve',
    operationId: 'approveWaiver',
    summary: 'Approve a waiver that another person requested',
    description: 'The requester cannot approve it. The bill is lowered at once.',
    allow: deciders,
    throws: [...waivingProblems, 'another-person-needed'],
    body: z.strictObject({ reason: z.string().max(1_000).optional() }),
    run: (context, { reason }) => approveWaiver(context.before, context.bill, reason, context),
  }),
  operation({
    name: 'refuse',
    operationId: 'refuseWaiver',
    summary: 'Refuse a waiver with a reason',
    description: 'The bill stays as it is.',
    allow: deciders,
    throws: ['another-person-needed', 'illegal-state'],
    body: z.strictObject({ reason: reasonSchema(1_000) }),
    run: (context, { reason }) => refuseWaiver(context.before, reason, context),
  }),
];
