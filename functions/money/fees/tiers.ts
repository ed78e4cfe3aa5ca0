import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import {
  compareExact,
  decimalSchema,
  type Exact,
  exact,
  exactText,
  product,
  ratio,
  sum,
} from '../../../shared/kernel/money.ts';
import { addDays, type Span } from '../../../shared/kernel/periods.ts';
import { Problem, problemKind } from '../../../shared/kernel/problem.ts';
import { clockTimeSchema, type PeakValley } from '../meters/public.ts';

/*
 * Prices by tiers of the usage of a year (阶梯价, R33.5) and by peak and valley (峰谷, R33.6). A tier adds to
 * the price. It depends on the usage cumulated since the year began, not on the month.
 */

/** Tiers of a price. */
export const tiersSchema = z
  .strictObject({
    /** What usage above a limit costs more. Usage of exactly the limit is still below it. */
    steps: z
      .array(z.strictObject({ above: decimalSchema, plus: decimalSchema }))
      .min(1)
      .max(6)
      .refine((all) => all.every(({ above }, i) => i === 0 || isLess(all[i - 1]?.above ?? '0', above)), {
        message: 'limits must rise',
      }),
    /** The first day of the tier year, `MM-DD`. */
    resetOn: z
      .string()
      .regex(/^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/)
      .default('01-01'),
    /** An owner who moved in during the year has the whole limits, or those of their months. */
    moveIn: z.enum(['whole', 'pro-rata']).default('whole'),
  })
  .meta({ id: 'PriceTiers' });
export type Tiers = z.output<typeof tiersSchema>;

/** Prices of peak and valley, yuan per unit, with the hours of the valley (R33.6, R33.7). */
export const peakValleySchema = z
  .strictObject({
    peak: decimalSchema,
    valley: decimalSchema,
    /** The beginning of the valley, included, in the zone of the estate. */
    valleyFrom: clockTimeSchema,
    /** The end of the valley, when the peak begins. */
    valleyTo: clockTimeSchema,
  })
  .refine(({ valleyFrom, valleyTo }) => valleyFrom !== valleyTo, {
    path: ['valleyTo'],
    message: 'another time than valleyFrom',
  })
  .meta({ id: 'PeakValleyPrice' });

function isLess(a: string, b: string): boolean {
  return compareExact(exact(a), exact(b)) < 0;
}

/** The part of a price that decides on its usage: one price, tiers, peak and valley. */
export interface UsePrice {
  readonly price: string;
  readonly addOn: string;
  readonly tiers?: Tiers | undefined;
  readonly peakValley?: z.output<typeof peakValleySchema> | undefined;
}

/** What of a usage is priced: all, its peak or valley, or the surcharge of a tier. */
export const ratesOfUse = ['peak', 'valley', 'tier'] as const;

/** Usage at one price. */
export interface PricedUse {
  readonly quantity: string;
  readonly price: string;
  readonly addOn: string;
  readonly rate?: (typeof ratesOfUse)[number];
  /** The tier, counted from 1. */
  readonly tier?: number;
}

/** Usage with what decides on its price. */
export interface TieredUse {
  readonly quantity: string;
  /** Usage of the tier year before it; 0 by default. */
  readonly before?: string | undefined;
  /** The months of the tier year that count for the limits; all twelve by default. */
  readonly months?: number | undefined;
  readonly parts?: PeakValley | undefined;
}

const minus = (a: Exact, b: Exact) => sum(a, product(exact('-1'), b));
const least = (a: Exact, b: Exact) => (compareExact(a, b) < 0 ? a : b);
const most = (a: Exact, b: Exact) => (compareExact(a, b) < 0 ? b : a);

/**
 * Returns the limits of tiers for some months of the year, in the resolution of a register: 0.001, half up.
 */
export function limitsFor({ steps }: Tiers, months = 12): string[] {
  return steps.map(({ above }) => {
    if (months === 12) return above;
    const { top, bottom } = product(exact(above), ratio(months, 12));
    return exact(top.div(bottom).round(3, 1).toFixed()).top.toFixed();
  });
}

/** Divides usage among tiers, by what was used before in the year. Parts of 0 are left out. */
export function divideByTiers(use: TieredUse, tiers: Tiers): { quantity: string; plus: string; tier: number }[] {
  const from = exact(use.before ?? '0');
  const to = sum(from, exact(use.quantity));
  const limits = limitsFor(tiers, use.months);
  const pluses = ['0', ...tiers.steps.map(({ plus }) => plus)];
  return pluses.flatMap((plus, i) => {
    const begins = i === 0 ? from : most(from, exact(limits[i - 1] ?? '0'));
    const limit = limits[i];
    const ends = limit === undefined ? to : least(to, exact(limit));
    const part = minus(ends, begins);
    return part.top.lte('0') ? [] : [{ quantity: exactText(part), plus, tier: i + 1 }];
  });
}

/** Returns a usage by its prices. Undefined for peak and valley prices when its parts are unknown (R33.7). */
export function pricesOfUse(use: TieredUse, { price, addOn, tiers, peakValley }: UsePrice): PricedUse[] | undefined {
  const byTier = tiers ? divideByTiers(use, tiers) : [];
  if (!peakValley) {
    if (!tiers || byTier.length === 0) return [{ quantity: use.quantity, price, addOn }];
    return byTier.map(({ quantity, plus, tier }, i) => ({
      ...{ quantity, tier, price: exactText(sum(exact(price), exact(plus))) },
      addOn: i === 0 ? addOn : '0',
    }));
  }
  const { parts } = use;
  if (!parts) return undefined;
  const surcharges = byTier
    .filter(({ plus }) => compareExact(exact(plus), exact('0')) > 0)
    .map(({ quantity, plus, tier }) => ({ quantity, price: plus, addOn: '0', rate: 'tier' as const, tier }));
  return [
    { quantity: parts.peak, price: peakValley.peak, addOn, rate: 'peak' },
    { quantity: parts.valley, price: peakValley.valley, addOn: '0', rate: 'valley' },
    ...surcharges,
  ];
}

/** Returns the tier year of a day. */
export function tierYearOf(day: string, { resetOn }: Pick<Tiers, 'resetOn'>): Span {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < resetOn ? 1 : 0);
  const from = `${year}-${resetOn}`;
  return { from, to: addDays(Temporal.PlainDate.from(from).add({ years: 1 }).toString(), -1) };
}

/** Returns the months of a tier year from the month of a day on, that month included. */
function monthsFrom(day: string, { to }: Span): number {
  const [first, last] = [Temporal.PlainDate.from(day), Temporal.PlainDate.from(to)];
  return Math.min(12, (last.year - first.year) * 12 + last.month - first.month + 1);
}

/**
 * Returns usage with what was used before it in its tier year. Usage counts in the year of its last day.
 * With `pro-rata` the year of an owner begins when they move in, with the limits of their months.
 * @param earlier usage before the first of `uses`, from the beginning of its tier year on.
 */
export function withUseBefore(
  uses: readonly (Span & TieredUse)[],
  earlier: readonly (Span & { readonly quantity: string })[],
  tiers: Tiers,
  owners: readonly { readonly from: string; readonly to?: string | undefined }[],
): (Span & TieredUse)[] {
  const all = [...earlier, ...uses];
  return uses.map((use) => {
    const year = tierYearOf(use.to, tiers);
    const owner = owners.find(({ from, to }) => from <= use.to && (to === undefined || use.to <= to));
    const movedIn = tiers.moveIn === 'pro-rata' && owner && owner.from > year.from ? owner.from : undefined;
    const since = movedIn ?? year.from;
    const before = all.filter(({ to }) => since <= to && to < use.to).map(({ quantity }) => exact(quantity));
    const months = movedIn === undefined ? {} : { months: monthsFrom(movedIn, year) };
    return { ...use, before: exactText(sum(...before)), ...months };
  });
}

const notMetered = problemKind('price-needs-meter', 409, {
  'zh-CN': '只有按表计量的收费项目才能设阶梯价、峰谷价或合表价。请去掉 tiers、peakValley 和 boughtAt。',
  'zh-TW': '只有按表計量的收費項目才能設階梯價、峰谷價或合表價。請去掉 tiers、peakValley 和 boughtAt。',
  en: 'Only a metered fee item has tiers, peak and valley prices or a price it is bought at. Remove tiers, peakValley and boughtAt.',
});
const markup = problemKind('no-markup', 409, {
  'zh-CN':
    '合表用户按供应单位的单价 {boughtAt} 元转收，不得加价，也不设阶梯价和峰谷价。请将 price 设为不超过该价，addOn 设为 0，并去掉 tiers 和 peakValley。',
  'zh-TW':
    '合表用戶按供應單位的單價 {boughtAt} 元轉收，不得加價，也不設階梯價和峰谷價。請將 price 設為不超過該價，addOn 設為 0，並去掉 tiers 和 peakValley。',
  en: 'An estate behind a master meter passes on the price of ¥{boughtAt} without markup, tiers, peak or valley. Set price to at most that, addOn to 0, and remove tiers and peakValley.',
});
const fromTheStart = problemKind('tiers-from-the-start', 409, {
  'zh-CN': '该收费项目没有阶梯价或峰谷价，表可能是预存表，不能中途改为阶梯价或峰谷价。请新建收费项目。',
  'zh-TW': '該收費項目沒有階梯價或峰谷價，表可能是預存表，不能中途改為階梯價或峰谷價。請新建收費項目。',
  en: 'This fee item began without tiers and without peak and valley, and its meters may be prepaid. Create a new fee item for such prices.',
});

/** What of a price decides whether it is allowed. */
interface AskedPrice extends UsePrice {
  readonly boughtAt?: string | undefined;
}

/** Returns true for a price with tiers or with peak and valley. */
export function isTiered({ tiers, peakValley }: Pick<UsePrice, 'tiers' | 'peakValley'>): boolean {
  return tiers !== undefined || peakValley !== undefined;
}

/**
 * Rejects tiers of what has no meter, and a markup on what a master meter measures (R33.6, R4.8).
 * @throws Problem 409 `price-needs-meter`, `no-markup`.
 */
export function assertPriceAllowed(kind: string, asked: AskedPrice): void {
  const { price, addOn, boughtAt } = asked;
  if (kind !== 'metered' && (isTiered(asked) || boughtAt !== undefined)) throw new Problem(notMetered);
  if (boughtAt === undefined) return;
  const isAbove = isLess(boughtAt, price) || isLess('0', addOn);
  if (isAbove || isTiered(asked)) throw new Problem(markup, { boughtAt });
}

/** Rejects tiers on an item that began without. @throws Problem 409 `tiers-from-the-start`. */
export function assertTieredBefore(tariff: readonly UsePrice[], asked: AskedPrice): void {
  const [first] = tariff;
  if (isTiered(asked) && first && !isTiered(first)) throw new Problem(fromTheStart);
}
