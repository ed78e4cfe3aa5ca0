import { describe, expect, test } from 'vitest';
import { foldEntries, nothingYet } from '../../../../functions/money/meters/account-fold.ts';
import { partsByTime } from '../../../../functions/money/meters/peak-valley.ts';
import {
  defaultReadingChecks,
  judgeNext,
  nothingRead,
  readingEntry,
  readingsToJudge,
} from '../../../../functions/money/meters/reading.ts';
import { joinUses, usesByDay } from '../../../../functions/money/meters/use-by-day.ts';

const zone = 'Asia/Shanghai';
const hours = { valleyFrom: '22:00', valleyTo: '08:00' };
const rules = [{ checks: defaultReadingChecks, levels: [] }];
const read = (takenAt: string, value: string, registers?: { peak: string; valley: string }) =>
  readingEntry(
    { meterId: 'm1', takenAt: `${takenAt}:00+08:00`, value, by: 'device', ...(registers && { registers }) },
    zone,
  );
const stepsOf = (...entries: ReturnType<typeof read>[]) =>
  foldEntries(nothingYet, entries, { tariff: undefined, rules });

describe('R33.7 peak and valley', () => {
  test('R33.7: the valley begins at its first minute and ends before its last', () => {
    const at = (from: string, to: string) =>
      partsByTime('1', { from: `2026-06-01T${from}:00+08:00`, to: `2026-06-0${to}:00+08:00` }, hours, zone);
    expect(at('22:00', '1T22:30')).toEqual({ peak: '0', valley: '1' });
    expect(at('21:30', '1T22:00')).toEqual({ peak: '1', valley: '0' });
    expect(at('07:30', '1T08:00')).toEqual({ peak: '0', valley: '1' });
    expect(at('08:00', '1T22:00')).toEqual({ peak: '1', valley: '0' });
    expect(at('23:00', '2T08:00')).toEqual({ peak: '0', valley: '1' });
    // A change of hours lies between these readings.
    expect(at('21:30', '1T22:30')).toBeUndefined();
    expect(at('22:00', '2T22:00')).toBeUndefined();
    const day = { valleyFrom: '12:00', valleyTo: '14:00' };
    const noon = { from: '2026-06-01T12:00:00+08:00', to: '2026-06-01T14:00:00+08:00' };
    expect(partsByTime('3', noon, day, zone)).toEqual({ peak: '0', valley: '3' });
  });

  test('R33.7: registers whose sum is not the total are held for a check', () => {
    const first = read('2026-05-31T23:59', '1000', { peak: '600', valley: '400' });
    const wrong = read('2026-06-30T23:59', '1200', { peak: '720', valley: '481' });
    const judge = (entry: ReturnType<typeof read>, before = nothingRead) =>
      judgeNext(before, { entry, confirmed: true }, defaultReadingChecks);
    const { look } = judge(first);
    expect(judge(wrong, look).judged).toMatchObject({ state: 'held', why: 'parts-differ' });
    expect(judge({ ...first, value: '1001' }).judged).toMatchObject({ state: 'held', why: 'parts-differ' });
    // One register may not go back, even when the total rises.
    const back = read('2026-06-30T23:59', '1200', { peak: '590', valley: '610' });
    expect(judge(back, look).judged).toMatchObject({ state: 'held', why: 'below-previous' });
    const right = read('2026-06-30T23:59', '1200', { peak: '720', valley: '480' });
    expect(judge(right, look).judged).toMatchObject({ state: 'counted', use: '200' });
    expect(readingsToJudge([right, read('2026-06-30T23:59', '1200')]).length).toBe(2);
  });

  test('R33.7: usage has its peak and valley by registers, and none where one reading has no registers', () => {
    const first = read('2026-05-31T23:59', '1000', { peak: '600', valley: '400' });
    const second = read('2026-06-30T23:59', '1200', { peak: '720', valley: '480' });
    const [use] = usesByDay(stepsOf(first, second), zone);
    expect(use).toMatchObject({ quantity: '200', parts: { peak: '120', valley: '80' } });
    const third = read('2026-07-31T23:59', '1300');
    const uses = usesByDay(stepsOf(first, second, third), zone);
    expect(uses.map(({ parts }) => parts)).toEqual([{ peak: '120', valley: '80' }, undefined]);
    expect(joinUses(uses, [])).toEqual([{ from: '2026-06-01', to: '2026-07-31', quantity: '300' }]);
  });

  test('R33.7: usage has its peak and valley by the times of half-hourly readings', () => {
    const entries = [read('2026-06-01T21:00', '0'), read('2026-06-01T22:00', '3'), read('2026-06-01T23:00', '5')];
    const [use] = usesByDay(stepsOf(...entries), zone, hours);
    expect(use).toMatchObject({ quantity: '5', parts: { peak: '3', valley: '2' } });
    expect(usesByDay(stepsOf(...entries), zone)[0]?.parts).toBeUndefined();
  });
});
