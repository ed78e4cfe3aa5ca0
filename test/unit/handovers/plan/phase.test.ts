import { describe, expect, test } from 'vitest';
import { mustLeaveTime } from '../../../../functions/handovers/plan/phase.ts';
import { codeOf } from '../code-of.ts';

describe('a notice', () => {
  test('names a day that is far enough ahead, that day itself included', () => {
    expect(codeOf(() => mustLeaveTime({ noticeDays: 10 }, '2026-05-22', '2026-06-01'))).toBe('done');
    expect(codeOf(() => mustLeaveTime({ noticeDays: 10 }, '2026-05-23', '2026-06-01'))).toBe('notice-too-short');
  });
});
