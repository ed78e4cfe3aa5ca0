import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ScoreCounts, statisticsOf } from '../../../../functions/service/surveys/statistics.ts';

const none: ScoreCounts = { sent: 0, answered: 0, satisfaction: [0, 0, 0, 0, 0], recommend: Array(11).fill(0) };
/** Returns counts of 0-10 with the given detractors (at 3), passives (at 7) and promoters (at 10). */
const recommending = (detractors: number, passives: number, promoters: number) =>
  none.recommend.map((_, score) => ({ 3: detractors, 7: passives, 10: promoters })[score] ?? 0);
const scores = (length: number) => fc.array(fc.nat({ max: 2_000 }), { minLength: length, maxLength: length });

describe('survey statistics', () => {
  test('R14.1 12 % detractors, 15 % passives and 73 % promoters are an NPS of 61', () => {
    expect(statisticsOf({ ...none, recommend: recommending(12, 15, 73) }).nps.value).toBe(61);
  });

  test('R14.1 passives count in the denominator', () => {
    expect(statisticsOf({ ...none, recommend: recommending(0, 50, 50) }).nps.value).toBe(50);
  });

  test('R14.1 7 and 8 are passive, 6 detracts, 9 promotes', () => {
    const at = (score: number) => none.recommend.map((_, i) => (i === score ? 10 : 0));
    const nps = (score: number) => statisticsOf({ ...none, recommend: at(score) }).nps.value;
    expect([6, 7, 8, 9].map(nps)).toEqual([-100, 0, 0, 100]);
  });

  test('R14.1 CSAT is the share of 4 and 5, with the mean of all answers', () => {
    const { csat } = statisticsOf({ ...none, satisfaction: [1, 2, 3, 10, 14] });
    expect(csat).toMatchObject({ n: 30, value: 80, mean: 4.13, hidden: false, small: false });
  });

  test('R14.3 p 0.8207 of 2688 answers has a margin of 1.45 points', () => {
    const { csat } = statisticsOf({ ...none, satisfaction: [482, 0, 0, 0, 2_206] });
    expect(csat.value).toBe(82.07);
    expect(csat.margin).toBe(1.45);
  });

  test('R14.3 the response rate is answered divided by sent, and null when none was sent', () => {
    expect(statisticsOf({ ...none, sent: 3, answered: 2 }).responseRate).toBe(66.67);
    expect(statisticsOf(none).responseRate).toBeNull();
  });

  test('R14.3 fewer than five answers are hidden, fewer than thirty are marked', () => {
    const csat = (n: number) => statisticsOf({ ...none, satisfaction: [0, 0, 0, n, 0] }).csat;
    expect(csat(4)).toEqual({ n: 4, value: null, mean: null, margin: null, hidden: true, small: true });
    expect(csat(5)).toMatchObject({ value: 100, hidden: false, small: true });
    expect(csat(29).small).toBe(true);
    expect(csat(30).small).toBe(false);
  });

  test('CSAT stays within 0 and 100, its mean within 1 and 5, its margin within 0 and 50', () => {
    fc.assert(
      fc.property(scores(5), (satisfaction) => {
        const { csat } = statisticsOf({ ...none, satisfaction });
        if (csat.value === null || csat.mean === null || csat.margin === null) {
          expect(csat.n).toBeLessThan(5);
          return;
        }
        expect(csat.value).toBeGreaterThanOrEqual(0);
        expect(csat.value).toBeLessThanOrEqual(100);
        expect(csat.mean).toBeGreaterThanOrEqual(1);
        expect(csat.mean).toBeLessThanOrEqual(5);
        expect(csat.margin).toBeGreaterThanOrEqual(0);
        expect(csat.margin).toBeLessThanOrEqual(50);
      }),
    );
  });

  test('NPS stays within -100 and 100 and changes its sign when the scores are mirrored', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), (detractors, passives, promoters) => {
        const { nps } = statisticsOf({ ...none, recommend: recommending(detractors, passives, promoters) });
        const turned = statisticsOf({ ...none, recommend: recommending(promoters, passives, detractors) }).nps;
        if (nps.value === null || nps.margin === null) {
          expect(nps.n).toBeLessThan(5);
          return;
        }
        expect(Math.abs(nps.value)).toBeLessThanOrEqual(100);
        expect(nps.margin).toBeGreaterThanOrEqual(0);
        expect(turned.value).toBe(nps.value === 0 ? 0 : -nps.value);
        expect(turned.margin).toBe(nps.margin);
      }),
    );
  });

  test('100 times the answers with the same shares make the margin ten times smaller', () => {
    const margin = (times: number) =>
      statisticsOf({ ...none, satisfaction: [10 * times, 0, 0, 0, 30 * times] }).csat.margin;
    expect(margin(1)).toBe(13.42);
    expect(margin(100)).toBe(1.34);
  });
});
