import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decimalSchema,
  exact,
  exactText,
  fenSchema,
  product,
  type Rounding,
  ratio,
  roundingSchema,
  sum,
  toFen,
  yuanOf,
} from '../../../shared/kernel/money.ts';

const rounded = (yuan: string, rounding?: Rounding) => toFen(exact(yuan), rounding);

/** Returns a number of yuan as a fraction of whole numbers, for a test oracle without decimals. */
const fraction = fc.record({
  top: fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }),
  decimals: fc.integer({ min: 0, max: 8 }),
  bottom: fc.integer({ min: 1, max: 366 }),
});
type Fraction = typeof fraction extends fc.Arbitrary<infer T> ? T : never;
const exactOf = ({ top, decimals, bottom }: Fraction) => product(exact(`${top}e-${decimals}`), ratio(1, bottom));
const abs = (n: bigint) => (n < 0n ? -n : n);

describe('rounding of money', () => {
  test('R0.2 1.005 yuan is rounded to 1.01, where binary floats give 1.00', () => {
    expect(rounded('1.005')).toBe(101);
    expect(Math.round(1.005 * 100)).toBe(100);
  });

  test.each([
    ['fen-half-up', '12.345', 1_235],
    ['fen-half-up', '12.3449999', 1_234],
    ['jiao-half-up', '12.35', 1_240],
    ['jiao-half-up', '12.3499', 1_230],
    ['yuan-up', '12.00000001', 1_300],
    ['yuan-up', '12', 1_200],
    ['yuan-down', '12.99999999', 1_200],
    ['yuan-half-up', '12.5', 1_300],
    ['yuan-half-up', '12.49999999', 1_200],
  ] as const)('R0.2 rounding mode %s rounds %s yuan to %d fen', (rounding, yuan, fen) => {
    expect(rounded(yuan, rounding)).toBe(fen);
  });

  test('R0.2 a credit mirrors the charge in every mode', () => {
    fc.assert(
      fc.property(fraction, fc.constantFrom(...roundingSchema.options), (yuan, rounding) => {
        const credit = toFen(exactOf({ ...yuan, top: -yuan.top }), rounding);
        expect(credit + toFen(exactOf(yuan), rounding)).toBe(0);
        expect(Object.is(credit, -0)).toBe(false);
      }),
    );
  });

  test('R0.2 rounding agrees with integer arithmetic: half up at exactly half and nowhere else', () => {
    fc.assert(
      fc.property(fraction, (yuan) => {
        const size = abs(yuan.top) * 100n;
        const whole = 10n ** BigInt(yuan.decimals) * BigInt(yuan.bottom);
        const up = Number((size * 2n + whole) / (whole * 2n));
        expect(Math.abs(toFen(exactOf(yuan)))).toBe(up);
        const yuanUp = Number((size + whole * 100n - 1n) / (whole * 100n)) * 100;
        expect(Math.abs(toFen(exactOf(yuan), 'yuan-up'))).toBe(yuanUp);
        expect(Math.abs(toFen(exactOf(yuan), 'yuan-down'))).toBe(Number(size / (whole * 100n)) * 100);
      }),
    );
  });

  test('R0.2 an amount beyond the safe integers is rejected, not changed', () => {
    expect(rounded('90071992547409.91')).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => rounded('90071992547409.92')).toThrow(RangeError);
  });
});

describe('exact numbers', () => {
  test('R0.2 fen converted to yuan and back are the same', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        expect(toFen(yuanOf(fen))).toBe(fen);
      }),
    );
  });

  test('R0.2 thirds add up to the whole in any order', () => {
    const third = product(exact('100'), ratio(1, 3));
    expect(toFen(sum(third, third, third))).toBe(10_000);
    fc.assert(
      fc.property(fc.array(fraction, { maxLength: 6 }), (parts) => {
        const there = sum(...parts.map(exactOf));
        const back = sum(...parts.toReversed().map(exactOf));
        const difference = sum(there, product(back, exact('-1')));
        expect(difference.top.toFixed()).toBe('0');
      }),
    );
  });

  test('R0.2 an exact number is stored without loss', () => {
    expect(exactText(product(exact('89.37'), exact('2.68'), ratio(3, 1)))).toBe('718.5348');
    expect(exactText(product(exact('239.5116'), ratio(17, 29)))).toBe('4071.6972/29');
    expect(exactText(sum())).toBe('0');
    expect(exactText(yuanOf(1))).toBe('0.01');
  });

  test('R0.2 binary floats and fractions of fen are rejected', () => {
    expect(() => yuanOf(0.5)).toThrow(RangeError);
    expect(() => ratio(0.5, 2)).toThrow(RangeError);
    expect(() => ratio(1, 0)).toThrow(RangeError);
    expect(() => exact('one')).toThrow();
    expect(fenSchema.safeParse(1.5).success).toBe(false);
    expect(fenSchema.safeParse(2 ** 53).success).toBe(false);
  });

  test('R0.2 a price must be a plain decimal', () => {
    for (const price of ['0', '2.68', '0.00030000', '999999999.99999999']) {
      expect(decimalSchema.safeParse(price).success, price).toBe(true);
    }
    for (const price of ['', '-1', '01', '1.', '.5', '1e3', ' 1', '1\n', '1.123456789', '1234567890', '２.68']) {
      expect(decimalSchema.safeParse(price).success, price).toBe(false);
    }
  });
});
