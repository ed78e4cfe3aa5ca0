import { describe, expect, test } from 'vitest';
import { classifyTrade } from '../../../../functions/service/repairs/classify-trade.ts';
import { defaultTrades } from '../../../../functions/service/repairs/trades.ts';
import { judgedReport } from '../../../../functions/service/tickets/judge-report.ts';
import { defaultTicketsPolicy } from '../../../../functions/service/tickets/tickets.policy.ts';
import { hazardTradeOf } from '../../../../functions/service/tickets/triage-record.ts';
import { triageWordsOf } from '../../../../functions/service/tickets/triage-words.ts';

const report = (title: string, more: object = {}) => judgedReport({ title, description: '', ...more });

describe('what triage makes of a report (R2.2, R74)', () => {
  test('a certain emergency outranks what was chosen, and says which word decided', () => {
    expect(report('厨房着火了，请快来', { severity: 'low' })).toMatchObject({
      severity: 'emergency',
      emergencyWord: '着火',
    });
  });

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
  ])('a report that says only %s is an emergency (R2.2)', (word) => {
    expect(report(word).severity).toBe('emergency');
  });

  test('what is only suspected is recorded and raises nothing by itself', () => {
    const judged = report('好像有煤气味');
    expect(judged.severity).toBe('normal');
    expect(judged.triage?.findings[0]).toMatchObject({ hazard: 'gas', verdict: 'suspected' });
  });

  test("the desk's choice with a reason stands and is recorded beside what triage found", () => {
    const judged = report('厨房着火了', { severity: 'low', severityReason: '已到现场，是邻居烧烤' });
    expect(judged).toMatchObject({ severity: 'low', triage: { overruled: true } });
    expect(judged.emergencyWord).toBeUndefined();
  });

  test('without danger the choice stands, and normal where nothing was chosen', () => {
    expect(report('灯不亮', { severity: 'urgent' })).toEqual({ severity: 'urgent' });
    expect(report('灯不亮')).toEqual({ severity: 'normal' });
  });

  test("an estate's emergency words of an older policy still raise", () => {
    const words = triageWordsOf({ ...defaultTicketsPolicy('e'), emergencyWords: ['水池见底'] });
    expect(judgedReport({ title: '水池见底', description: '' }, words)).toMatchObject({
      severity: 'emergency',
      emergencyWord: '水池见底',
    });
    expect(triageWordsOf(defaultTicketsPolicy('e'))).toBeUndefined();
  });
});

describe('the trade follows the hazard (R74.5)', () => {
  const tradeOf = (title: string, category = 'other', trades = defaultTrades) =>
    classifyTrade({ category, title, description: '', hazardTrade: hazardTradeOf(report(title)) }, trades);

  test('leaking gas is gas and never water, whatever the category', () => {
    expect(tradeOf('Gas is leaking from the stove')).toBe('gas');
    expect(tradeOf('Gas is leaking from the stove', 'home/water')).toBe('gas');
    expect(tradeOf('好像有煤气味', 'home/water')).toBe('gas');
  });

  test('an estate without a gas trade sends the general one', () => {
    const without = defaultTrades.filter(({ key }) => key !== 'gas');
    expect(tradeOf('Gas is leaking from the stove', 'home/water', without)).toBe('general');
  });

  test('a report without danger goes by its category and words as before', () => {
    expect(tradeOf('水龙头想换一个')).toBe('water');
  });
});
