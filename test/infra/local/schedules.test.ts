import { describe, expect, it } from 'vitest';
import { rateOf } from '../../../infra/local/schedules.ts';

describe('The interval of a schedule', () => {
  it('is a rate in minutes, hours or days', () => {
    expect(rateOf('rate(1 minute)')).toBe(60_000);
    expect(rateOf('rate(5 minutes)')).toBe(300_000);
    expect(rateOf('rate(2 hours)')).toBe(7_200_000);
    expect(rateOf('rate(1 day)')).toBe(86_400_000);
  });

  it('is undefined for any other expression', () => {
    expect(rateOf('cron(0 8 * * ? *)')).toBeUndefined();
    expect(rateOf('at(2026-11-24T08:00:00)')).toBeUndefined();
    expect(rateOf('rate(0.5 hours)')).toBeUndefined();
  });
});
