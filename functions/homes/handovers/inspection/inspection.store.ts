import * as z from 'zod';
import { dueKeys } from '../../../../shared/events/due.ts';
import { entity, indexKeys } from '../../../../shared/store/entity.ts';
import { everyItem, get } from '../../../../shared/store/table.ts';
import { type HandoverFile, handoverFileSchema } from '../handover-file.ts';
import { handoversPolicy } from '../handovers.policy.ts';
import type { Phase } from '../plan/phase.ts';
import { type Checklist, checklistSchema } from './checklist.ts';
import { type Defect, defectSchema } from './defect.ts';
import { type InspectionRecord, inspectionRecordSchema } from './inspection-record.ts';
import { type Review, reviewSchema } from './review.ts';

const table = 'handovers';

/** Index partitions of defects and reviews: of an estate, a phase, a home. */
export const inspectionLists = {
  defects: (estateId: string) => `ESTATE#${estateId}#DEFECTS`,
  defectsOfPhase: (phaseId: string) => `PHASE#${phaseId}#DEFECTS`,
  defectsOfHome: (handoverId: string) => `HANDOVER#${handoverId}#DEFECTS`,
  reviews: (estateId: string) => `ESTATE#${estateId}#INSPECTIONREVIEWS`,
  reviewsIn: (estateId: string, state: string) => `ESTATE#${estateId}#INSPECTIONREVIEWS#${state}`,
};

export const checklists = entity<Checklist, { phaseId: string }>({
  table,
  type: 'checklist',
  schema: checklistSchema,
  key: ({ phaseId }) => ({ pk: `CHECKLIST#${phaseId}`, sk: 'CHECKLIST' }),
});

/** Every version of a phase's checklist. */
export const checklistVersions = entity<Checklist, { phaseId: string; version: number }>({
  table,
  type: 'checklist-version',
  schema: checklistSchema,
  key: ({ phaseId, version }) => ({ pk: `CHECKLIST#${phaseId}`, sk: `VERSION#${String(version).padStart(6, '0')}` }),
});

/** Returns the checklist of a phase: its own, or its estate's (version 0). */
export async function checklistOf({ phaseId, estateId }: Pick<Phase, 'phaseId' | 'estateId'>): Promise<Checklist> {
  const own = await get(checklists, { phaseId });
  if (own) return own;
  const { items, dueDays } = await handoversPolicy.of(estateId);
  return { items, dueDays, estateId, phaseId, version: 0 };
}

const recordIdSchema = z.object({ handoverId: z.string(), key: z.string() }).meta({ id: 'RecordId' });
type RecordId = z.infer<typeof recordIdSchema>;

/** Inspection records, one item each, in the handover's partition. */
export const records = entity<InspectionRecord, RecordId>({
  table,
  type: 'inspection-record',
  schema: inspectionRecordSchema,
  key: ({ handoverId, key }) => ({ pk: `HANDOVER#${handoverId}`, sk: `RECORD#${key}` }),
});

/** Returns all inspection records of a home. */
export function recordsOf(handoverId: string): Promise<InspectionRecord[]> {
  const partition = `HANDOVER#${handoverId}`;
  return Array.fromAsync(everyItem(records, { partition, sort: { beginsWith: 'RECORD#' }, limit: 1_000 }));
}

export const defects = entity<Defect, { defectId: string }>({
  table,
  type: 'defect',
  schema: defectSchema,
  key: ({ defectId }) => ({ pk: `DEFECT#${defectId}`, sk: 'DEFECT' }),
  indexes: ({ defectId, estateId, phaseId, handoverId, state, dueOn, updatedAt, nextDueAt }) => ({
    ...indexKeys('lists', inspectionLists.defectsOfPhase(phaseId), state, dueOn, defectId),
    ...indexKeys('mine', inspectionLists.defectsOfHome(handoverId), state, dueOn, defectId),
    ...indexKeys('updates', inspectionLists.defects(estateId), updatedAt, defectId),
    ...dueKeys('defect', defectId, nextDueAt, updatedAt),
  }),
});

export const reviews = entity<Review, { reviewId: string }>({
  table,
  type: 'inspection-review',
  schema: reviewSchema,
  key: ({ reviewId }) => ({ pk: `INSPECTIONREVIEW#${reviewId}`, sk: 'REVIEW' }),
  indexes: ({ reviewId, estateId, state, updatedAt }) => ({
    ...indexKeys('lists', inspectionLists.reviewsIn(estateId, state), updatedAt, reviewId),
    ...indexKeys('updates', inspectionLists.reviews(estateId), updatedAt, reviewId),
  }),
});

export const files = entity<HandoverFile, { handoverId: string; fileId: string }>({
  table,
  type: 'handover-file',
  schema: handoverFileSchema,
  key: ({ handoverId, fileId }) => ({ pk: `HANDOVER#${handoverId}`, sk: `FILE#${fileId}` }),
});
