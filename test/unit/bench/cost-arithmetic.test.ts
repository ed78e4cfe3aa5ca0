import { describe, expect, test } from 'vitest';
import { billOf, limitsAt, times, together, totalOf, type Work } from '../../../infra/tools/bench/cost-arithmetic.ts';

const nothing: Work = { readUnits: 0, writeUnits: 0, httpRequests: 0, batches: 0, mails: 0 };

describe('a bill', () => {
  test('prices a million units as the list does', () => {
    expect(billOf({ ...nothing, writeUnits: 1e6 }).DynamoDB).toBeCloseTo(0.625);
    expect(billOf({ ...nothing, readUnits: 1e6 }).DynamoDB).toBeCloseTo(0.125);
  });

  test('prices a million requests: the gateway, the function and its log', () => {
    const bill = billOf({ ...nothing, httpRequests: 1e6 });
    expect(bill['API Gateway']).toBeCloseTo(1);
    // 0.20 for the invocations, and 1e6 x 0.06 s x 0.5 GB x 0.0000133334.
    expect(bill.Lambda).toBeCloseTo(0.2 + 0.400002);
    expect(bill.logs).toBeCloseTo(0.75);
    expect(bill.SQS).toBe(0);
  });

  test('prices a batch with three requests to its queue, and a mail', () => {
    expect(billOf({ ...nothing, batches: 1e6 }).SQS).toBeCloseTo(1.2);
    expect(billOf({ ...nothing, mails: 1e3 }).SES).toBeCloseTo(0.1);
  });

  test('of nothing is nothing', () => {
    expect(totalOf(billOf(nothing))).toBe(0);
  });

  test('of work done together is the sum', () => {
    const work = { readUnits: 2, writeUnits: 9, httpRequests: 1, batches: 2, mails: 1 };
    expect(together([work, times(work, 2)])).toEqual(times(work, 3));
    expect(totalOf(billOf(times(work, 3)))).toBeCloseTo(3 * totalOf(billOf(work)), 12);
  });
});

describe('the limits of a million households', () => {
  const month = { ...nothing, httpRequests: 633_600, writeUnits: 633_600 };
  const billing = { ...nothing, writeUnits: 14_400, batches: 1_440 };
  const limits = limitsAt(1_000_000, { month, billing, stageRate: 500 });

  test('come with the most used first', () => {
    const shares = limits.map(({ used, limit }) => used / limit);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(limits[0]?.name).toContain('infra/stages.ts');
  });

  test('count the busiest second at four times the average', () => {
    // 1,000 requests a second on average: 633,600 of a thousand households in 176 working hours.
    expect(limits.find(({ limit }) => limit === 10_000)?.used).toBeCloseTo(4_000);
  });

  test('count the writes of billing within four hours', () => {
    expect(limits.find(({ name }) => name.includes('ledger table'))?.used).toBeCloseTo(1_000);
  });
});
