import { describe, expect, test } from 'vitest';
import { mustNameLawfulMeans, withheldIn } from '../../../../functions/money/dunning/forbidden-means.ts';
import { filled } from '../../../filled.ts';
import { acceptedMeans, laterAcceptedMeans, laterRefusedMeans, refusedMeans, unseenMeans } from './means-sentences.ts';

const passes = (sentence: string) => withheldIn(sentence).length === 0;

describe('sentences of letters and notes', () => {
  test('R12.2: of 120 sentences written before the guard was read, each is decided rightly', () => {
    expect(filled(refusedMeans).length + filled(acceptedMeans).length).toBe(120);
    expect(refusedMeans.filter(passes)).toEqual([]);
    expect(acceptedMeans.filter((sentence) => !passes(sentence))).toEqual([]);
  });

  test('R12.2: later sentences are decided rightly, but for three threats that name no act', () => {
    expect(filled(laterRefusedMeans).filter(passes)).toEqual([]);
    expect(filled(laterAcceptedMeans).filter((sentence) => !passes(sentence))).toEqual([]);
    expect(filled(unseenMeans).filter(passes)).toEqual(unseenMeans);
  });

  test.each([
    ['我们不得不停水', ['utility']],
    ['我们不会停水，但将锁您家的电闸', ['utility']],
    ['不得拖欠，否则停水', ['utility']],
    ['不能按时缴费的将停水', ['utility']],
    ['因欠费安排检修停水', ['utility']],
    ['业主表示不缴，我司将停水', ['utility']],
    ['您欠费违法，将停水', ['utility']],
    ['業主群組將公布欠費名單', ['privacy']],
    ['If you do not pay we will cut off the water', ['utility']],
  ])('R12.2: “%s” is a threat in spite of its denial or report', (sentence, withheld) => {
    expect(withheldIn(sentence)).toEqual(withheld);
  });

  test('R12.2: a text of a thousand threats names each kind once', () => {
    expect(withheldIn('停水,'.repeat(1_000))).toEqual(['utility']);
    expect(withheldIn(`${'不会停水,'.repeat(1_000)}将锁您家的电闸`)).toEqual(['utility']);
  });

  test('R12.2: a body is refused for a threat at any depth, and passes with a denial', () => {
    expect(() => mustNameLawfulMeans({ said: [{ text: '不给开电梯' }] })).toThrow('article 944');
    expect(() => mustNameLawfulMeans({ said: [{ text: '不会因欠费停水停电' }] })).not.toThrow();
  });
});
