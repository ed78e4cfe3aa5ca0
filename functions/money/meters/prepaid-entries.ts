import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { decimalSchema, type Exact, exact, fenSchema, product, ratio, sum } from '../../../shared/kernel/money.ts';
import { dateSchema, instantSchema } from '../../../shared/kernel/time.ts';
import { type MeterEntry, meterEntrySchema, standing } from './reading.ts';

/* What is entered of a prepaid meter (预存电费, R11), and what its use costs. */

/** What may happen to the balance: a top-up (充值), and what happens to a meter. Nothing else: money for electricity pays no property fee, and none is withheld for one (R11.4). */
const topUpSchema = z.strictObject({
  kind: z.literal('top-up'),
  /** Reference of the payment: the same one twice is one top-up. */
  id: z.string().min(1).max(100),
  at: instantSchema,
  fen: fenSchema.min(1),
  /** Whose money it is. */
  payerId: z.string().min(1),
});
export type TopUp = z.infer<typeof topUpSchema>;

export const prepaidEntrySchema = z.discriminatedUnion('kind', [topUpSchema, ...meterEntrySchema.options]);
export type PrepaidEntry = TopUp | MeterEntry;

/** Prices in yuan per unit, each from the start of a day in the estate's zone. A past period keeps its price (R4.5). */
export const pricesSchema = z
  .array(z.strictObject({ from: dateSchema, price: decimalSchema }))
  .min(1)
  .refine((prices) => prices.every((one, i) => i === 0 || (prices[i - 1]?.from ?? '') < one.from), {
    message: 'prices must be in order of days',
  });
export type Prices = z.infer<typeof pricesSchema>;

/** Levels (预警线) in fen at which the household is told, the highest first; quiet hours do not hold the last one back (§17). */
export const levelsSchema = z
  .array(fenSchema)
  .min(1)
  .max(5)
  .refine((levels) => levels.every((level, i) => i === 0 || (levels[i - 1] ?? 0) > level), {
    message: 'levels must fall',
  });
export const defaultLevels = [5_000, 2_000];

/** Prices with the instants from which they hold. */
export type Tariff = readonly { readonly fromMs: number; readonly price: Exact }[];

/** An instant (ISO) in epoch milliseconds. */
export function msOf(at: string): number {
  return Temporal.Instant.from(at).epochMilliseconds;
}

/** When a day (`YYYY-MM-DD`) begins in a zone, epoch milliseconds. */
export function startOfDay(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().epochMilliseconds;
}

/** The tariff of prices. */
export function tariffOf(prices: Prices, zone: string): Tariff {
  return prices.map(({ from, price }) => ({ fromMs: startOfDay(from, zone), price: exact(price) }));
}

/** What a use costs in yuan, exact: over a change of the price it is divided by time. @throws RangeError before the first price. */
export function costOf(use: string, fromMs: number, toMs: number, tariff: Tariff): Exact {
  if (fromMs < (tariff[0]?.fromMs ?? Number.POSITIVE_INFINITY))
    throw new RangeError('there was no price yet for this use');
  const costs = tariff.flatMap(({ fromMs: starts, price }, i) => {
    const ms = Math.min(toMs, tariff[i + 1]?.fromMs ?? toMs) - Math.max(fromMs, starts);
    if (ms <= 0) return [];
    const whole = product(exact(use), price);
    return [ms === toMs - fromMs ? whole : product(whole, ratio(ms, toMs - fromMs))];
  });
  return sum(...costs);
}

/** Each top-up once, without those that were reversed. @throws RangeError when one reference has two amounts or times. */
export function topUpsOf(entries: readonly PrepaidEntry[]): TopUp[] {
  const topUps = entries.filter((one) => one.kind === 'top-up');
  const seen = new Map<string, TopUp>();
  for (const one of topUps) {
    const other = seen.get(one.id);
    if (other && (other.fen !== one.fen || msOf(other.at) !== msOf(one.at))) {
      throw new RangeError(`top-up ${one.id} is there with two amounts or times`);
    }
    seen.set(one.id, one);
  }
  return standing(
    topUps,
    entries.filter((one) => one.kind === 'reversal'),
  );
}
