import * as z from 'zod';
import { decimalSchema } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { utilitySchema } from '../../../shared/kernel/utilities.ts';
import { usualVatClass, type VatClass, vatClassSchema } from '../ledger/public.ts';
import type { Prices } from './prepaid-entries.ts';

const priceVersionSchema = z
  .object({
    /** Number of the version in the fee item. Of two versions that begin on one day the later applies. */
    number: z.number().int(),
    from: dateSchema,
    price: decimalSchema,
    /** True for a price with tiers or with peak and valley. A prepaid meter cannot have it (R33.5). */
    tiered: z.boolean().optional(),
    /** Class for value added tax, where the price has one of its own (R23.1). */
    vatClass: vatClassSchema.optional(),
  })
  .meta({ id: 'PriceVersion' });
type PriceVersion = z.infer<typeof priceVersionSchema>;

/** The prices of a metered fee item as events of fees report them, in any order: yuan per unit of usage. */
export const priceListSchema = z
  .object({
    feeItemId: z.string(),
    estateId: z.string(),
    utility: utilitySchema,
    /** Collected on behalf of another party (代收, R4.8). */
    held: z.boolean(),
    versions: z.array(priceVersionSchema).min(1).max(500),
    version: z.number().int(),
  })
  .meta({ id: 'PriceList' });
export type PriceList = z.infer<typeof priceListSchema>;

/** Adds a price. Returns undefined when it is already known. */
export function withPrice(
  before: PriceList | undefined,
  of: Pick<PriceList, 'feeItemId' | 'estateId' | 'utility' | 'held'>,
  price: PriceVersion,
): PriceList | undefined {
  if (before?.versions.some(({ number }) => number === price.number)) return undefined;
  const versions = [...(before?.versions ?? []), price].sort((a, b) => a.number - b.number);
  return { ...of, versions, version: (before?.version ?? 0) + 1 };
}

/** Returns the prices in order of days. */
export function pricesIn({ versions }: Pick<PriceList, 'versions'>): Prices {
  const latest = new Map(versions.map(({ from, price }) => [from, price]));
  return [...latest].map(([from, price]) => ({ from, price })).sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Returns the class of the usage of a day for value added tax (R23.1). */
export function vatClassOn({ versions, held, utility }: PriceList, day: string): VatClass {
  const [latest] = versions
    .filter(({ from }) => from <= day)
    .toSorted((a, b) => (a.from === b.from ? b.number - a.number : a.from < b.from ? 1 : -1));
  return (held ? undefined : latest?.vatClass) ?? usualVatClass({ held, utility });
}

function priceOn(prices: Prices, day: string): string | undefined {
  return prices.findLast(({ from }) => from <= day)?.price;
}

/** Returns the first day whose price changed. A day without a price had no usage either. */
export function repricedFrom(before: Prices, after: Prices): string | undefined {
  const days = [...before, ...after].map(({ from }) => from).sort();
  return days.find((day) => {
    const was = priceOn(before, day);
    return was !== undefined && was !== priceOn(after, day);
  });
}
