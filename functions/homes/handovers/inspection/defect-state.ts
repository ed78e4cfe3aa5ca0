import { compareInstants, toInstant } from '../../../../shared/kernel/time.ts';
import type { Failed, InspectionRecord, Passed, Rectified, Reinspected } from './inspection-record.ts';
import { type DefectSeverity, graver } from './severity.ts';

/** Why a record waits for a supervisor. */
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

/** A defect as its records make it. */
export interface DefectFacts {
  readonly found: Failed;
  readonly severity: DefectSeverity;
  readonly state: 'open' | 'rectified' | 'closed';
  readonly rejections: number;
  readonly overdue: boolean;
  readonly rectifiedBy: readonly string[];
  readonly findings?: string;
}

/** Two re-inspections that say different things within this time contradict each other. */
const sameTimeMinutes = 60;

type Judgement = Passed | Failed;
type Counting = Judgement | Reinspected | Rectified | Extract<InspectionRecord, { kind: 'overdue' }>;

/** By their own times; of one moment in a fixed order. */
export const inOrder = (a: InspectionRecord, b: InspectionRecord) =>
  compareInstants(a.at, b.at) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

export function isCounting(record: InspectionRecord): record is Counting {
  return record.kind !== 'settled' && record.kind !== 'present';
}

/** What was said of one thing, once each, by time. */
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

  /** Whether a record counts by itself, or a supervisor once said that it does. */
  hasCounted(record: InspectionRecord): boolean {
    return this.#everCounted.has(record.key) || (record.inspector && !record.late);
  }

  /** A record waits for a supervisor, unless he has decided on it. */
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

/** Of records with one id and different contents the gravest counts, while nobody has decided. */
export function gravestOfEach(records: readonly Counting[]): Counting[] {
  const byId = Map.groupBy(records, ({ recordId }) => recordId);
  return [...byId.values()].flatMap((variants) =>
    [...variants].sort((a, b) => gravity(b) - gravity(a) || inOrder(a, b)).slice(0, 1),
  );
}

/** Whether a record may count at all: by whom, and when. */
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

/** What was a defect as long as nothing else was known, the gravest of it; whoever found it has corrected himself, or a supervisor has set it aside. */
export function withdrawnOf(records: readonly InspectionRecord[], review: Waiting): DefectFacts | undefined {
  const failed = records.filter((one) => one.kind === 'failed').filter((one) => review.hasCounted(one));
  const [found] = failed.sort((a, b) => graver(b.severity, a.severity) || inOrder(a, b));
  if (!found) return undefined;
  return { found, severity: found.severity, state: 'closed', rejections: 0, overdue: false, rectifiedBy: [] };
}

/** The course of one thing: judged, put right, looked at again. */
export class Course {
  defect: DefectFacts | undefined;
  /** The last word of each inspector before anything was done about it. */
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

  /** Where inspectors said different things before anything was done, each word waits for a decision. */
  settleWalk(): void {
    const words = [...this.#walk.values()];
    const said = new Set(words.map((one) => (one.kind === 'failed' ? one.severity : 'passed')));
    if (said.size < 2) return;
    if (words.every((one) => this.#review.decided(one) !== undefined)) return;
    for (const one of words) this.#review.wait(one, 'judged-differently');
  }

  /** Marks a defect that was open after its day. One that was put right in time, and entered later, was not. */
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

  /** Judged as if for the first time after it had been put right: that is a look at the work. */
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

  /** Closed by an inspector who did not do the work himself, and only what was put right. */
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
