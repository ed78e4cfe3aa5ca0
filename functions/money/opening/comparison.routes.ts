import * as z from 'zod';
import { Transaction } from '../../../shared/events/transaction.ts';
import { uploadUrl } from '../../../shared/files/uploads.ts';
import { enterEstate, estatePath, unchangedSince, visible } from '../../../shared/http/access.ts';
import type { Caller } from '../../../shared/http/auth.ts';
import { pageOf, pageQuery } from '../../../shared/http/listing.ts';
import { accepted, created, ok, type Route, route } from '../../../shared/http/route.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import type { Language } from '../../../shared/kernel/language.ts';
import { illegalState } from '../../../shared/kernel/problem.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import { get, list } from '../../../shared/store/table.ts';
import { estateInReach } from '../../register/owners/public.ts';
import { cutOverOf } from '../ledger/public.ts';
import { comparisonFile, comparisonLists, comparisons, unitDifferences } from './comparison.store.ts';
import {
  assertParallel,
  type Comparison,
  comparisonSchema,
  newComparisonSchema,
  noFigures,
  unitDifferenceSchema,
} from './month-comparison.ts';
import { errorView, fileErrorViewSchema } from './opening-errors.ts';
import { readers, signers } from './roles.ts';

const comparisonPath = z.object({ comparisonId: z.string().max(64) });

/** A comparison as the API returns it. */
const comparisonViewSchema = comparisonSchema
  .omit({ cursor: true, run: true, errors: true })
  .extend({
    /** The first 100 errors of the file. */
    errors: z.array(fileErrorViewSchema),
    /** On a new comparison: where to `PUT` the file within 15 minutes, with `content-type: text/csv`. */
    uploadUrl: z.string().optional(),
  })
  .meta({ id: 'MonthComparison' });
const differenceViewSchema = unitDifferenceSchema
  .omit({ comparisonId: true, run: true })
  .meta({ id: 'MonthUnitDifference' });

function viewOf(comparison: Comparison, language: Language) {
  const { cursor: _, run: __, errors, ...view } = comparison;
  return { ...view, errors: errors.map((error) => errorView(error, language)) };
}

async function comparisonFor(call: { params: { comparisonId: string }; caller: Caller }): Promise<Comparison> {
  return visible(await get(comparisons, call.params), call.caller);
}

/** Operations that compare a month with the system before (R30.5). */
export const comparisonRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/opening/estates/{estateId}/month-comparisons',
    operationId: 'createMonthComparison',
    summary: 'Create a comparison of a month with the system before',
    description:
      'Upload the file with `PUT` to `uploadUrl`, then run the comparison. The file has `unit`, `billed`, `received` and `open` for each unit. A comparison stays in the list, whatever it finds.',
    allow: signers,
    throws: ['no-parallel-month'],
    params: estatePath,
    body: newComparisonSchema,
    status: 201,
    response: comparisonViewSchema,
    handle: async (call) => {
      const { estateId, calendar } = await estateInReach(call.caller, call.params.estateId);
      const { month, size } = call.body;
      assertParallel(month, await cutOverOf(estateId), dayIn(calendar.zone, call.now.toString()));
      const act = call.act();
      const comparisonId = newId('mcp', call.now);
      const after: Comparison = {
        ...call.body,
        ...{ comparisonId, estateId, state: 'open', run: 0, units: 0, unitsThatDiffer: 0 },
        ...{ old: noFigures, ours: noFigures, errorCount: 0, errors: [] },
        ...{ createdAt: act.recordedAt, createdBy: act.actor.id, updatedAt: act.recordedAt, version: 1 },
      };
      const transaction = new Transaction()
        .save(comparisons, after)
        .record(comparisons, after, 'MonthComparisonCreated', { comparisonId, month }, act);
      const url = await uploadUrl({ key: comparisonFile(after), contentType: 'text/csv', size });
      const view = { ...viewOf(after, call.language), uploadUrl: url };
      return call.commit(transaction, created(view, `/v1/opening/month-comparisons/${comparisonId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/opening/estates/{estateId}/month-comparisons',
    operationId: 'listMonthComparisons',
    summary: 'List the comparisons of an estate, latest first',
    description: 'Each with its sums and the number of units that differ.',
    allow: readers,
    params: estatePath,
    query: z.strictObject(pageQuery),
    response: pageOf(comparisonViewSchema),
    handle: async ({ caller, params, query, language }) => {
      enterEstate(caller, params.estateId);
      const partition = comparisonLists.ofEstate(params.estateId);
      const page = await list(comparisons, { index: 'lists', partition, descending: true, ...query });
      return ok({ ...page, items: page.items.map((one) => viewOf(one, language)) });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/opening/month-comparisons/{comparisonId}',
    operationId: 'getMonthComparison',
    summary: 'Get a comparison of a month with its sums',
    description:
      '`billed` is less what was credited, `received` is money used for bills, `open` is at the end of the month.',
    allow: readers,
    params: comparisonPath,
    response: comparisonViewSchema,
    handle: async (call) => ok(viewOf(await comparisonFor(call), call.language)),
  }),
  route({
    method: 'POST',
    path: '/v1/opening/month-comparisons/{comparisonId}/run',
    operationId: 'runMonthComparison',
    summary: 'Compare the month with the uploaded file',
    description: 'In the background, unit by unit. A file with errors is refused as a whole, and can be run again.',
    allow: signers,
    throws: ['illegal-state'],
    params: comparisonPath,
    body: z.strictObject({}),
    status: 202,
    response: comparisonViewSchema,
    handle: async (call) => {
      const before = await comparisonFor(call);
      unchangedSince(call.ifMatch, before);
      if (before.state === 'comparing') throw illegalState(before.state, ['open', 'refused', 'compared']);
      const act = call.act();
      const { comparisonId } = before;
      const after: Comparison = {
        ...before,
        ...{ state: 'comparing', run: before.run + 1, units: 0, unitsThatDiffer: 0 },
        ...{ old: noFigures, ours: noFigures, errorCount: 0, errors: [] },
        ...{ updatedAt: act.recordedAt, version: before.version + 1 },
      };
      const transaction = new Transaction()
        .save(comparisons, after, before)
        .record(comparisons, after, 'MonthComparisonRequested', { comparisonId }, act);
      const view = viewOf(after, call.language);
      return call.commit(transaction, accepted(view, `/v1/opening/month-comparisons/${comparisonId}`));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/opening/month-comparisons/{comparisonId}/differences',
    operationId: 'listMonthDifferences',
    summary: 'List every unit that differs: the figure, the amount there and here',
    description: 'In the order of the labels. A unit that the file does not have counts as 0 there.',
    allow: readers,
    params: comparisonPath,
    query: z.strictObject(pageQuery),
    response: pageOf(differenceViewSchema),
    handle: async (call) => {
      const { comparisonId, run } = await comparisonFor(call);
      const { pk: partition } = comparisons.key({ comparisonId });
      const sort = { beginsWith: comparisonLists.ofRun(run) };
      const found = await list(unitDifferences, { partition, sort, ...call.query });
      return ok({ ...found, items: found.items.map(({ comparisonId: _, run: __, ...one }) => one) });
    },
  }),
];
