import { compareInstants, toInstant } from '../../../../shared/kernel/time.ts';
import type { Failed, InspectionRecord, Passed, Rectified, Reinspected } from './inspection-record.ts';
import { type DefectSeverity, graver } from './severity.ts';

/** Reasons why a record of an inspection waits until a supervisor decides whether it counts. */
export const reviewReasons = [
  'same-id',
  'not-an-inspector',
  'after-sheet',
  'own-work',
  'not-rectified',
  'nothing-to-reinspect',
  'judged-differently',
] as const;
export type ReviewReason = (typeof reviewReasons)[number];

/** A defect, derived from its records. */
export interface DefectFacts {
  readonly found: Failed;
  readonly severity: DefectSeverity;
  readonly state: 'open' | 'rectified' | 'closed';
  readonly rejections: number;
  readonly overdue: boolean;
  readonly rectifiedBy: readonly string[];
  readonly findings?: string;
}

/** Two re-inspections with different results within this time contradict each other. */
const sameTimeMinutes = 60;

type Judgement = Passed | Failed;
type Counting = Judgement | Reinspected | Rectified | Extract<InspectionRecord, { kind: 'overdue' }>;

/** Compares records by their own time, then by key. */
export const inOrder = (a: InspectionRecord, b: InspectionRecord) =>
  compareInstants(a.at, b.at) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

export function isCounting(record: InspectionRecord): record is Counting {
  return record.kind !== 'settled' && record.kind !== 'present';
}

/** The review state of one item: records that wait for a supervisor, and earlier decisions. */
export class Waiting {
  readonly waiting = new Map<string, ReviewReason[]>();
  readonly #decided = new Map<string, boolean>();
  readonly #everCounted = new Set<string>();

  constructor(records: readonly InspectionRecord[]) {
    for (const one of records) {
      if (one.kind !== 'settled') continue;
      for (const key of one.counts) {
        this.#decided.set(key, true);
        this.#everCounted.add(key);
      }
      for (const key of one.setAside) this.#decided.set(key, false);
    }
  }

  decided(record: InspectionRecord): boolean | undefined {
    return this.#decided.get(record.key);
  }

  /** Returns whether a record counts by itself, or a supervisor once let it count. */
  hasCounted(record: InspectionRecord): boolean {
    return this.#everCounted.has(record.key) || (record.inspector && !record.late);
  }

  /** Marks a record as waiting for a supervisor, unless it is already decided. */
  wait(record: InspectionRecord, why: ReviewReason): void {
    if (this.#decided.has(record.key)) return;
    const known = this.waiting.get(record.key) ?? [];
    if (!known.includes(why)) this.waiting.set(record.key, [...known, why]);
  }
}

function gravity(record: Counting): number {
  if (record.kind === 'failed') return { minor: 2, major: 3, blocking: 4 }[record.severity];
  return record.kind === 'reinspected' && record.result === 'rejected' ? 1 : 0;
}

/**
 * Returns one record for each record id. When records with one id differ, that is the gravest; it counts
 * until a supervisor decides.
 */
export function gravestOfEach(records: readonly Counting[]): Counting[] {
  const byId = Map.groupBy(records, ({ recordId }) => recordId);
  return [...byId.values()].flatMap((variants) =>
    [...variants].sort((a, b) => gravity(b) - gravity(a) || inOrder(a, b)).slice(0, 1),
  );
}

/**
 * Returns whether a record may count. Results by non-inspectors, and inspections after the sheet, wait for a
 * supervisor.
 */
export function mayCount(record: Counting, review: Waiting): boolean {
  if (review.decided(record)) return true;
  const judges = record.kind === 'passed' || record.kind === 'failed' || record.kind === 'reinspected';
  if (judges && !record.inspector) {
    review.wait(record, 'not-an-inspector');
    return false;
  }
  if (record.late && (record.kind === 'passed' || record.kind === 'failed')) {
    review.wait(record, 'after-sheet');
    return false;
  }
  return true;
}

/**
 * Returns the gravest earlier defect of an item that no longer has one.
 * Its finder corrected it, or a supervisor set it aside.
 */
export function withdrawnOf(records: readonly InspectionRecord[], review: Waiting): DefectFacts | undefined {
  const failed = records.filter((one) => one.kind === 'failed').filter((one) => review.hasCounted(one));
  const [found] = failed.sort((a, b) => graver(b.severity, a.severity) || inOrder(a, b));
  if (!found) return undefined;
  return { found, severity: found.severity, state: 'closed', rejections: 0, overdue: false, rectifiedBy: [] };
}

/** The history of one item: inspected, rectified, re-inspected. */
export class Course {
  defect: DefectFacts | undefined;
  /** The latest result of each inspector before any work was done. */
  readonly #walk = new Map<string, Judgement>();
  #worked = false;
  #lastLook: Reinspected | undefined;
  readonly #review: Waiting;

  constructor(review: Waiting) {
    this.#review = review;
  }

  take(record: Counting): void {
    switch (record.kind) {
      case 'passed':
      case 'failed':
        if (this.#worked) this.#judgedAgain(record);
        else this.#judged(record);
        break;
      case 'reinspected':
        this.#reinspected(record);
        break;
      case 'rectified':
        this.#rectified(record);
        break;
      case 'overdue':
        this.#markOverdue(record.dueOn);
    }
  }

  #judged(record: Judgement): void {
    this.#walk.set(record.by, record);
    const words = [...this.#walk.values()];
    const failed = words.filter((one) => one.kind === 'failed');
    const [found] = failed.sort((a, b) => graver(b.severity, a.severity) || inOrder(a, b));
    this.defect = found && {
      found,
      severity: found.severity,
      state: 'open',
      rejections: 0,
      overdue: this.defect?.overdue ?? false,
      rectifiedBy: [],
    };
  }

  /** Marks all results for review when inspectors disagreed before any work was done. */
  settleWalk(): void {
    const words = [...this.#walk.values()];
    const said = new Set(words.map((one) => (one.kind === 'failed' ? one.severity : 'passed')));
    if (said.size < 2) return;
    if (words.every((one) => this.#review.decided(one) !== undefined)) return;
    for (const one of words) this.#review.wait(one, 'judged-differently');
  }

  /** Marks a defect as overdue. A defect rectified in time but entered later is not overdue. */
  #markOverdue(dueOn: string): void {
    if (this.defect?.state !== 'open' || this.defect.found.dueOn !== dueOn) return;
    this.defect = { ...this.defect, overdue: true };
  }

  #rectified(record: Rectified): void {
    if (!this.defect) return;
    this.#worked = true;
    const rectifiedBy = new Set([...this.defect.rectifiedBy, record.by, ...(record.doneBy ? [record.doneBy] : [])]);
    this.defect = { ...this.defect, state: 'rectified', rectifiedBy: [...rectifiedBy] };
  }

  /** Treats a first inspection after rectification as a re-inspection. */
  #judgedAgain(record: Judgement): void {
    if (record.kind === 'failed') this.#reject(record.note);
    else this.#close(record, record.note);
  }

  #reinspected(record: Reinspected): void {
    if (!this.defect) {
      this.#review.wait(record, 'nothing-to-reinspect');
      return;
    }
    const last = this.#lastLook;
    this.#lastLook = record;
    if (last && last.by !== record.by && last.result !== record.result && closeInTime(last, record)) {
      for (const one of [last, record]) this.#review.wait(one, 'judged-differently');
    }
    if (record.result === 'rejected') this.#reject(record.findings);
    else this.#close(record, record.findings);
  }

  #reject(findings: string): void {
    if (!this.defect) return;
    this.#worked = true;
    this.defect = { ...this.defect, state: 'open', rejections: this.defect.rejections + 1, findings };
  }

  /** Closes a rectified defect. The inspector must not have done the work. */
  #close(record: Reinspected | Passed, findings: string | undefined): void {
    if (!this.defect || this.defect.state === 'closed') return;
    const ownWork = this.defect.rectifiedBy.includes(record.by);
    const notRectified = this.defect.state === 'open' && !this.#review.decided(record);
    if (ownWork || notRectified) {
      this.#review.wait(record, ownWork ? 'own-work' : 'not-rectified');
      return;
    }
    this.#worked = true;
    this.defect = { ...this.defect, state: 'closed', ...(findings !== undefined && { findings }) };
  }
}

function closeInTime(a: InspectionRecord, b: InspectionRecord): boolean {
  const apart = toInstant(a.at).epochMilliseconds - toInstant(b.at).epochMilliseconds;
  return Math.abs(apart) <= sameTimeMinutes * 60_000;
}
