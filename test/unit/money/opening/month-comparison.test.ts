import { describe, expect, test } from 'vitest';
import {
  assertParallel,
  daysOfMonth,
  differencesOf,
  figuresOf,
  noFigures,
} from '../../../../functions/money/opening/month-comparison.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';
import { aBill } from '../fees/a-bill.ts';

const entryOn = (day: string) => `${day.replaceAll('-', '')}-0123456789abcdef`;
const principal = (fen: number) => ({ costs: 0, 'late-charge': 0, principal: fen });
/** A bill of 718.53 of 1 November, of which 500.00 is paid on the 20th and the rest in December. */
const bill = aBill({
  entryId: entryOn('2026-11-01'),
  publishedOn: '2026-11-01',
  paid: [
    { paymentId: 'p1', on: '2026-11-20', at: '', parts: principal(50_000) },
    { paymentId: 'p2', on: '2026-12-02', at: '', parts: principal(21_853) },
  ],
});

describe('R30.5 a parallel month', () => {
  test('R30.5: billed and received are what grew in the month, open is at its end', () => {
    expect(figuresOf([bill], '2026-10')).toEqual(noFigures);
    expect(figuresOf([bill], '2026-11')).toEqual({ billed: 71_853, received: 50_000, open: 21_853 });
    expect(figuresOf([bill], '2026-12')).toEqual({ billed: 0, received: 21_853, open: 0 });
    expect(figuresOf([], '2026-12')).toEqual(noFigures);
  });

  test('R30.5: every figure that differs is listed with both amounts, to the fen', () => {
    const ours = { billed: 71_853, received: 50_000, open: 21_853 };
    expect(differencesOf(ours, ours)).toEqual([]);
    expect(differencesOf({ ...ours, received: 49_999, open: 21_854 }, ours)).toEqual([
      { field: 'received', oldFen: 49_999, oursFen: 50_000 },
      { field: 'open', oldFen: 21_854, oursFen: 21_853 },
    ]);
    expect(differencesOf(undefined, ours)).toHaveLength(3);
    expect(differencesOf(undefined, noFigures)).toEqual([]);
  });

  test('R30.5: a parallel month is after the cut-over, and over', () => {
    expect(daysOfMonth('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(() => assertParallel('2026-11', '2026-10-31', '2026-12-01')).not.toThrow();
    for (const [month, on, today] of [
      ['2026-10', '2026-10-31', '2026-12-01'],
      ['2026-11', '2026-10-31', '2026-11-30'],
      ['2026-11', undefined, '2026-12-01'],
    ] as const) {
      expect(() => assertParallel(month, on, today)).toThrow(Problem);
    }
  });
});
