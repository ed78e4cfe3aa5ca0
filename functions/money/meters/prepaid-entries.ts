import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { decimalSchema, type Exact, exact, fenSchema, product, ratio, sum } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { type MeterEntry, validEntries } from './reading.ts';

/* Entries of a prepaid meter (预存电费, R11) and the cost of its usage. */

/** A top-up (充值) of a prepaid meter, or a refund of its rest with negative fen (R25.5). */
export interface TopUp {
  readonly kind: 'top-up';
  /** Reference of the payment or the refund: the same reference twice is one top-up. */
  readonly id: string;
  readonly at: string;
  readonly fen: number;
  /** The payer of the top-up. */
  readonly payerId: string;
}

/**
 * Entries that change the balance: a top-up and entries of the meter. Nothing else does: money for
 * electricity pays no property fee, and none is withheld for one (R11.4).
 */
export type PrepaidEntry = TopUp | MeterEntry;

/**
 * Prices in yuan per unit, each from the start of a day in the estate's zone. A past period keeps its price
 * (R4.5).
 */
export const pricesSchema = z
  .array(z.strictObject({ from: dateSchema, price: decimalSchema }))
  .min(1)
  .refine((prices) => prices.every((one, i) => i === 0 || (prices[i - 1]?.from ?? '') < one.from), {
    message: 'prices must be in order of days',
  });
export type Prices = z.infer<typeof pricesSchema>;

/**
 * Levels (预警线) in fen at which the household gets a notice, the highest first. Quiet hours do not hold back
 * the last one (R17).
 */
export const levelsSchema = z
  .array(fenSchema)
  .min(1)
  .max(5)
  .refine((levels) => levels.every((level, i) => i === 0 || (levels[i - 1] ?? 0) > level), {
    message: 'levels must fall',
  });
export const defaultLevels = [5_000, 2_000];

/** Prices with the instants from which they apply. */
export type Tariff = readonly { readonly fromMs: number; readonly price: Exact }[];

/** Returns an instant (ISO) in epoch milliseconds. */
export function msOf(at: string): number {
  return Temporal.Instant.from(at).epochMilliseconds;
}

/** Returns the beginning of a day (`YYYY-MM-DD`) in a zone, epoch milliseconds. */
export function startOfDay(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().epochMilliseconds;
}

/** Returns the tariff of prices. */
export function tariffOf(prices: Prices, zone: string): Tariff {
  return prices.map(({ from, price }) => ({ fromMs: startOfDay(from, zone), price: exact(price) }));
}

/**
 * Returns the cost of usage in yuan, exact. A price change divides it by time.
 * @throws RangeError before the first price.
 */
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

/**
 * Returns each top-up once, without reversed ones.
 * @throws RangeError when one reference has two amounts or times.
 */
export function topUpsOf(entries: readonly PrepaidEntry[]): TopUp[] {
  const topUps = entries.filter((one) => one.kind === 'top-up');
  const seen = new Map<string, TopUp>();
  for (const one of topUps) {
    const other = seen.get(one.id);
    if (other && (other.fen !== one.fen || msOf(other.at) !== msOf(one.at))) {
      throw new RangeError(`top-up ${one.id} has two amounts or times`);
    }
    seen.set(one.id, one);
  }
  return validEntries(
    topUps,
    entries.filter((one) => one.kind === 'reversal'),
  );
}
