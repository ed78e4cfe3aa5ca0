import { foldEntries, nothingYet } from '../../functions/money/meters/account-fold.ts';
import { type Armed, type BalancePoint, type Crossing, crossLevels } from '../../functions/money/meters/low-balance.ts';
import { msOf, type PrepaidEntry, type Prices, tariffOf } from '../../functions/money/meters/prepaid-entries.ts';
import {
  type JudgedReading,
  judgeNext,
  type MeterEntry,
  nothingRead,
  type ReadingChecks,
  readingsToJudge,
} from '../../functions/money/meters/reading.ts';

/*
 * The rules of a meter over all its entries. An account of the backend continues from a stored state and must
 * give the same.
 */

/**
 * Judges the readings of a meter in order of time (R6.5, D24), each against the last counted one. A lower
 * reading without roll-over or replacement, or a second one of the same time, is held until one of the two is
 * reversed. Abnormal usage is held until it is confirmed or reversed. Late, repeated and corrected entries
 * give the same result as entries in time.
 * @throws RangeError when the entries are of several meters.
 */
export function judgeReadings(entries: readonly MeterEntry[], checks: ReadingChecks): JudgedReading[] {
  let before = nothingRead;
  return readingsToJudge(entries).map((one) => {
    const { judged, look } = judgeNext(before, one, checks);
    before = look;
    return judged;
  });
}

export interface PrepaidTerms {
  readonly prices: Prices;
  readonly checks: ReadingChecks;
  readonly zone: string;
}

/** Returns the balance after each top-up and each counted reading, from the first on (see `foldEntries`). */
export function balanceHistory(
  entries: readonly PrepaidEntry[],
  { prices, checks, zone }: PrepaidTerms,
): BalancePoint[] {
  const terms = { tariff: tariffOf(prices, zone), rules: [{ checks, levels: [] }] };
  return foldEntries(nothingYet, entries, terms).flatMap(({ point }) => point ?? []);
}

/** Returns the balance at an instant, in fen; 0 before the first entry. */
export function balanceAt(history: readonly BalancePoint[], at: string): number {
  return history.findLast((point) => msOf(point.at) <= msOf(at))?.balanceFen ?? 0;
}

/**
 * Returns downward crossings (R11.3), in order of time. A top-up that raises the balance above a level arms
 * it. Usage that lowers the balance below the level fires it once, until it is armed again. The level itself
 * is neither above nor below. A crossing is identified by level and arming top-up, so a late or corrected
 * reading moves it and adds none.
 */
export function crossingsOf(history: readonly BalancePoint[], levels: readonly number[]): Crossing[] {
  let before: Armed = [];
  return history.flatMap((point) => {
    const { armed, fired } = crossLevels(before, point, levels);
    before = armed;
    return fired;
  });
}
