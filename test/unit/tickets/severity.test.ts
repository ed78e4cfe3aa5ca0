import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emergencyWordIn, severityOf } from '../../../functions/tickets/severity.ts';

describe('emergency words (R2.2)', () => {
  test.each([
    '燃气泄漏',
    '火灾',
    '触电',
    '电梯困人',
    '水管爆裂',
    '严重漏水',
    '高空坠物',
    '消防全面失效',
    '门禁全面失效',
  ])('a report with %s is an emergency, whatever was chosen', (word) => {
    expect(severityOf({ chosen: 'low', title: '报修', description: `家里${word}了，请快来` })).toEqual({
      severity: 'emergency',
      emergencyWord: word,
    });
  });

  test('the word is found in traditional characters, in English and in full-width letters', () => {
    expect(emergencyWordIn('廚房瓦斯外洩')).toBe('瓦斯外洩');
    expect(emergencyWordIn('There is a GAS LEAK in my kitchen')).toBe('gas leak');
    expect(emergencyWordIn('ＧＡＳ ＬＥＡＫ')).toBe('gas leak');
  });

  test('what is denied is no emergency, unless it is said again without denial', () => {
    expect(emergencyWordIn('没有触电，只是灯不亮')).toBeUndefined();
    expect(emergencyWordIn('no gas leak, but the stove is broken')).toBeUndefined();
    expect(emergencyWordIn('昨天没有触电，今天有人触电')).toBe('触电');
  });

  test('an estate adds words of its own and cannot take these away', () => {
    expect(emergencyWordIn('水池见底', ['水池见底'])).toBe('水池见底');
    expect(severityOf({ title: '着火', description: '' }, ['水池见底']).severity).toBe('emergency');
  });

  test('without such a word the choice stands, and normal where nothing was chosen', () => {
    expect(severityOf({ chosen: 'urgent', title: '灯不亮', description: '' })).toEqual({ severity: 'urgent' });
    expect(severityOf({ title: '灯不亮', description: '' })).toEqual({ severity: 'normal' });
  });

  test('no text whatever makes the search fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => emergencyWordIn(text)).not.toThrow();
      }),
    );
  });
});
