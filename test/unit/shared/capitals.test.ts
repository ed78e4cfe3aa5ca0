import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inCapitals } from '../../../shared/kernel/capitals.ts';

/** Returns the fen of an amount in capitals, read character by character as a bank clerk reads it. */
function read(capitals: string): number {
  const digits = '零壹贰叁肆伍陆柒捌玖';
  const places: Record<string, number> = { 拾: 10, 佰: 100, 仟: 1_000 };
  let [fen, whole, part, digit] = [0, 0, 0, 0];
  for (const one of capitals.replace(/^负/, '')) {
    if (digits.includes(one)) digit = digits.indexOf(one);
    else if (one in places) part += digit * (places[one] ?? 0);
    else if (one === '万') whole += (part + digit) * 10_000;
    else if (one === '亿') whole = (whole + part + digit) * 100_000_000;
    else if (one === '元') fen = (whole + part + digit) * 100;
    else if (one === '角') fen += digit * 10;
    else if (one === '分') fen += digit;
    if (!digits.includes(one)) digit = 0;
    if (one === '万' || one === '亿') part = 0;
  }
  return capitals.startsWith('负') ? -fen : fen;
}

describe('an amount in Chinese capitals', () => {
  test.each([
    [0, '零元整'],
    [5, '伍分'],
    [50, '伍角整'],
    [1_000, '壹拾元整'],
    [10_000, '壹佰元整'],
    [23_951, '贰佰叁拾玖元伍角壹分'],
    [32_504, '叁佰贰拾伍元零肆分'],
    [168_032, '壹仟陆佰捌拾元叁角贰分'],
    [1_640_902, '壹万陆仟肆佰零玖元零贰分'],
    [10_700_053, '壹拾万柒仟元伍角叁分'],
    [100_000_105, '壹佰万零壹元零伍分'],
    [10_000_000_100, '壹亿零壹元整'],
    [-23_951, '负贰佰叁拾玖元伍角壹分'],
  ])('%i fen is %s', (fen, capitals) => {
    expect(inCapitals(fen, 'zh-CN')).toBe(capitals);
    expect(inCapitals(fen, 'en')).toBe(capitals);
  });

  test('has the characters of Taiwan in zh-TW', () => {
    expect(inCapitals(23_951, 'zh-TW')).toBe('貳佰參拾玖元伍角壹分');
    expect(inCapitals(1_000_000_000_000, 'zh-TW')).toBe('壹佰億元整');
  });

  test('gives back the same amount when it is read, has no digit without a place and no two zeros', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -10_000_000, max: 10_000_000 })), (fen) => {
        const capitals = inCapitals(fen, 'zh-CN');
        expect(read(capitals)).toBe(fen);
        expect(capitals).not.toMatch(/零零|零[万亿拾佰仟角分]|[壹贰叁肆伍陆柒捌玖]{2}/);
      }),
    );
  });

  test('is refused for parts of a fen', () => {
    expect(() => inCapitals(1.5, 'zh-CN')).toThrow(RangeError);
  });
});
