import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyTrade } from '../../../../functions/service/repairs/classify-trade.ts';
import { modeFor, repairsPolicy } from '../../../../functions/service/repairs/repairs.policy.ts';
import { defaultTrades, type Trade } from '../../../../functions/service/repairs/trades.ts';

const trade = (title: string, category = 'home', description = '') =>
  classifyTrade({ category, title, description }, defaultTrades);

describe('D12 the trade of a report', () => {
  test('the category takes precedence over words', () => {
    expect(trade('厨房插座不通电', 'home/water')).toBe('water');
    expect(trade('停了', 'facilities/lift')).toBe('lift');
  });

  test('the longer of two matching category paths wins', () => {
    const own: Trade[] = defaultTrades.map((one) => (one.key === 'general' ? { ...one, categories: ['home'] } : one));
    expect(classifyTrade({ category: 'home/gas', title: '', description: '' }, own)).toBe('gas');
    expect(classifyTrade({ category: 'home', title: '燃气', description: '' }, own)).toBe('general');
  });

  test('a category does not match another one that begins with the same letters', () => {
    expect(trade('x', 'home/waterproofing')).toBe('general');
  });

  test('without a matching category the words decide, in all three languages', () => {
    expect(trade('厨房水龙头滴水')).toBe('water');
    expect(trade('廚房水龍頭滴水')).toBe('water');
    expect(trade('Kitchen tap is dripping')).toBe('water');
    expect(trade('客厅跳闸')).toBe('electric');
    expect(trade('瓦斯味很重')).toBe('gas');
    expect(trade('Stuck elevator on floor 3')).toBe('lift');
    expect(trade('报修', 'home', '卧室墙面开裂')).toBe('structure');
  });

  test('the longest word wins: a leaking air conditioner is not for the plumber', () => {
    expect(trade('空调漏水')).toBe('heating');
    expect(trade('窗户漏水')).toBe('doors-windows');
  });

  test('full-width and capital letters make no difference', () => {
    expect(trade('ＧＡＳ ＬＥＡＫ in 1201')).toBe('gas');
  });

  test('a word in Latin letters is not found in the middle of another', () => {
    expect(trade('The timer in the hall')).toBe('general');
    expect(trade('The lock is broken')).toBe('doors-windows');
  });

  test('a report without a match is general', () => {
    expect(trade('请来看一下')).toBe('general');
  });

  test('every report gets a trade of the policy', () => {
    const keys = defaultTrades.map((one) => one.key);
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, category) => {
        expect(keys).toContain(trade(title, category));
      }),
    );
  });
});

describe('assign or claim', () => {
  const policy = { ...repairsPolicy.defaultOf('est_1'), modeOf: { default: 'assign', lift: 'claim' } as const };

  test('a trade has the mode of the policy, other trades have its default', () => {
    expect(modeFor(policy, 'lift', 'normal')).toBe('claim');
    expect(modeFor(policy, 'water', 'normal')).toBe('assign');
    expect(modeFor({ modeOf: {} }, 'water', 'normal')).toBe('assign');
  });

  test('R2.1 an emergency is assigned, even where orders of its trade are claimed', () => {
    expect(modeFor(policy, 'lift', 'emergency')).toBe('assign');
  });
});
