import * as z from 'zod';
import { enterEstate, visible } from '../../../../shared/http/access.ts';
import { type Role, staffRoles } from '../../../../shared/http/auth.ts';
import { pageOf, pageQuery, workList } from '../../../../shared/http/listing.ts';
import { ok, type Route, route } from '../../../../shared/http/route.ts';
import { get, list } from '../../../../shared/store/table.ts';
import { handoverFor, handoverPath, onSite } from '../handover-access.ts';
import { checklistOf, inspectionLists, records, recordsOf, reviews } from './inspection.store.ts';
import { inspectionRecordSchema } from './inspection-record.ts';
import { isInspector } from './inspector.ts';
import { loadInspection } from './load-inspection.ts';
import { batchSchema, processBatch, takenSchema } from './process-batch.ts';
import { reviewSchema } from './review.ts';
import { settleReview, settleSchema } from './settle-review.ts';

const deciders: readonly Role[] = ['supervisor', 'manager'];
const reviewPath = z.object({ reviewId: z.string().max(64) });

/** Routes for inspection records and their reviews. */
export const inspectionRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/handovers/{handoverId}/inspection-batches',
    operationId: 'sendInspectionBatch',
    summary: 'Send inspection records made offline (验房记录)',
    description:
      'At most 40 records, in any order, also repeatedly. The answer has a result for each: accepted, duplicate, held for a supervisor, or refused. One invalid record does not reject the others. Times may be at most five minutes ahead.',
    allow: onSite,
    locksKey: 'Forty records with their defects do not fit into one transaction.',
    params: handoverPath,
    body: batchSchema,
    bodyLimits: { bytes: 512 * 1024 },
    response: z
      .object({
        batchId: z.string(),
        state: z.string(),
        openDefects: z.int(),
        blockingDefects: z.int(),
        /** The result of each record, in the order sent. */
        records: z.array(takenSchema),
      })
      .meta({ id: 'SendInspectionBatchResponse' }),
    handle: async (call) => {
      const handover = await handoverFor(call);
      const [inspector, inspection, checklist] = await Promise.all([
        isInspector(call.caller, handover.estateId),
        loadInspection(handover),
        checklistOf(handover),
      ]);
      const sender = { inspector, language: call.language };
      const processed = await processBatch(inspection, call.body, { sender, checklist, act: call.act() });
      const { taken, inspection: after, last } = processed;
      const { state, openDefects, blockingDefects } = after.handover;
      const reply = ok({ batchId: call.body.batchId, state, openDefects, blockingDefects, records: taken });
      return last ? call.commit(last, reply) : reply;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/{handoverId}/inspection-records',
    operationId: 'listInspectionRecords',
    summary: 'List the inspection records of a home',
    allow: staffRoles,
    params: handoverPath,
    query: z.strictObject(pageQuery),
    response: pageOf(inspectionRecordSchema),
    handle: async (call) => {
      const { handoverId } = await handoverFor(call);
      const { pk } = records.key({ handoverId, key: '' });
      return ok(await list(records, { partition: pk, sort: { beginsWith: 'RECORD#' }, ...call.query }));
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/inspection-reviews',
    operationId: 'listInspectionReviews',
    summary: 'List the inspection reviews of an estate',
    description: 'A review holds contradictory or inadmissible records that need the decision of a supervisor.',
    allow: staffRoles,
    query: z.strictObject({
      ...pageQuery,
      estateId: z.string().max(64),
      state: z.enum(['open', 'settled']).optional(),
    }),
    response: pageOf(reviewSchema),
    handle: async ({ caller, query: { state, estateId, ...page } }) => {
      enterEstate(caller, estateId);
      const inStatus = (status: string) => inspectionLists.reviewsIn(estateId, status);
      return ok(
        await workList(reviews, { all: inspectionLists.reviews(estateId), inStatus }, { status: state, ...page }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/v1/handovers/inspection-reviews/{reviewId}',
    operationId: 'getInspectionReview',
    summary: 'Get an inspection review with its records',
    allow: staffRoles,
    params: reviewPath,
    response: reviewSchema
      .extend({
        /** The waiting records. */
        contents: z.array(inspectionRecordSchema),
      })
      .meta({ id: 'GetInspectionReviewResponse' }),
    handle: async ({ caller, params }) => {
      const review = visible(await get(reviews, params), caller);
      const all = await recordsOf(review.handoverId);
      const keys = new Set(review.records.map(({ key }) => key));
      return ok({ ...review, contents: all.filter(({ key }) => keys.has(key)) });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/handovers/inspection-reviews/{reviewId}/settle',
    operationId: 'settleInspectionReview',
    summary: 'Settle an inspection review by choosing the records that count',
    description:
      '`counts` and `setAside` together must be exactly the waiting records. Nothing is deleted. A re-inspection by the person who did the work must be in `setAside`.',
    allow: deciders,
    throws: ['illegal-state', 'not-all-decided', 'own-work'],
    params: reviewPath,
    body: settleSchema,
    bodyLimits: { bytes: 128 * 1024 },
    response: reviewSchema,
    handle: async (call) => {
      const review = visible(await get(reviews, call.params), call.caller);
      const handover = await handoverFor({ ...call, params: review });
      const { after, transaction } = settleReview(await loadInspection(handover), review.itemId, call.body, call.act());
      return call.commit(transaction, ok(after));
    },
  }),
];
