import { dayOfSale, type Flat } from './register-of-blocks.ts';

/*
 * What October 2026 costs, worked out apart from the backend: whole numbers only, every day counted by itself. A fee by area
 * whose price rises in the middle of the month, and a fixed one; who owns a flat on a day pays for it, and where nobody
 * does the developer.
 */

const days = 31;
/** The month as a run names it. */
export const billed = { from: '2026-10', months: 1 } as const;
export const priceRisesOn = '2026-10-21';
/** Prices in fen per m² and month, before and from that day; the fixed fee in fen a month. */
export const prices = { before: 268, after: 285, fixed: 1_550 } as const;

/** Fen that each payer owes for a flat, by payer (a key of the file, or `developer`). */
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

/** The sum of all divided by a divisor, half up, and what each has of it: whole fen, then one each by largest remainder. */
function together(sums: readonly bigint[], divisor: bigint): number[] {
  const sum = sums.reduce((total, one) => total + one, 0n);
  const total = (2n * sum + divisor) / (2n * divisor);
  const left = Number(total - sums.reduce((floors, one) => floors + one / divisor, 0n));
  const order = sums
    .map((_, i) => i)
    .sort((a, b) => Number((sums[b] ?? 0n) % divisor) - Number((sums[a] ?? 0n) % divisor) || a - b);
  return sums.map((one, i) => Number(one / divisor) + (order.indexOf(i) < left ? 1 : 0));
}

/** Bills and fen of all flats, and how many flats change hands. */
export function monthOf(flats: readonly Flat[]): { bills: number; fen: number; sold: number } {
  const owed = flats.map(owedFor);
  return {
    bills: owed.reduce((sum, one) => sum + one.size, 0),
    fen: owed.reduce((sum, one) => sum + [...one.values()].reduce((all, fen) => all + fen, 0), 0),
    sold: flats.filter(({ owners }) => owners.some(({ from }) => from === dayOfSale)).length,
  };
}
