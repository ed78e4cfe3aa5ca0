import * as z from 'zod';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import type { Prices } from './prepaid-entries.ts';

const priceVersionSchema = z.object({
  /** Place among the versions of the fee item: of two that begin on one day the later one holds. */
  number: z.number().int(),
  from: dateSchema,
  price: decimalSchema,
});
type PriceVersion = z.infer<typeof priceVersionSchema>;

/** The prices of a metered fee item as fees have told of them, in whatever order: yuan per unit of use. */
export const priceBookSchema = z.object({
  feeItemId: z.string(),
  estateId: z.string(),
  utility: utilitySchema,
  /** Collected for somebody else (代收, R4.8). */
  held: z.boolean(),
  versions: z.array(priceVersionSchema).min(1).max(500),
  version: z.number().int(),
});
export type PriceBook = z.infer<typeof priceBookSchema>;

/** A book with one more price; undefined when it has it already. */
export function withPrice(
  before: PriceBook | undefined,
  of: Pick<PriceBook, 'feeItemId' | 'estateId' | 'utility' | 'held'>,
  price: PriceVersion,
): PriceBook | undefined {
  if (before?.versions.some(({ number }) => number === price.number)) return undefined;
  const versions = [...(before?.versions ?? []), price].sort((a, b) => a.number - b.number);
  return { ...of, versions, version: (before?.version ?? 0) + 1 };
}

/** The prices in order of days. */
export function pricesIn({ versions }: Pick<PriceBook, 'versions'>): Prices {
  const latest = new Map(versions.map(({ from, price }) => [from, price]));
  return [...latest].map(([from, price]) => ({ from, price })).sort((a, b) => (a.from < b.from ? -1 : 1));
}

function priceOn(prices: Prices, day: string): string | undefined {
  return prices.findLast(({ from }) => from <= day)?.price;
}

/** The first day that has another price than it had; a day that had none had no use either. */
export function repricedFrom(before: Prices, after: Prices): string | undefined {
  const days = [...before, ...after].map(({ from }) => from).sort();
  return days.find((day) => {
    const was = priceOn(before, day);
    return was !== undefined && was !== priceOn(after, day);
  });
}
