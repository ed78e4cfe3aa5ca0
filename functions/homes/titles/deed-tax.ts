import * as z from 'zod';
import { decimalSchema, exact, product, toFen, yuanOf } from '../../../shared/kernel/money.ts';
import { dateSchema } from '../../../shared/kernel/time.ts';
import { versionFor } from '../handovers/public.ts';

/*
 * Deed tax (契税, R8) of a dwelling bought for own use. The table of the day of declaration applies, whatever
 * the day of the contract (R29.1).
 */

/**
 * Which home of the family it is (buyer, spouse, minor children). All others are taxed at the statutory rate.
 */
export const homeRanks = ['only', 'second', 'further', 'non-residential'] as const;
export type HomeRank = (typeof homeRanks)[number];

const rates = z.strictObject({ upTo: decimalSchema, above: decimalSchema });

/** A version of the rate table: rates up to and above an area, for tax declared from a day on. */
export const deedTaxVersionSchema = z
  .strictObject({
    version: z.string().min(1).max(60),
    from: dateSchema,
    /** Largest area with the lower rate, m². */
    line: decimalSchema,
    /** Rates for the only home of a family. */
    only: rates,
    /** Rates for a second home. */
    second: rates,
    /** 3 % to 5 %, set by the province (契税法 3). */
    statutory: decimalSchema.refine((rate) => exact(rate).top.gte('0.03') && exact(rate).top.lte('0.05'), {
      message: '3 % to 5 % (Deed Tax Law, article 3)',
    }),
  })
  .meta({ id: 'DeedTaxVersion' });
export type DeedTaxVersion = z.infer<typeof deedTaxVersionSchema>;

/**
 * National tables. A city sets its own where it differs.
 * (R8: before December 2024 the four largest cities differed for second homes.)
 */
export const deedTaxVersions: readonly DeedTaxVersion[] = [
  {
    version: '财税〔2016〕23号',
    from: '2016-02-22',
    line: '90',
    only: { upTo: '0.01', above: '0.015' },
    second: { upTo: '0.01', above: '0.02' },
    statutory: '0.03',
  },
  {
    version: '公告2024年第16号',
    from: '2024-12-01',
    line: '140',
    only: { upTo: '0.01', above: '0.015' },
    second: { upTo: '0.01', above: '0.02' },
    statutory: '0.03',
  },
];

export interface DeedTax {
  readonly fen: number;
  readonly rate: string;
  readonly version: string;
}

/**
 * Calculates the deed tax: price without VAT x rate, rounded once, half up (R8.1). An area equal to `line`
 * has the lower rate.
 * @throws RangeError when no version applies on the day of declaration, or the price is not above 0 fen.
 */
export function deedTax(
  of: { priceWithoutVatFen: number; area: string; rank: HomeRank; declaredOn: string },
  versions: readonly DeedTaxVersion[] = deedTaxVersions,
): DeedTax {
  const table = versionFor(versions, of.declaredOn);
  if (!table) throw new RangeError(`no table of deed tax applies on ${of.declaredOn}`);
  if (of.priceWithoutVatFen <= 0) throw new RangeError('the price must be above 0 fen');
  const rate = rateOf(of.rank, exact(of.area).top.lte(table.line), table);
  return { fen: toFen(product(yuanOf(of.priceWithoutVatFen), exact(rate))), rate, version: table.version };
}

function rateOf(rank: HomeRank, small: boolean, table: DeedTaxVersion): string {
  switch (rank) {
    case 'only':
      return small ? table.only.upTo : table.only.above;
    case 'second':
      return small ? table.second.upTo : table.second.above;
    case 'further':
    case 'non-residential':
      return table.statutory;
  }
}

/**
 * Returns the price without its VAT, in fen, rounded once, half up (R8.1). @throws RangeError for a rate
 * below 0.
 */
export function withoutVat(priceFen: number, vatRate: string): number {
  const whole = exact(vatRate).top.plus('1');
  if (whole.lt('1')) throw new RangeError('the rate must not be negative');
  return toFen({ top: yuanOf(priceFen).top, bottom: whole });
}
