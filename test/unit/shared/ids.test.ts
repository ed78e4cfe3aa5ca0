import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { checkDigit, derivedId, newId, parseSpokenNumber, spokenNumber } from '../../../shared/kernel/ids.ts';

const code = fc.stringMatching(/^[A-Z]{2,4}$/);
const sequence = fc.integer({ min: 1, max: 99_999_999 });

describe('a number that is read out on the phone', () => {
  test("Damm's published example", () => {
    expect(checkDigit('572')).toBe('4');
  });

  test('is parsed as people write it', () => {
    const number = spokenNumber('YG', 10_042);
    for (const typed of [number, number.toLowerCase(), number.replaceAll('-', ' '), number.replaceAll('-', '')]) {
      expect(parseSpokenNumber(typed)).toBe(number);
    }
    expect(parseSpokenNumber(`ＹＧ－${number.slice(3)}`)).toBe(number);
  });

  test('with one wrong digit is rejected', () => {
    fc.assert(
      fc.property(code, sequence, fc.nat(), fc.integer({ min: 1, max: 9 }), (estate, n, place, by) => {
        const number = spokenNumber(estate, n);
        const digits = [...number].flatMap((one, i) => (/\d/.test(one) ? [i] : []));
        const at = digits[place % digits.length] ?? 0;
        const wrong = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
        expect(parseSpokenNumber(wrong)).toBeUndefined();
      }),
    );
  });

  test('with two neighbouring digits swapped is rejected', () => {
    fc.assert(
      fc.property(code, sequence, fc.nat(), (estate, n, place) => {
        const [head = '', middle = '', check = ''] = spokenNumber(estate, n).split('-');
        const digits = middle + check;
        const at = place % (digits.length - 1);
        fc.pre(digits[at] !== digits[at + 1]);
        const swapped = digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2);
        expect(parseSpokenNumber(head + swapped)).toBeUndefined();
      }),
    );
  });
});

test('ids sort by the time of their creation', () => {
  const at = (ms: number) => newId('tkt', Temporal.Instant.fromEpochMilliseconds(ms));
  fc.assert(
    fc.property(fc.nat(2 ** 41), fc.integer({ min: 1, max: 10 ** 9 }), (ms, later) => {
      expect(at(ms) < at(ms + later)).toBe(true);
    }),
  );
});

test('the same parts give the same derived id, and other parts give another one', () => {
  expect(derivedId('wo', 'a', 1)).toBe(derivedId('wo', 'a', 1));
  expect(derivedId('wo', 'a', 1)).not.toBe(derivedId('wo', 'a1'));
  expect(derivedId('wo', 'a', 1)).not.toBe(derivedId('wo', 'a', 2));
});
