import { type Armed, type BalancePoint, type Crossing, crossed, nothingYet, walk } from './account-fold.ts';
import { msOf, type PrepaidEntry, type Prices, tariffOf } from './prepaid-entries.ts';
import type { ReadingChecks } from './reading.ts';

/* Calculates the whole history of a prepaid balance, from its first entry (see `account-fold.ts`). */

export interface PrepaidTerms {
  readonly prices: Prices;
  readonly checks: ReadingChecks;
  readonly zone: string;
}

/** Returns the balance after each top-up and each counted reading, from the first on (see `walk`). */
export function balanceHistory(
  entries: readonly PrepaidEntry[],
  { prices, checks, zone }: PrepaidTerms,
): BalancePoint[] {
  const terms = { tariff: tariffOf(prices, zone), rules: [{ checks, levels: [] }] };
  return walk(nothingYet, entries, terms).flatMap(({ point }) => point ?? []);
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
    const { armed, fired } = crossed(before, point, levels);
    before = armed;
    return fired;
  });
}
