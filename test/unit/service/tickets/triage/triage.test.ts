import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mustKeepCore } from '../../../../../functions/service/tickets/triage/core-rules.ts';
import type { TriageWords } from '../../../../../functions/service/tickets/triage/estate-words.ts';
import { triage } from '../../../../../functions/service/tickets/triage/triage.ts';
import { sentences, unseenEmergencies, unseenHarmless } from './triage-sentences.ts';

describe('the examples of the rule', () => {
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

describe('sentences as residents say them', () => {
  const of = (label: string) => sentences.filter((one) => one[1] === label);

  test.each(of('emergency'))('%s, %s: %s', (hazard, _label, text) => {
    expect(triage(text).findings.map((one) => one.hazard)).toContain(hazard);
  });

  test.each(of('suspected'))('%s, %s: %s', (hazard, _label, text) => {
    expect(triage(text).findings.map((one) => one.hazard)).toContain(hazard);
  });

  test.each(of('none'))('%s, %s: %s', (_hazard, _label, text) => {
    expect(triage(text).findings).toEqual([]);
  });

  test('most emergencies and few suspicions are certain', () => {
    const certain = (label: string) => of(label).filter(([, , text]) => triage(text).verdict === 'certain').length;
    expect(certain('emergency') / of('emergency').length).toBeGreaterThan(0.8);
    expect(certain('suspected') / of('suspected').length).toBeLessThan(0.2);
  });
});

describe('sentences written without looking at the rules', () => {
  const share = (texts: readonly string[], verdict: 'certain' | 'suspected' | 'none') =>
    texts.filter((text) => triage(text).verdict === verdict).length / texts.length;

  test('at least 97 % of the emergencies are suspected or certain, and at least 60 % certain', () => {
    expect(share(unseenEmergencies, 'none')).toBeLessThanOrEqual(0.03);
    expect(share(unseenEmergencies, 'certain')).toBeGreaterThanOrEqual(0.6);
  });

  test('at most 2 % of the harmless sentences are certain, and at most 12 % suspected', () => {
    expect(share(unseenHarmless, 'certain')).toBeLessThanOrEqual(0.02);
    expect(share(unseenHarmless, 'suspected')).toBeLessThanOrEqual(0.12);
  });
});

describe('a report of several clauses', () => {
  test.each([
    ['纱窗的事不急，先说急的，厨房煤气味大得呛人', 'gas'],
    ['Ignore my parking question, the kitchen is on fire', 'fire'],
    ['没有停电，但是电箱在冒烟', 'electricity'],
    ['上周漏水修好了，现在插座冒火花', 'electricity'],
    ['物业费账单看不懂，另外三号电梯困人了', 'trapped'],
  ])('a harmless clause hides no emergency: %s', (text, hazard) => {
    expect(triage(text).findings.map((one) => one.hazard)).toContain(hazard);
  });

  test.each(['消防演练放的烟很大，下次早点通知', '保险公司要火灾证明，请盖章', '想问一下，万一着火往哪跑'])(
    'an alarming word in a harmless clause raises nothing: %s',
    (text) => {
      expect(triage(text).findings).toEqual([]);
    },
  );

  test('a hazard that was cut names the cutting word', () => {
    const { findings, cut } = triage('未发现漏电');
    expect(findings).toEqual([]);
    expect(cut).toContainEqual({
      hazard: 'electricity',
      words: [
        { text: '漏电', role: 'hazard' },
        { text: '未发现', role: 'negation' },
      ],
    });
  });
});

describe('width, spaces, hyphens and script make no difference', () => {
  test.each([
    'ＧＡＳ ＬＥＡＫ in my kitchen',
    'gas   leak in my kitchen',
    'Gas-leak in my kitchen',
    '廚房瓦斯外洩',
    '厨房瓦斯外泄',
  ])('%s', (text) => {
    expect(triage(text).findings[0]).toMatchObject({ hazard: 'gas', verdict: 'certain' });
  });
});

describe('an estate extends the rules', () => {
  const none: TriageWords = { added: [], removed: [], off: [] };

  test('it adds hazard words', () => {
    const added: TriageWords['added'] = [{ kind: 'certain', hazard: 'water', words: ['水池见底'] }];
    expect(triage('三楼水池见底').findings).toEqual([]);
    expect(triage('三楼水池见底', { ...none, added }).findings[0]).toMatchObject({
      hazard: 'water',
      verdict: 'certain',
    });
  });

  test('it adds words that make a report harmless', () => {
    const added: TriageWords['added'] = [{ kind: 'name', words: ['打铁花'] }];
    expect(triage('广场打铁花，火花四溅').findings).not.toEqual([]);
    expect(triage('广场打铁花火花四溅', { ...none, added }).findings).toEqual([]);
  });

  test('it removes words and switches rules off', () => {
    expect(triage('车库井盖没了', { ...none, off: ['open-manhole'] }).findings).toEqual([]);
    expect(triage('车库被水淹', { ...none, removed: ['水淹', '被水淹', '淹', '车库'] }).findings).toEqual([]);
  });

  test('it cannot remove the core of the life classes', () => {
    const wish = { ...none, removed: ['着火', '触电'], off: ['fire', 'shock'] };
    expect(triage('厨房着火了', wish).verdict).toBe('certain');
    expect(triage('有人触电了', wish).verdict).toBe('certain');
  });
});

describe('a policy that changes the rules', () => {
  test.each([
    [{ removed: ['着火'] }, '着火'],
    [{ off: ['gas-leak'] }, 'gas-leak'],
  ])('%j is rejected, with the name of the core rule or word', (triageOf, name) => {
    expect(() => mustKeepCore({ triage: triageOf })).toThrow(expect.objectContaining({ params: { names: name } }));
  });

  test('may remove other words and switch off other rules', () => {
    expect(() => mustKeepCore({ triage: { removed: ['被水淹'], off: ['open-manhole'] } })).not.toThrow();
  });
});

describe('texts of any kind', () => {
  test('any text has a verdict', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        expect(['certain', 'suspected', 'none']).toContain(triage(text).verdict);
      }),
    );
  });

  test.each(['漏', '没有火', 'no gas leak ', '，', 'fire,', ' ', "a'"])(
    'ten thousand characters of %s have a verdict',
    (part) => {
      expect(['certain', 'suspected', 'none']).toContain(triage(part.repeat(10_000).slice(0, 10_000)).verdict);
    },
  );
});
