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
 * Derives the state of a home's inspection from its records (D18), as a pure fold over the set.
 * Records are applied in order of their own time. Contradictory or inadmissible ones wait for a supervisor.
 * Until the decision, the graver one counts.
 */

/** State of one inspected item. */
export interface ItemState {
  readonly itemId: string;
  /** Number of its records. */
  readonly records: number;
  readonly defect?: DefectFacts;
  /** A former defect that was corrected or set aside. Never together with `defect`. */
  readonly withdrawn?: DefectFacts;
  /** Records waiting for a supervisor, by key, with reasons. */
  readonly waiting: ReadonlyMap<string, readonly ReviewReason[]>;
}

/** Derives the state of one item. `twice` are record ids with more than one content. */
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

/** Returns the state of every inspected item of a home. */
export function inspectionOf(records: readonly InspectionRecord[]): ReadonlyMap<string, ItemState> {
  const once = [...new Map(records.map((one) => [one.key, one])).values()];
  const contents = Map.groupBy(once, ({ recordId }) => recordId);
  const twice = new Set([...contents].filter(([, variants]) => variants.length > 1).map(([id]) => id));
  const byItem = Map.groupBy(once, (one) => ('itemId' in one ? one.itemId : ''));
  byItem.delete('');
  return new Map([...byItem].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, own]) => [id, itemOf(id, own, twice)]));
}

/** Returns the defects that are not closed, and how many of them block the keys. */
export function openIn(items: ReadonlyMap<string, ItemState>): { open: DefectFacts[]; blocking: number } {
  const defects = [...items.values()].flatMap(({ defect }) => (defect ? [defect] : []));
  const open = defects.filter(({ state }) => state !== 'closed');
  return { open, blocking: open.filter(({ severity }) => severity === 'blocking').length };
}

/** Returns the attendance records, once each, by time. */
export function presentAt(records: readonly InspectionRecord[]) {
  const there = records.filter((one) => one.kind === 'present');
  return [...new Map(there.map((one) => [one.key, one])).values()].sort(inOrder);
}
