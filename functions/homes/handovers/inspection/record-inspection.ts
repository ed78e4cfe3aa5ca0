import { isDeepStrictEqual } from 'node:util';
import type { ActionContext } from '../../../../shared/events/catalogue.ts';
import type { Transaction } from '../../../../shared/events/transaction.ts';
import { dayIn } from '../../../../shared/kernel/time.ts';
import { type Handover, type HandoverState, ref } from '../handover.ts';
import { handovers } from '../handovers.store.ts';
import { changeHandover } from '../save-handover.ts';
import { type Defect, defectIdOf, defectOf } from './defect.ts';
import { defects, records as recordsKind, reviews } from './inspection.store.ts';
import { type ItemState, inspectionOf, openIn } from './inspection.ts';
import { type InspectionRecord, recordKey } from './inspection-record.ts';
import { reviewIdOf, reviewOf } from './review.ts';

/** The inspection of a home at one moment: handover, records, zone of the estate. */
export interface Inspection {
  readonly handover: Handover;
  readonly records: readonly InspectionRecord[];
  readonly zone: string;
}

/** Returns the facts that the backend adds to a record of somebody who is not an inspector. */
export function stampOf(
  { handover, zone }: Inspection,
  said: { recordId: string; kind: string },
  { actor, recordedAt }: ActionContext,
) {
  return {
    key: recordKey(said, actor.id),
    handoverId: handover.handoverId,
    by: actor.id,
    ...(actor.name !== undefined && { byName: actor.name }),
    inspector: false,
    late: handover.sheet !== undefined,
    receivedAt: recordedAt,
    day: dayIn(zone, recordedAt),
  };
}

/**
 * Maximum number of records in one transaction of at most 100 writes.
 * Each record may write itself, a defect and a review with their events, and the review of another item with
 * the same id.
 */
export const atOnce = 13;

/**
 * Adds records to a home and writes the results: handover counters and state, defects, reviews.
 * All writes depend on the version of the handover.
 */
export function addRecords(
  inspection: Inspection,
  fresh: readonly InspectionRecord[],
  act: ActionContext,
  batchId?: string,
): { inspection: Inspection; transaction: Transaction } {
  const { handover, zone } = inspection;
  const records = [...inspection.records, ...fresh];
  const before = inspectionOf(inspection.records);
  const items = inspectionOf(records);
  const { open, blocking } = openIn(items);
  const counts = { openDefects: open.length, blockingDefects: blocking };
  const { after, transaction } = changeHandover(handover, { ...counts, state: stageOf(handover.state, items) }, act);
  for (const one of fresh) transaction.put(recordsKind, one, { text: 'attribute_not_exists(pk)' });
  if (batchId !== undefined) {
    const data = { ...ref(after), batchId, records: fresh.length };
    transaction.record(handovers, after, 'InspectionRecorded', data, act);
  }
  const changes = [...items.values()].flatMap((item) => {
    const was = before.get(item.itemId);
    return isDeepStrictEqual(was, item) ? [] : [{ was, item }];
  });
  const { handoverId } = after;
  const together = {
    rejected: changes.filter(isRejected).map(({ item }) => defectIdOf(handoverId, item.itemId)),
    reviewed: changes.filter(beginsToWait).map(({ item }) => reviewIdOf(handoverId, item.itemId)),
  };
  for (const change of changes) {
    writeDefect(transaction, { handover: after, zone, act }, change, together.rejected);
    writeReview(transaction, { handover: after, act }, change, together.reviewed);
  }
  return { inspection: { handover: after, records, zone }, transaction };
}

/**
 * Returns the handover state that follows from the items.
 * Before the inspection begins and after the sheet, records do not change the state.
 */
function stageOf(state: HandoverState, items: ReadonlyMap<string, ItemState>): HandoverState {
  if (state !== 'inspecting' && state !== 'rectifying' && state !== 'reinspecting') return state;
  const found = [...items.values()].flatMap(({ defect }) => (defect ? [defect] : []));
  if (found.some((defect) => defect.state === 'open')) return 'rectifying';
  return found.length > 0 ? 'reinspecting' : 'inspecting';
}

/** An item before and after records were added. */
interface Change {
  readonly was: ItemState | undefined;
  readonly item: ItemState;
}
const isRejected = ({ was, item }: Change) => (item.defect?.rejections ?? 0) > (was?.defect?.rejections ?? 0);
const beginsToWait = ({ was, item }: Change) => item.waiting.size > 0 && (was?.waiting.size ?? 0) === 0;

interface Place {
  readonly handover: Handover;
  readonly zone: string;
  readonly act: ActionContext;
}

function writeDefect(
  transaction: Transaction,
  { handover, zone, act }: Place,
  change: Change,
  together: string[],
): void {
  const { was: before, item } = change;
  const was = before?.defect;
  const facts = item.defect ?? item.withdrawn;
  const same = isDeepStrictEqual([was, before?.withdrawn], [item.defect, item.withdrawn]);
  if (!facts || same) return;
  const withdrawn = item.defect === undefined;
  const defect: Defect = { ...defectOf(handover, item, facts, act.recordedAt, zone), withdrawn };
  transaction.put(defects, defect);
  // No event: the defect was never reported and needs no work.
  if (withdrawn && !was) return;
  const { defectId, dueOn } = defect;
  const about = { ...ref(handover), defectId };
  if (!was || facts.overdue !== was.overdue) {
    if (!was) {
      const { room, part, trade, severity, liable } = defect;
      const data = { ...about, room, part, trade, severity, liable, dueOn };
      transaction.record(defects, defect, 'DefectFound', data, act);
    }
    if (facts.overdue) transaction.record(defects, defect, 'DefectOverdue', { ...about, dueOn }, act);
    else if (was) transaction.record(defects, defect, 'DefectOverdueCorrected', { ...about, dueOn }, act);
  }
  if (isRejected(change)) {
    const findings = facts.findings ?? '';
    transaction.record(defects, defect, 'DefectRejected', { ...about, findings, together }, act);
  }
  const stood = was?.state ?? 'open';
  if (defect.state === stood) return;
  if (defect.state === 'rectified') transaction.record(defects, defect, 'DefectRectified', about, act);
  if (defect.state === 'closed')
    transaction.record(defects, defect, 'DefectClosed', { ...about, openDefects: handover.openDefects }, act);
}

function writeReview(
  transaction: Transaction,
  { handover, act }: Pick<Place, 'handover' | 'act'>,
  change: Change,
  together: string[],
): void {
  const { was, item } = change;
  const waited = (was?.waiting.size ?? 0) > 0;
  const waits = item.waiting.size > 0;
  if (!waited && !waits) return;
  const review = reviewOf(handover, item, act.recordedAt);
  transaction.put(reviews, review);
  const about = { ...ref(handover), reviewId: review.reviewId };
  if (beginsToWait(change)) {
    const why = [...new Set([...item.waiting.values()].flat())].join(', ');
    transaction.record(reviews, review, 'InspectionReviewOpened', { ...about, why, together }, act);
  }
  if (waited && !waits) {
    const decision = act.reason ?? 'resolved by later records';
    transaction.record(reviews, review, 'InspectionReviewSettled', { ...about, decision }, act);
  }
}
