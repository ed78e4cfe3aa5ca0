import { type Armed, type BalancePoint, type Crossing, crossed, nothingYet, walk } from './account-fold.ts';
import { msOf, type PrepaidEntry, type Prices, tariffOf } from './prepaid-entries.ts';
import type { ReadingChecks } from './reading.ts';

/* The whole story of a prepaid balance, from its first entry on (see `account-fold.ts`). */

export interface PrepaidTerms {
  readonly prices: Prices;
  readonly checks: ReadingChecks;
  readonly zone: string;
}

/** The balance after each top-up and each reading that counts, from the first on (see `walk`). */
export function balanceHistory(
  entries: readonly PrepaidEntry[],
  { prices, checks, zone }: PrepaidTerms,
): BalancePoint[] {
  const terms = { tariff: tariffOf(prices, zone), rules: [{ checks, levels: [] }] };
  return walk(nothingYet, entries, terms).flatMap(({ point }) => point ?? []);
}

/** The balance at an instant, in fen; 0 before anything happened. */
export function balanceAt(history: readonly BalancePoint[], at: string): number {
  return history.findLast((point) => msOf(point.at) <= msOf(at))?.balanceFen ?? 0;
}

/**
 * Downward crossings (R11.3), in order of time: a top-up that brings the balance above a level arms it, use that brings it
 * below fires it, once, until it is armed again. The level itself is neither above nor below. A crossing is named by level
 * and arming top-up, so a reading that comes late or is corrected moves it without making another one of it.
 */
export function crossingsOf(history: readonly BalancePoint[], levels: readonly number[]): Crossing[] {
  let before: Armed = [];
  return history.flatMap((point) => {
    const { armed, fired } = crossed(before, point, levels);
    before = armed;
    return fired;
  });
}
