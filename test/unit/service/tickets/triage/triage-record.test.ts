import { describe, expect, test } from 'vitest';
import { classifyTrade } from '../../../../../functions/service/repairs/classify-trade.ts';
import { defaultTrades } from '../../../../../functions/service/repairs/trades.ts';
import { ticketsPolicy } from '../../../../../functions/service/tickets/tickets.policy.ts';
import { triageWordsOf } from '../../../../../functions/service/tickets/triage/estate-words.ts';
import { judgedReport } from '../../../../../functions/service/tickets/triage/judge-report.ts';
import { hazardTradeOf } from '../../../../../functions/service/tickets/triage/triage-record.ts';

const report = (title: string, more: object = {}) => judgedReport({ title, description: '', ...more });

describe('triage of a report (R2.2, R74)', () => {
  test('a certain emergency overrides the chosen severity and names the deciding word', () => {
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

  test('a suspicion is recorded and raises nothing by itself', () => {
    const judged = report('好像有煤气味');
    expect(judged.severity).toBe('normal');
    expect(judged.triage?.findings[0]).toMatchObject({ hazard: 'gas', verdict: 'suspected' });
  });

  test('a severity chosen with a reason is kept and recorded beside the findings of triage', () => {
    const judged = report('厨房着火了', { severity: 'low', severityReason: '已到现场，是邻居烧烤' });
    expect(judged).toMatchObject({ severity: 'low', triage: { overruled: true } });
    expect(judged.emergencyWord).toBeUndefined();
  });

  test('a report without danger keeps the chosen severity, or is normal', () => {
    expect(report('灯不亮', { severity: 'urgent' })).toEqual({ severity: 'urgent' });
    expect(report('灯不亮')).toEqual({ severity: 'normal' });
  });

  test('the emergency words of an older policy still raise a report', () => {
    const words = triageWordsOf({ ...ticketsPolicy.defaultOf('e'), emergencyWords: ['水池见底'] });
    expect(judgedReport({ title: '水池见底', description: '' }, words)).toMatchObject({
      severity: 'emergency',
      emergencyWord: '水池见底',
    });
    expect(triageWordsOf(ticketsPolicy.defaultOf('e'))).toBeUndefined();
  });
});

describe('the trade follows the hazard (R74.5)', () => {
  const tradeOf = (title: string, category = 'other', trades = defaultTrades) =>
    classifyTrade({ category, title, description: '', hazardTrade: hazardTradeOf(report(title)) }, trades);

  test('leaking gas goes to the gas trade and never to water, whatever the category', () => {
    expect(tradeOf('Gas is leaking from the stove')).toBe('gas');
    expect(tradeOf('Gas is leaking from the stove', 'home/water')).toBe('gas');
    expect(tradeOf('好像有煤气味', 'home/water')).toBe('gas');
  });

  test('an estate without a gas trade sends the general trade', () => {
    const without = defaultTrades.filter(({ key }) => key !== 'gas');
    expect(tradeOf('Gas is leaking from the stove', 'home/water', without)).toBe('general');
  });

  test('the category and words of a report without danger decide its trade', () => {
    expect(tradeOf('水龙头想换一个')).toBe('water');
  });
});
