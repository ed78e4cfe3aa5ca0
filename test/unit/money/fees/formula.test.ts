import { describe, expect, test } from 'vitest';
import { evaluate, formulaFlaw } from '../../../../functions/money/fees/formula.ts';
import { exactText } from '../../../../shared/kernel/money.ts';

const inputs = { area: '89.37', insideArea: '72.10', floor: '12', price: '2.68', addOn: '1.50' };
const given = (text: string) => exactText(evaluate(text, inputs));

describe('a custom formula of an estate (R4.1)', () => {
  test.each([
    ['area * price + addOn', '241.0116'],
    ['insideArea*price', '193.228'],
    ['floor > 7 ? area * price * 1.1 : area * price', '263.46276'],
    ['floor >= 13 ? 1 : 2', '2'],
    ['max(area * price, 300)', '300'],
    ['min(1, 2, 0.5)', '0.5'],
    ['-(1 - 3) * (2 + 0.5)', '5'],
    ['100 / 3', '100/3'],
  ])('%s is %s', (text, yuan) => {
    expect(given(text)).toBe(yuan);
  });

  test('is exact, without errors of binary fractions', () => {
    expect(given('0.1 + 0.2')).toBe('0.3');
    expect(given('1.005 * 100')).toBe('100.5');
  });

  test.each([
    'area.constructor',
    'area["constructor"]',
    'process',
    'constructor',
    '__proto__',
    'this',
    'eval("1")',
    'max.call(1)',
    '(() => 1)()',
    '[1, 2]',
    '"1"',
    'a = 1',
    'area ** 2',
    'area % 2',
    'area && price',
    '1; 2',
    '1e9',
    '',
    'area ? 1 : 2',
    'area *',
    '1 - 2',
    '1 / 0',
    '1 / (price - price)',
    'max()',
    '99999999999',
    '999999999 * 999999999',
  ])('“%s” is refused when it is defined', (text) => {
    expect(formulaFlaw(text)).toEqual(expect.any(String));
  });

  test('names the input that a unit lacks', () => {
    expect(() => evaluate('insideArea * price', { area: '10', price: '1' })).toThrow('the unit has no insideArea');
  });
});
