import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasControl, isBlank, keySchema, keyText, placeName } from '../../../shared/kernel/plain-text.ts';

describe('a name of a home or a building', () => {
  test('has one spelling, however it is typed', () => {
    const typed = ['3栋101', '３栋１０１', ' 3栋101 ', '3 栋 101', '\u30003栋\u200b101', '3栋\u00a0101', '3栋\t101\n'];
    expect(typed.map(placeName)).toEqual(typed.map(() => '3栋101'));
  });

  test('keeps a blank between two numbers or two words, where it separates', () => {
    expect(placeName('1 11')).not.toBe(placeName('11 1'));
    expect(placeName('Tower  A')).toBe('Tower A');
    expect(placeName('１ １１')).toBe('1 11');
  });

  test('is not made equal to a name with another word', () => {
    expect(placeName('3幢101')).not.toBe(placeName('3栋101'));
  });

  test('is the same when it is read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (typed) => {
        expect(keyText(keyText(typed))).toBe(keyText(typed));
        expect(placeName(placeName(typed))).toBe(placeName(typed));
      }),
    );
  });
});

describe('a text', () => {
  test('that shows nothing is blank', () => {
    const blank = [
      '',
      ' ',
      '\u3000\u00a0',
      '\t\n',
      '\u200b',
      '\ufeff\u2060\u180e',
      '\u200d\u200c',
      '\u3164',
      '\u2800',
      '\u00ad',
    ];
    expect(blank.filter((text) => !isBlank(text))).toEqual([]);
    expect(['a', '。', ' 漏 ', '𠮷', '👨‍👩‍👧', '\ue001'].filter(isBlank)).toEqual([]);
  });

  test('may have line breaks and tabs, but no control character and no mark of direction', () => {
    expect(['a\nb', 'a\r\nb', 'a\tb', '👨‍👩‍👧', 'مرحبا'].filter(hasControl)).toEqual([]);
    const wrong = ['a\u0000b', '\u001b[31m', '\u007f', '\u0085', '\u202e倒着', '\u2066x\u2069'];
    expect(wrong.filter((text) => !hasControl(text))).toEqual([]);
  });
});

test('a key of blanks alone is rejected, and its length is counted in its one spelling', () => {
  expect(keySchema(3).safeParse(' \u200b ').success).toBe(false);
  expect(keySchema(3).parse('　ａｂｃ　')).toBe('abc');
});
