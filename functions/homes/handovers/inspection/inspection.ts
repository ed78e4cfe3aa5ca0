import {
  Course,
  type DefectFacts,
  gravestOfEach,
  inOrder,
  isCounting,
  mayCount,
  type ReviewReason,
  Waiting,
  withdrawnOf,
} from './defect-state.ts';
import type { InspectionRecord } from './inspection-record.ts';

/*
 * What follows from the records of a home (D18): a pure fold over the set. Records are put in the order of their own times,
 * and what contradicts another or may not count is kept for a supervisor; until he has decided the graver one holds.
 */

/** One thing that was looked at. */
export interface ItemState {
  readonly itemId: string;
  /** Records about it: how often anything was written down. */
  readonly records: number;
  readonly defect?: DefectFacts;
  /** What would be a defect if nothing else had been said of it; never beside one. */
  readonly withdrawn?: DefectFacts;
  /** Records that wait, by key, each with its reasons. */
  readonly waiting: ReadonlyMap<string, readonly ReviewReason[]>;
}

/** What the records of one thing come to; `twice` are ids that stand for more than one content. */
function itemOf(itemId: string, said: readonly InspectionRecord[], twice: ReadonlySet<string>): ItemState {
  const records = said.toSorted(inOrder);
  const review = new Waiting(records);
  const standing = records.filter(isCounting).filter((one) => review.decided(one) !== false);
  for (const one of standing) if (twice.has(one.recordId)) review.wait(one, 'same-id');
  const course = new Course(review);
  const counting = gravestOfEach(standing.filter((one) => mayCount(one, review)));
  for (const one of counting.sort(inOrder)) course.take(one);
  course.settleWalk();
  const { defect } = course;
  const withdrawn = defect ? undefined : withdrawnOf(records, review);
  const facts = { ...(defect && { defect }), ...(withdrawn && { withdrawn }) };
  return { itemId, records: records.length, ...facts, waiting: review.waiting };
}

/** Everything that was looked at in a home, by item. */
export function inspectionOf(records: readonly InspectionRecord[]): ReadonlyMap<string, ItemState> {
  const once = [...new Map(records.map((one) => [one.key, one])).values()];
  const contents = Map.groupBy(once, ({ recordId }) => recordId);
  const twice = new Set([...contents].filter(([, variants]) => variants.length > 1).map(([id]) => id));
  const byItem = Map.groupBy(once, (one) => ('itemId' in one ? one.itemId : ''));
  byItem.delete('');
  return new Map([...byItem].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, own]) => [id, itemOf(id, own, twice)]));
}

/** Defects that are not closed, and how many of them keep the keys back. */
export function openIn(items: ReadonlyMap<string, ItemState>): { open: DefectFacts[]; blocking: number } {
  const defects = [...items.values()].flatMap(({ defect }) => (defect ? [defect] : []));
  const open = defects.filter(({ state }) => state !== 'closed');
  return { open, blocking: open.filter(({ severity }) => severity === 'blocking').length };
}

/** Who was there, once each, by time. */
export function presentAt(records: readonly InspectionRecord[]) {
  const there = records.filter((one) => one.kind === 'present');
  return [...new Map(there.map((one) => [one.key, one])).values()].sort(inOrder);
}
