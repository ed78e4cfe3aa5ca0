import * as z from 'zod';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { accepted, ok, type Route, route } from '../../../shared/http/route.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { billSchema } from './bill.ts';
import { billingRunViewSchema, newRunSchema, skippedUnitSchema } from './billing-run.ts';
import { billLists, bills } from './bills.store.ts';
import { monthCompletenessSchema } from './completeness.ts';
import { assertDueDay, createBillingRun } from './create-billing-run.ts';
import { billingRuns, feeLists, skippedUnits } from './fees.store.ts';
import { listCompleteness } from './list-completeness.ts';
import { cancelRun, requestPublication } from './publish-billing.ts';

const runPath = z.object({ runId: z.string().max(64) });
const billedBy: readonly Role[] = ['manager', 'administrator'];

/** Operations on billing runs: opening, progress, bills, skipped units, publishing (D26). */
export const billingRunRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/fees/estates/{estateId}/billing-runs',
    operationId: 'createBillingRun',
    summary: 'Create a billing run for fee items and months',
    description:
      'Bills are drafted in the background and stay invisible to payers until published. For months published before, the run recalculates what is owed and drafts only the difference: a bill or a credit note. `dryRun=true` writes no bill.',
    allow: billedBy,
    throws: [
      'billed-before-cut-over',
      'billed-with-other-months',
      'billing-month-shut',
      'due-day-past',
      'month-billed-already',
      'unknown-fee-item',
    ],
    params: estatePath,
    query: z.strictObject({ dryRun: z.stringbool().default(false) }),
    body: newRunSchema,
    status: 202,
    response: billingRunViewSchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateInReach(call.caller, call.params.estateId);
      assertDueDay(call.body, dayIn(calendar.zone, call.now.toString()));
      const options = { dryRun: call.query.dryRun, act: call.act() };
      const { after, transaction } = await createBillingRun(estateId, call.body, options);
      return call.commit(transaction, accepted(after, `/v1/fees/billing-runs/${after.runId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/estates/{estateId}/billing-runs',
    operationId: 'listBillingRuns',
    summary: 'List the billing runs of an estate, latest first',
    description: 'With dry runs and cancelled ones.',
    allow: staffRoles,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(billingRunViewSchema),
    handle: async ({ caller, params, query }) => {
      enterEstate(caller, params.estateId);
      const partition = feeLists.runs(params.estateId);
      return ok(await list(billingRuns, { index: 'lists', partition, descending: true, ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/billing-runs/{runId}',
    operationId: 'getBillingRun',
    summary: 'Get a billing run with its progress',
    description: 'Counts slices planned, billed and published, bills with their sum in fen, and skipped units.',
    allow: staffRoles,
    params: runPath,
    response: billingRunViewSchema,
    handle: async (call) => ok(visible(await get(billingRuns, call.params), call.caller)),
  }),
  route({
    method: 'GET',
    path: '/v1/fees/billing-runs/{runId}/bills',
    operationId: 'listBillsOfRun',
    summary: 'List the bills of a billing run by unit, drafts included',
    description: 'Credit notes are included, with negative amounts.',
    allow: staffRoles,
    params: runPath,
    query: z.strictObject(pageQuery),
    response: pageOf(billSchema),
    handle: async ({ caller, params, query }) => {
      const { runId } = visible(await get(billingRuns, params), caller);
      return ok(await list(bills, { index: 'rows', partition: billLists.billsOfRun(runId), ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/billing-runs/{runId}/skipped',
    operationId: 'listSkippedUnits',
    summary: 'List the days that a billing run does not charge, by unit, each with the reason',
    description: 'Such as days without an owner or without a price.',
    allow: staffRoles,
    params: runPath,
    query: z.strictObject(pageQuery),
    response: pageOf(skippedUnitSchema),
    handle: async ({ caller, params, query }) => {
      const run = visible(await get(billingRuns, params), caller);
      const { pk: partition } = billingRuns.key(run);
      return ok(await list(skippedUnits, { partition, sort: { beginsWith: 'SKIPPED#' }, ...query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/fees/estates/{estateId}/completeness/{month}',
    operationId: 'listCompleteness',
    summary: 'Compare what is owed for a month with what was billed (应收与已收费)',
    description:
      'By unit and fee item: owed by all facts known now, published, the difference, and why days are not charged. A billing run of the service period bills the difference. `close` is the latest close of the month.',
    allow: staffRoles,
    throws: ['billed-before-cut-over'],
    params: z.object({ ...estatePath.shape, month: z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/) }),
    // Each unit is calculated as in a billing run.
    query: z.strictObject({ ...pageQuery, limit: z.coerce.number().int().min(1).max(50).default(20) }),
    response: monthCompletenessSchema,
    handle: async ({ caller, params, query, now }) => {
      const { estateId } = await estateInReach(caller, params.estateId);
      return ok(await listCompleteness(estateId, params.month, query, now.toString()));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/fees/billing-runs/{runId}/publish',
    operationId: 'publishBillingRun',
    summary: 'Publish the drafts of a billing run',
    description:
      'Runs in the background. From then on the bills are owed and in the ledger, and prices of these days are fixed. Credit notes above the limit need another person than the one who opened the run.',
    allow: billedBy,
    throws: ['another-person-needed', 'illegal-state'],
    params: runPath,
    status: 202,
    otherStatuses: [200],
    response: billingRunViewSchema,
    handle: async (call) => {
      const before = visible(await get(billingRuns, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const { after, transaction } = await requestPublication(before, call.caller, call.act());
      return call.commit(transaction, accepted(after, `/v1/fees/billing-runs/${after.runId}`));
    },
  }),
  route({
    method: 'POST',
    path: '/v1/fees/billing-runs/{runId}/cancel',
    operationId: 'cancelBillingRun',
    summary: 'Cancel a billing run before it is published',
    description: 'Its drafts are never owed. Its months become free, or return to the run that published them before.',
    allow: billedBy,
    throws: ['illegal-state'],
    params: runPath,
    response: billingRunViewSchema,
    handle: async (call) => {
      const before = visible(await get(billingRuns, call.params), call.caller);
      unchangedSince(call.ifMatch, before);
      const { after, transaction } = await cancelRun(before, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
];
