import { describe, expect, test } from 'vitest';
import { foldEntries, nothingYet } from '../../../../functions/money/meters/account-fold.ts';
import { pricesIn, repricedFrom, withPrice } from '../../../../functions/money/meters/price-list.ts';
import { defaultReadingChecks, readingEntry } from '../../../../functions/money/meters/reading.ts';
import { correctedDays, joinUses, usesByDay } from '../../../../functions/money/meters/use-by-day.ts';

const zone = 'Asia/Shanghai';
const read = (at: string, value: string) =>
  readingEntry({ meterId: 'm1', takenAt: new Date(`${at}+08:00`).toISOString(), value, by: 'device' }, zone);
const steps = (...entries: ReturnType<typeof read>[]) =>
  foldEntries(nothingYet, entries, { tariff: undefined, rules: [{ checks: defaultReadingChecks, levels: [] }] });

describe('usage by day', () => {
  test('R6.5 between two readings belongs to the days after the first, up to the second', () => {
    const uses = usesByDay(steps(read('2025-03-31T10:00', '100'), read('2025-04-30T10:00', '190')), zone);
    expect(uses).toEqual([{ from: '2025-04-01', to: '2025-04-30', quantity: '90' }]);
  });

  test('R0.1 has the day before a midnight reading as its last day', () => {
    const uses = usesByDay(steps(read('2025-04-01T00:00', '100'), read('2025-05-01T00:00', '190')), zone);
    expect(uses).toEqual([{ from: '2025-04-01', to: '2025-04-30', quantity: '90' }]);
  });

  test('is one for several readings of a day', () => {
    const values = [read('2025-04-01T10:00', '1'), read('2025-04-01T11:00', '2'), read('2025-04-01T12:00', '4')];
    expect(usesByDay(steps(...values, read('2025-04-02T12:00', '9')), zone)).toEqual([
      { from: '2025-04-01', to: '2025-04-01', quantity: '3' },
      { from: '2025-04-02', to: '2025-04-02', quantity: '5' },
    ]);
  });

  test('is joined when consecutive, except at a cut, and when two meters overlap', () => {
    const day = (n: number, quantity: string) => ({ from: `2025-04-0${n}`, to: `2025-04-0${n}`, quantity });
    const days = [day(1, '1'), day(2, '2.5'), day(3, '4')];
    expect(joinUses(days, [])).toEqual([{ from: '2025-04-01', to: '2025-04-03', quantity: '7.5' }]);
    expect(joinUses(days, ['2025-04-03'])).toEqual([
      { from: '2025-04-01', to: '2025-04-02', quantity: '3.5' },
      { from: '2025-04-03', to: '2025-04-03', quantity: '4' },
    ]);
    const other = { from: '2025-04-03', to: '2025-04-05', quantity: '1' };
    expect(joinUses([...days, other], ['2025-04-03'])).toEqual([
      { from: '2025-04-01', to: '2025-04-02', quantity: '3.5' },
      { from: '2025-04-03', to: '2025-04-05', quantity: '5' },
    ]);
  });

  test('D24 is corrected only on days whose usage changed, not on new days', () => {
    const [first, second, third] = [
      read('2025-04-01T10:00', '1'),
      read('2025-04-10T10:00', '9'),
      read('2025-04-20T10:00', '20'),
    ];
    const right = read('2025-04-10T10:00', '8');
    const before = steps(first, second);
    expect(correctedDays(before, steps(first, second, third), zone, '2025-05-01')).toBeUndefined();
    const corrected = correctedDays(steps(first, second, third), steps(first, right, third), zone, '2025-05-01');
    expect(corrected).toEqual({ from: '2025-04-02', to: '2025-04-20' });
  });
});

describe('prices from events of fees', () => {
  const item = { feeItemId: 'f1', estateId: 'e1', utility: 'electricity', held: true } as const;

  test('R4.5 are kept once each, in any order of arrival', () => {
    const second = withPrice(undefined, item, { number: 2, from: '2025-01-01', price: '0.6' });
    const both = withPrice(second, item, { number: 1, from: '2024-01-01', price: '0.5' });
    expect(both && pricesIn(both)).toEqual([
      { from: '2024-01-01', price: '0.5' },
      { from: '2025-01-01', price: '0.6' },
    ]);
    expect(withPrice(both, item, { number: 1, from: '2024-01-01', price: '0.5' })).toBeUndefined();
    const corrected = withPrice(both, item, { number: 3, from: '2025-01-01', price: '0.7' });
    expect(corrected && pricesIn(corrected).at(-1)).toEqual({ from: '2025-01-01', price: '0.7' });
  });

  test('R4.5 change only from the day of the new price on', () => {
    const before = [{ from: '2024-01-01', price: '0.5' }];
    expect(repricedFrom(before, before)).toBeUndefined();
    expect(repricedFrom(before, [...before, { from: '2025-01-01', price: '0.6' }])).toBe('2025-01-01');
    expect(repricedFrom(before, [{ from: '2020-01-01', price: '0.4' }, ...before])).toBeUndefined();
    expect(repricedFrom([], before)).toBeUndefined();
  });
});
