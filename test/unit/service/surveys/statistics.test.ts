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
    expect(csat(4)).toEqual({ n: 4, value: null, mean: null, margin: null, interval: null, hidden: true, small: true });
    expect(csat(5)).toMatchObject({ value: 100, hidden: false, small: true });
    expect(csat(29).small).toBe(true);
    expect(csat(30).small).toBe(false);
  });

  test('CSAT stays within 0 and 100, its mean within 1 and 5, its margin within 0 and 50', () => {
    fc.assert(
      fc.property(scores(5), (satisfaction) => {
        const { csat } = statisticsOf({ ...none, satisfaction });
        if (csat.value === null || csat.mean === null || csat.interval === null) {
          expect(csat.n).toBeLessThan(5);
          return;
        }
        expect(csat.interval.low).toBeLessThanOrEqual(csat.value);
        expect(csat.interval.high).toBeGreaterThanOrEqual(csat.value);
        expect(csat.interval.low).toBeGreaterThanOrEqual(0);
        expect(csat.interval.high).toBeLessThanOrEqual(100);
        expect(csat.margin === null).toBe(csat.interval.method === 'wilson');
        expect(csat.value).toBeGreaterThanOrEqual(0);
        expect(csat.value).toBeLessThanOrEqual(100);
        expect(csat.mean).toBeGreaterThanOrEqual(1);
        expect(csat.mean).toBeLessThanOrEqual(5);
        expect(csat.margin ?? 1).toBeGreaterThan(0);
        expect(csat.margin ?? 1).toBeLessThanOrEqual(50);
      }),
    );
  });

  test('NPS stays within -100 and 100 and changes its sign when the scores are mirrored', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), (detractors, passives, promoters) => {
        const { nps } = statisticsOf({ ...none, recommend: recommending(detractors, passives, promoters) });
        const turned = statisticsOf({ ...none, recommend: recommending(promoters, passives, detractors) }).nps;
        if (nps.value === null || nps.interval === null) {
          expect(nps.n).toBeLessThan(5);
          return;
        }
        expect(Math.abs(nps.value)).toBeLessThanOrEqual(100);
        expect(nps.interval.low).toBeLessThanOrEqual(nps.value);
        expect(nps.interval.high).toBeGreaterThanOrEqual(nps.value);
        expect(nps.interval.low).toBeLessThan(nps.interval.high);
        expect(turned.interval?.low).toBeCloseTo(-nps.interval.high, 1);
        expect(turned.value).toBe(nps.value === 0 ? 0 : -nps.value);
        expect(turned.margin).toBe(nps.margin);
      }),
    );
  });

  test('R14.3 five of five are 56.55 to 100 % by Wilson, not 100 % for certain', () => {
    const { csat } = statisticsOf({ ...none, satisfaction: [0, 0, 0, 0, 5] });
    expect(csat.interval).toEqual({ low: 56.55, high: 100, method: 'wilson' });
    expect(csat.margin).toBeNull();
  });

  test('R14.3 a share of 0 or 100 % has an interval by Wilson, however many answers there are', () => {
    const interval = (bad: number, good: number) =>
      statisticsOf({ ...none, satisfaction: [bad, 0, 0, 0, good] }).csat.interval;
    // n / (n + 1.96²) = 1000 / 1003.8416
    expect(interval(0, 1_000)).toEqual({ low: 99.62, high: 100, method: 'wilson' });
    expect(interval(1_000, 0)).toEqual({ low: 0, high: 0.38, method: 'wilson' });
    expect(interval(1, 999)?.method).toBe('wald');
  });

  test('R14.3 Wilson counts below 30 answers: 20 of 25 are 60.87 to 91.14 %, 24 of 30 are 65.69 to 94.31 %', () => {
    const interval = (bad: number, good: number) =>
      statisticsOf({ ...none, satisfaction: [bad, 0, 0, 0, good] }).csat.interval;
    expect(interval(5, 20)).toEqual({ low: 60.87, high: 91.14, method: 'wilson' });
    expect(interval(6, 24)).toEqual({ low: 65.69, high: 94.31, method: 'wald' });
  });

  test('R14.3 an NPS of 100 from five promoters is 13.1 to 100, and one of only passives is not certain', () => {
    const nps = (...of: [number, number, number]) => statisticsOf({ ...none, recommend: recommending(...of) }).nps;
    // Without passives the NPS is twice the share of promoters less 1: 2 x 56.55 - 100.
    expect(nps(0, 0, 5)).toMatchObject({ value: 100, margin: null });
    expect(nps(0, 0, 5).interval).toEqual({ low: 13.1, high: 100, method: 'wilson' });
    expect(nps(0, 40, 0)).toMatchObject({ value: 0, interval: { low: -8.76, high: 8.76, method: 'wilson' } });
    expect(nps(10, 10, 20).interval?.method).toBe('wald');
  });

  test('100 times the answers with the same shares make the margin ten times smaller', () => {
    const margin = (times: number) =>
      statisticsOf({ ...none, satisfaction: [10 * times, 0, 0, 0, 30 * times] }).csat.margin;
    expect(margin(1)).toBe(13.42);
    expect(margin(100)).toBe(1.34);
  });
});
