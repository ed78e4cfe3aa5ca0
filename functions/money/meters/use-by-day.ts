import { exact } from '../../../shared/kernel/money.ts';
import { addDays, type Span } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import type { AccountStep } from './account-fold.ts';
import { type PeakValley, partsBetween, partsByTime, plusParts, type ValleyHours } from './peak-valley.ts';
import { msOf } from './prepaid-entries.ts';
import type { JudgedReading } from './reading.ts';

/**
 * Usage between two counted readings. Days in the estate's zone, both included; units of the meter, exact.
 */
export interface MeteredUse extends Span {
  readonly quantity: string;
  /** Usage in the peak and in the valley, where the readings say it (R33.7). */
  readonly parts?: PeakValley | undefined;
}

/** Returns the day that a reading closes. A reading at midnight closes the day before (R0.1). */
function dayClosedBy(takenAt: string, zone: string): string {
  return dayIn(zone, new Date(msOf(takenAt) - 1).toISOString());
}

const plus = (a: string, b: string) => exact(a).top.plus(exact(b).top).toFixed();

type Counted = Extract<JudgedReading, { state: 'counted' }>;

/** Returns the peak and valley of a counted reading: by its registers, else by the time of both readings. */
function partsOf(judged: Counted, zone: string, hours: ValleyHours | undefined): PeakValley | undefined {
  const { entry, since, use } = judged;
  const isSameRegister = entry.change === undefined && since.registers !== undefined;
  if (isSameRegister && entry.registers && since.registers) return partsBetween(since.registers, entry.registers);
  return hours && partsByTime(use, { from: since.takenAt, to: entry.takenAt }, hours, zone);
}

/** Returns usage with its parts; without them where they are unknown. */
function withParts({ parts: _, ...use }: MeteredUse, parts: PeakValley | undefined): MeteredUse {
  return parts ? { ...use, parts } : use;
}

/**
 * Returns usage by the days that readings close. Each begins the day after the previous reading, or on the
 * day itself when it has several readings.
 */
export function usesByDay(steps: readonly AccountStep[], zone: string, hours?: ValleyHours): MeteredUse[] {
  const uses: MeteredUse[] = [];
  for (const { judged } of steps) {
    if (judged?.state !== 'counted') continue;
    const to = dayClosedBy(judged.entry.takenAt, zone);
    const last = uses.at(-1);
    const parts = partsOf(judged, zone, hours);
    if (last?.to === to) {
      const more = { ...last, quantity: plus(last.quantity, judged.use) };
      uses.splice(-1, 1, withParts(more, plusParts(last.parts, parts)));
      continue;
    }
    const since = addDays(dayClosedBy(judged.since.takenAt, zone), 1);
    uses.push(withParts({ from: since < to ? since : to, to, quantity: judged.use }, parts));
  }
  return uses;
}

/** Returns the days before today, first to last, whose counted usage changed. */
export function correctedDays(
  was: readonly AccountStep[],
  is: readonly AccountStep[],
  zone: string,
  today: string,
): Span | undefined {
  const before = new Map(usesByDay(was, zone).map((use) => [use.to, use]));
  const after = new Map(usesByDay(is, zone).map((use) => [use.to, use]));
  const lastDay = [...before.keys()].at(-1) ?? '';
  const differ = [...new Set([...before.keys(), ...after.keys()])]
    .filter((day) => day <= lastDay && day < today)
    .filter((day) => JSON.stringify(before.get(day)) !== JSON.stringify(after.get(day)))
    .sort();
  const [first] = differ;
  if (first === undefined) return undefined;
  const starts = [before.get(first)?.from, after.get(first)?.from, first].flatMap((day) => day ?? []).sort();
  return { from: starts[0] ?? first, to: differ.at(-1) ?? first };
}

/** Joins usage, except for a cut before each given day. Overlapping usage of several meters becomes one. */
export function joinUses(uses: readonly MeteredUse[], cuts: readonly string[]): MeteredUse[] {
  const joined: MeteredUse[] = [];
  for (const use of uses.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1);
    const overlaps = last !== undefined && use.from <= last.to;
    const follows = last !== undefined && use.from === addDays(last.to, 1) && !cuts.includes(use.from);
    if (!last || !(overlaps || follows)) {
      joined.push(use);
      continue;
    }
    const to = last.to > use.to ? last.to : use.to;
    const sum = { from: last.from, to, quantity: plus(last.quantity, use.quantity) };
    joined.splice(-1, 1, withParts(sum, plusParts(last.parts, use.parts)));
  }
  return joined;
}
