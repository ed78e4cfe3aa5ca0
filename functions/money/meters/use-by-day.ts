import { exact } from '../../../shared/kernel/money.ts';
import { addDays, type Span } from '../../../shared/kernel/periods.ts';
import { dayIn } from '../../../shared/kernel/time.ts';
import type { AccountStep } from './account-fold.ts';
import { msOf } from './prepaid-entries.ts';

/** What was used between two readings that count; days in the estate's zone, both included; units of the meter, exact. */
export interface MeteredUse extends Span {
  readonly quantity: string;
}

/** The day that a reading closes: one of midnight closes the day before (R0.1). */
function dayClosedBy(takenAt: string, zone: string): string {
  return dayIn(zone, new Date(msOf(takenAt) - 1).toISOString());
}

const plus = (a: string, b: string) => exact(a).top.plus(exact(b).top).toFixed();

/**
 * The uses of an account by the days that readings close: each from the day after the reading before, or from the day itself
 * where it is read more than once a day.
 */
export function usesByDay(steps: readonly AccountStep[], zone: string): MeteredUse[] {
  const uses: MeteredUse[] = [];
  for (const { judged } of steps) {
    if (judged?.state !== 'counted') continue;
    const to = dayClosedBy(judged.entry.takenAt, zone);
    const last = uses.at(-1);
    if (last?.to === to) {
      uses.splice(-1, 1, { ...last, quantity: plus(last.quantity, judged.use) });
      continue;
    }
    const since = addDays(dayClosedBy(judged.since.takenAt, zone), 1);
    uses.push({ from: since < to ? since : to, to, quantity: judged.use });
  }
  return uses;
}

/** The days before today, first to last, of which another use was counted than now. */
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

/** Uses put together, but for a cut before each of these days; those of several meters that overlap are one. */
export function usesJoined(uses: readonly MeteredUse[], cuts: readonly string[]): MeteredUse[] {
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
    joined.splice(-1, 1, { from: last.from, to, quantity: plus(last.quantity, use.quantity) });
  }
  return joined;
}
