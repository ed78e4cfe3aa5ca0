import { dayOfSale, type Flat } from './register-of-blocks.ts';

/*
 * Recomputes the bills of October 2026 without code of the backend: in whole numbers, day by day. There is a
 * fee by area, whose price rises within the month, and a fixed fee. The owner of a flat pays for each day of
 * ownership; the developer pays for days without an owner.
 */

const days = 31;
/** The simulated month, as the period of a billing run. */
export const billed = { from: '2026-10', months: 1 } as const;
export const priceRisesOn = '2026-10-21';
/** Prices in fen per m² and month, before that day and from it; the fixed fee in fen per month. */
export const prices = { before: 268, after: 285, fixed: 1_550 } as const;

/** Returns the fen that each payer owes for a flat, by payer (a key of the file, or `developer`). */
export function owedFor(flat: Flat): Map<string, number> {
  const area = BigInt(flat.area.replace('.', ''));
  const hundredths = new Map<string, { byArea: bigint; fixed: bigint }>();
  for (let day = 1; day <= days; day += 1) {
    const date = `2026-10-${String(day).padStart(2, '0')}`;
    const payer =
      flat.owners.find(({ from, to }) => from <= date && (to === undefined || date <= to))?.key ?? 'developer';
    const sums = hundredths.get(payer) ?? { byArea: 0n, fixed: 0n };
    sums.byArea += area * BigInt(date < priceRisesOn ? prices.before : prices.after);
    sums.fixed += BigInt(prices.fixed);
    hundredths.set(payer, sums);
  }
  const payers = [...hundredths.keys()];
  const all = [...hundredths.values()];
  const byArea = together(
    all.map((one) => one.byArea),
    100n * BigInt(days),
  );
  const fixed = together(
    all.map((one) => one.fixed),
    BigInt(days),
  );
  return new Map(payers.map((payer, i) => [payer, (byArea[i] ?? 0) + (fixed[i] ?? 0)]));
}

/**
 * Divides the total by a divisor, rounds half up, and splits the result. Each gets its whole fen; the rest
 * goes by largest remainder, one fen each.
 */
function together(sums: readonly bigint[], divisor: bigint): number[] {
  const sum = sums.reduce((total, one) => total + one, 0n);
  const total = (2n * sum + divisor) / (2n * divisor);
  const left = Number(total - sums.reduce((floors, one) => floors + one / divisor, 0n));
  const order = sums
    .map((_, i) => i)
    .sort((a, b) => Number((sums[b] ?? 0n) % divisor) - Number((sums[a] ?? 0n) % divisor) || a - b);
  return sums.map((one, i) => Number(one / divisor) + (order.indexOf(i) < left ? 1 : 0));
}

/** Returns the number of bills, the total in fen, and the number of sold flats. */
export function monthOf(flats: readonly Flat[]): { bills: number; fen: number; sold: number } {
  const owed = flats.map(owedFor);
  return {
    bills: owed.reduce((sum, one) => sum + one.size, 0),
    fen: owed.reduce((sum, one) => sum + [...one.values()].reduce((all, fen) => all + fen, 0), 0),
    sold: flats.filter(({ owners }) => owners.some(({ from }) => from === dayOfSale)).length,
  };
}
