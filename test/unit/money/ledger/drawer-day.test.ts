import { describe, expect, test } from 'vitest';
import { depositAskedFor, depositDeadline, takingsLeft } from '../../../../functions/money/ledger/drawer-day.ts';

const settings = { drawerMaximumFen: 500_000, drawerFloatFen: 50_000 };

describe('R20.8 the maximum of a drawer', () => {
  test.each([
    [500_000, 0],
    [500_001, 450_001],
    [560_000, 510_000],
    [0, 0],
  ])('R20.8 with %i fen in it, %i fen are asked for, so that the float is left', (fen, asked) => {
    expect(depositAskedFor(fen, settings)).toBe(asked);
  });

  test('R20.8 a float above the maximum leaves the maximum', () => {
    expect(depositAskedFor(500, { drawerMaximumFen: 100, drawerFloatFen: 200 })).toBe(400);
  });
});

describe('R20.8 takings are deposited the same day or the next morning', () => {
  test('R20.8 takings of a Thursday are due on Friday at noon, those of a Friday on Monday', () => {
    expect(depositDeadline('2026-11-26', '12:00', 'Asia/Shanghai')).toBe('2026-11-27T04:00:00Z');
    expect(depositDeadline('2026-11-27', '12:00', 'Asia/Shanghai')).toBe('2026-11-30T04:00:00Z');
  });

  test('R20.8 500.00 + 3,260.00 - 60.00 - 3,000.00 leaves 200.00 of the day above the float', () => {
    const ofDay = [326_000, -6_000, -300_000];
    expect(takingsLeft({ endFen: 70_000, ofDay, later: [] }, settings)).toBe(20_000);
    expect(takingsLeft({ endFen: 70_000, ofDay, later: [-15_000] }, settings)).toBe(5_000);
    expect(takingsLeft({ endFen: 70_000, ofDay, later: [40_000, -20_000] }, settings)).toBe(0);
  });

  test('R20.8 what stays in the drawer over two days is named once, under the day that took it', () => {
    // Day one takes 300.00, day two 100.00; the float is there. Nothing is deposited.
    const one = { endFen: 80_000, ofDay: [30_000], later: [10_000] };
    const two = { endFen: 90_000, ofDay: [10_000], later: [] };
    expect([takingsLeft(one, settings), takingsLeft(two, settings)]).toEqual([30_000, 10_000]);
    // A deposit of 350.00 takes the oldest money first.
    const left = [one, two].map((day) => takingsLeft({ ...day, later: [...day.later, -35_000] }, settings));
    expect(left).toEqual([0, 5_000]);
  });

  test('R20.8 takings that only fill the float are not asked for', () => {
    expect(takingsLeft({ endFen: 50_000, ofDay: [50_000], later: [] }, settings)).toBe(0);
  });
});
