import { describe, expect, test } from 'vitest';
import { dueDayOf } from '../../../../functions/money/fees/billing-run.ts';
import { assertDueDay } from '../../../../functions/money/fees/create-billing-run.ts';
import { Problem } from '../../../../shared/kernel/problem.ts';

describe('R27.5 the due day of a billing run', () => {
  const today = '2026-03-10';

  test('is today or later, unless the payers knew an earlier one', () => {
    expect(() => assertDueDay({}, today)).not.toThrow();
    expect(() => assertDueDay({ dueOn: today }, today)).not.toThrow();
    expect(() => assertDueDay({ dueOn: '2026-03-09' }, today)).toThrow(Problem);
    expect(() => assertDueDay({ dueOn: '2026-03-09', dueProof: '已作废账单 12 号' }, today)).not.toThrow();
  });

  test('that passed before the publication is replaced, unless the payers knew it', () => {
    const of = (run: Parameters<typeof dueDayOf>[0]) => dueDayOf(run, today, 30);
    expect(of({})).toBe('2026-04-09');
    expect(of({ dueOn: '2026-03-10' })).toBe('2026-03-10');
    expect(of({ dueOn: '2026-03-09' })).toBe('2026-04-09');
    expect(of({ dueOn: '2026-03-09', dueProof: '已作废账单 12 号' })).toBe('2026-03-09');
    expect(of({ dueOn: '2026-03-09', dueProof: '已作废账单 12 号', again: true })).toBe('2026-04-09');
  });
});
