import Big from 'big.js';
import * as z from 'zod';
import { type Language, say, text } from './language.ts';

/*
 * Money is integer fen (分). Prices, areas and rates are exact decimals in strings. Intermediate results are
 * exact fractions, because a part of a month (17/29) is no decimal. The end result is rounded once, in the
 * estate's mode.
 */

/**
 * Decimal type that accepts strings only: a binary float has an error of its own (the float 1.005 is less
 * than 1.005).
 */
const Decimal = Big();
Decimal.strict = true;

/** Decimal type whose division gives whole numbers, rounded towards zero. */
const Whole = Big();
Whole.DP = 0;
Whole.RM = 0;

/** An amount of money in fen (分), 1/100 yuan: a safe integer, negative for a credit. */
export const fenSchema = z.int();

/**
 * A price, area, quantity or rate: a non-negative exact decimal with at most 9 digits before the point and 8
 * after. Other text aborts the validation, because later checks would fail to parse it.
 */
export const decimalSchema = z.string().regex(/^(0|[1-9]\d{0,8})(\.\d{1,8})?$/, { abort: true });

/**
 * The value that a meter shows: a decimal that may begin with zeros, as the register does. It is kept without
 * them, so `00123` and `123` are one value.
 */
export const meterValueSchema = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,8})?$/, { abort: true })
  .overwrite((shown) => shown.replace(/^0+(?=\d)/, ''));

/** An exact number, `top / bottom`. */
export interface Exact {
  readonly top: Big;
  readonly bottom: Big;
}

const one = new Decimal('1');

/** Returns a decimal as an exact number. @throws Error when `decimal` is no decimal. */
export function exact(decimal: string): Exact {
  return { top: new Decimal(decimal), bottom: one };
}

/**
 * Returns `part / whole` of two whole numbers, such as the days of a part month (R4.3).
 * @throws RangeError when one is not a safe integer or `whole` is not positive.
 */
export function ratio(part: number, whole: number): Exact {
  if (!Number.isSafeInteger(part) || !Number.isSafeInteger(whole) || whole <= 0) {
    throw new RangeError(`${part}/${whole} is no ratio of whole numbers`);
  }
  return { top: new Decimal(String(part)), bottom: new Decimal(String(whole)) };
}

/** Returns fen as an exact number of yuan. @throws RangeError when `fen` is not a safe integer. */
export function yuanOf(fen: number): Exact {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`${fen} is no whole number of fen`);
  return exact(`${fen}e-2`);
}

/** Returns the exact product. */
export function product(...factors: readonly Exact[]): Exact {
  return factors.reduce(
    (all, factor) => ({ top: all.top.times(factor.top), bottom: all.bottom.times(factor.bottom) }),
    exact('1'),
  );
}

/** Returns the exact sum; 0 without terms. */
export function sum(...terms: readonly Exact[]): Exact {
  return terms.reduce(
    (all, term) =>
      all.bottom.eq(term.bottom)
        ? { top: all.top.plus(term.top), bottom: all.bottom }
        : { top: all.top.times(term.bottom).plus(term.top.times(all.bottom)), bottom: all.bottom.times(term.bottom) },
    exact('0'),
  );
}

/** Returns an exact number in the form that a bill stores: `718.5348`, or `4071.6972/29`. */
export function exactText({ top, bottom }: Exact): string {
  return bottom.eq(one) ? top.toFixed() : `${top.toFixed()}/${bottom.toFixed()}`;
}

/** Parses an exact number as `exactText` writes it. @throws Error when it has another form. */
export function exactOf(text: string): Exact {
  const [top = '', bottom = '1'] = text.split('/');
  return { top: new Decimal(top), bottom: new Decimal(bottom) };
}

/** Returns the exact quotient. @throws RangeError for a division by zero. */
export function quotient(dividend: Exact, divisor: Exact): Exact {
  if (divisor.top.eq('0')) throw new RangeError('a division by zero');
  const sign = divisor.top.lt('0') ? '-1' : '1';
  return {
    top: dividend.top.times(divisor.bottom).times(sign),
    bottom: dividend.bottom.times(divisor.top).times(sign),
  };
}

/** Compares two exact numbers: -1, 0 or 1. */
export function compareExact(a: Exact, b: Exact): number {
  return a.top.times(b.bottom).cmp(b.top.times(a.bottom));
}

/** Returns fen as yuan with two decimals: `-0.05`. */
export function yuanText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const yuan = text('{amount} 元', '{amount} 元', '¥{amount}');

/** Returns an amount in yuan for readers. */
export function inYuan(fen: number, language: Language): string {
  return say(yuan, language, { amount: yuanText(fen) });
}

const modes = {
  /** 四舍五入到分. */
  'fen-half-up': { unit: 1, way: 'half-up' },
  /** 四舍五入到角. */
  'jiao-half-up': { unit: 10, way: 'half-up' },
  /** 向上取整到元. */
  'yuan-up': { unit: 100, way: 'up' },
  /** 向下取整到元. */
  'yuan-down': { unit: 100, way: 'down' },
  /** 四舍五入到元. */
  'yuan-half-up': { unit: 100, way: 'half-up' },
} as const;

/** How an estate rounds its charges to fen (R0.2); `fen-half-up` where it has set nothing. */
export const roundingSchema = z
  .enum(['fen-half-up', 'jiao-half-up', 'yuan-up', 'yuan-down', 'yuan-half-up'])
  .meta({ id: 'Rounding' }) satisfies z.ZodType<keyof typeof modes>;
export type Rounding = z.infer<typeof roundingSchema>;

/**
 * Rounds an exact number of yuan to fen: the one rounding of an amount (R0.2). Rounds a negative amount by
 * its absolute value, so that a reversal mirrors the original.
 * @throws RangeError beyond the safe integers.
 */
export function toFen(yuan: Exact, rounding: Rounding = 'fen-half-up'): number {
  const { unit, way } = modes[rounding];
  const whole = yuan.bottom.times(String(unit));
  const size = yuan.top.abs().times('100');
  const units = new Whole(size).div(whole);
  const rest = size.minus(units.times(whole));
  const up = way === 'up' ? rest.gt('0') : way === 'half-up' && rest.times('2').gte(whole);
  const fen = Number(units.toFixed(0)) * unit + (up ? unit : 0);
  if (!Number.isSafeInteger(fen)) throw new RangeError('an amount beyond what can be counted in fen');
  return yuan.top.lt('0') && fen !== 0 ? -fen : fen;
}

/**
 * Rounds amounts of yuan to fen so that they add up to their sum, which is rounded once (R22.3). Each part
 * gets its whole units of the rounding. The remaining units go to the parts with the largest remainders; ties
 * go to the first part.
 * @throws RangeError for a negative part or beyond the safe integers.
 */
export function toFenTogether(parts: readonly Exact[], rounding: Rounding = 'fen-half-up'): number[] {
  if (parts.some(({ top }) => top.lt('0'))) throw new RangeError('parts are not negative');
  const { unit } = modes[rounding];
  const floors = parts.map(({ top, bottom }, i) => {
    const whole = bottom.times(String(unit));
    const units = new Whole(top.times('100')).div(whole);
    return {
      i,
      fen: Number(units.toFixed(0)) * unit,
      rest: { top: top.times('100').minus(units.times(whole)), bottom },
    };
  });
  const left = (toFen(sum(...parts), rounding) - floors.reduce((all, { fen }) => all + fen, 0)) / unit;
  const lucky = floors.toSorted((a, b) => compareExact(b.rest, a.rest) || a.i - b.i).slice(0, left);
  return floors.map((part) => part.fen + (lucky.includes(part) ? unit : 0));
}
