import { describe, expect, test } from 'vitest';
import { triage } from '../../../functions/tickets/triage.ts';

describe('what the rule says', () => {
  test.each([
    ['Gas is leaking from the stove', 'gas', 'certain'],
    ['电梯关人了', 'trapped', 'certain'],
    ['家里漏水严重', 'water', 'certain'],
    ['插座冒火花', 'electricity', 'certain'],
    ['厨房煤气味很浓快来', 'gas', 'certain'],
    ['家里着火了', 'fire', 'certain'],
    ['电梯关人了，快来', 'trapped', 'certain'],
    ['有人被电到了', 'electricity', 'certain'],
    ['外墙瓷砖掉下来砸到车', 'falling', 'certain'],
    ['水管爆了，水往楼下流', 'water', 'certain'],
    ["There's smoke coming out of the distribution box", 'fire', 'certain'],
    ['people trapped inside the lift', 'trapped', 'certain'],
    ['好像有煤气味', 'gas', 'suspected'],
    ['天花板在滴水，灯附近', 'water', 'suspected'],
    ['插座有时冒火花', 'electricity', 'suspected'],
    ['瓷砖快脱落了', 'falling', 'suspected'],
    ['电梯抖得厉害', 'trapped', 'suspected'],
    ['I smell gas in the kitchen', 'gas', 'suspected'],
  ])('%s: %s %s', (text, hazard, verdict) => {
    expect(triage(text).findings.map((one) => [one.hazard, one.verdict])).toContainEqual([hazard, verdict]);
  });

  test.each([
    '火灾报警器误报了，请来复位',
    '万一发生火灾怎么办',
    '漏电保护器想换一个',
    '上周的水管爆裂已经修好了',
    '未发现漏电',
    '防高空坠物的挡板',
    '火灾保险怎么买',
    '挑起火头',
    'fire-resistant door',
  ])('%s: none', (text) => {
    expect(triage(text).findings).toEqual([]);
  });
});
