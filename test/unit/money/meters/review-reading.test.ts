import { describe, expect, test } from 'vitest';
import { correctReadingSchema, reverseReadingSchema } from '../../../../functions/money/meters/review-reading.ts';

describe('the reason of a reversed or corrected reading', () => {
  test.each(['\n', '\uFEFF', ' '])('is more than blanks (%j), as its record demands', (reason) => {
    expect(reverseReadingSchema.safeParse({ reason }).success).toBe(false);
    const right = { takenAt: '2026-03-01T00:00:00Z', value: '10', by: 'person' };
    expect(correctReadingSchema.safeParse({ ...right, reason }).success).toBe(false);
    expect(correctReadingSchema.safeParse({ ...right, reason: '抄错' }).success).toBe(true);
  });
});
