import * as z from 'zod';
import { decimalSchema, exact, product, toFen } from '../../../../shared/kernel/money.ts';
import { endOfPeriod } from '../../../../shared/kernel/periods.ts';
import { dateSchema } from '../../../../shared/kernel/time.ts';

/* The special maintenance fund (住宅专项维修资金, R7). A city sets its rates, with versions by contract day. */

/** A city's rate: 5 to 8 per cent of the building cost per m², or a flat amount per m². In yuan. */
const fundRateSchema = z
  .discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('cost'),
      costPerM2: decimalSchema,
      rate: decimalSchema.refine((rate) => exact(rate).top.gte('0.05') && exact(rate).top.lte('0.08'), {
        message: '5 % to 8 % of the building cost (Measures for the Special Maintenance Fund of Dwellings, article 7)',
      }),
    }),
    z.strictObject({ by: z.literal('flat'), perM2: z.record(z.string().min(1).max(60), decimalSchema) }),
  ])
  .meta({ id: 'FundRate' });

/** A version of a city's rates, for contracts from a day on. */
export const fundVersionSchema = z
  .strictObject({
    version: z.string().min(1).max(60),
    from: dateSchema,
    rate: fundRateSchema,
  })
  .meta({ id: 'FundVersion' });
export type FundVersion = z.infer<typeof fundVersionSchema>;

/** Returns the schema of a list of versions, each for contracts from a day on. */
export function versionsOf<S extends z.ZodType<{ from: string }>>(version: S) {
  return z
    .array(version)
    .max(40)
    .refine((all) => new Set(all.map(({ from }) => from)).size === all.length, { message: 'from must be unique' });
}

/** Returns the latest version that applies on a day, or undefined. */
export function versionFor<V extends { readonly from: string }>(versions: readonly V[], day: string): V | undefined {
  return versions
    .filter(({ from }) => from <= day)
    .reduce<V | undefined>((best, one) => (best && best.from > one.from ? best : one), undefined);
}

/** The first payment into the fund and how it was calculated. */
export interface FirstPayment {
  readonly fen: number;
  readonly version: string;
  /** Rate used, yuan per m². */
  readonly perM2: string;
}

/**
 * Calculates the first payment (首期维修资金, R7.1): floor area x rate per m², rounded once, half up.
 * `building` is the building type in a flat table (with or without lift).
 * @throws RangeError when no version applies on the day, or the flat table lacks the building type.
 */
export function firstPayment(
  of: { area: string; contractOn: string; building: string },
  versions: readonly FundVersion[],
): FirstPayment {
  const found = versionFor(versions, of.contractOn);
  if (!found) throw new RangeError(`no rate of the maintenance fund applies on ${of.contractOn}`);
  const { rate, version } = found;
  const perM2 =
    rate.by === 'cost' ? product(exact(rate.costPerM2), exact(rate.rate)).top.toFixed() : rate.perM2[of.building];
  if (perM2 === undefined) throw new RangeError(`no rate for ${of.building}`);
  return { fen: toFen(product(exact(of.area), exact(perM2))), version, perM2 };
}

/**
 * Returns whether the balance is below 30 % of the first payment, so that a top-up is due (R7.3). Fen, exact.
 */
export function needsTopUp(balanceFen: number, firstPaymentFen: number): boolean {
  return BigInt(balanceFen) * 100n < BigInt(firstPaymentFen) * 30n;
}

/** Returns the last day to top up after a notice: 30 days (R7.3). */
export function topUpBy(noticedOn: string): string {
  return endOfPeriod(noticedOn, { days: 30 });
}
