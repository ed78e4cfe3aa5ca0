import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueDayOf } from '../../../../functions/money/fees/billing-run.ts';
import { courtSafeOn } from '../../../../functions/money/fees/court-safe.ts';
import {
  type LateLine,
  type LateTerms,
  lateChargeOn,
  lateChargeSchema,
  lateTermsSchema,
} from '../../../../functions/money/fees/late-charge.ts';
import { addDays } from '../../../../shared/kernel/periods.ts';

const rate = (dailyRate: string, cap: string | null = '1'): LateTerms => lateTermsSchema.parse({ dailyRate, cap });
const line = (more: Partial<LateLine> = {}): LateLine => ({
  principalFen: 71_853,
  dueOn: '2025-03-31',
  deliveredOn: '2025-03-01',
  payments: [],
  disputes: [],
  ...more,
});

describe('the late charge of 718.53 due on 2025-03-31', () => {
  test.each([
    ['0.3 permille', '0.0003', 970],
    ['0.5 permille', '0.0005', 1_617],
    ['1 permille', '0.001', 3_233],
    ['3 permille', '0.003', 9_700],
  ])('R5.2 paid on 2025-05-15, 45 days, at %s a day', (_, dailyRate, fen) => {
    const payments = [{ on: '2025-05-15', fen: 71_853 }];
    const charge = lateChargeOn('2025-05-15', line({ payments }), rate(dailyRate));
    expect(charge).toMatchObject({
      claimedFen: fen,
      capped: false,
      steps: [{ days: 45, unpaidFen: 71_853, dailyRate }],
    });
    expect(lateChargeSchema.parse(charge)).toEqual(charge);
    expect(lateChargeOn('2026-05-15', line({ payments }), rate(dailyRate))).toEqual(charge);
  });

  test('R5.2 with 300.00 paid on 2025-04-15 and the rest on 05-15 is 5.39 + 6.28 = 11.67', () => {
    const payments = [
      { on: '2025-05-15', fen: 41_853 },
      { on: '2025-04-15', fen: 30_000 },
    ];
    const charge = lateChargeOn('2025-05-15', line({ payments }), rate('0.0005'));
    expect(charge.claimedFen).toBe(1_167);
    expect(charge.steps).toEqual([
      { from: '2025-04-01', to: '2025-04-15', days: 15, unpaidFen: 71_853, dailyRate: '0.0005', yuan: '5.388975' },
      { from: '2025-04-16', to: '2025-05-15', days: 30, unpaidFen: 41_853, dailyRate: '0.0005', yuan: '6.27795' },
    ]);
  });

  test('R5.1 excludes the due day and includes the day of payment', () => {
    const on = (day: string) => lateChargeOn(day, line(), rate('0.001')).claimedFen;
    expect(on('2025-03-31')).toBe(0);
    expect(on('2025-04-01')).toBe(72);
    const paid = line({ payments: [{ on: '2025-03-31', fen: 71_853 }] });
    expect(lateChargeOn('2025-05-15', paid, rate('0.001')).claimedFen).toBe(0);
  });

  test('R26.6 thirty-five days from 2027-03-01 end after Qingming on 2027-04-06, and late charge runs from the 7th', () => {
    const dueOn = dueDayOf({}, '2027-03-01', 35);
    expect(dueOn).toBe('2027-04-06');
    const charge = (day: string) => lateChargeOn(day, line({ dueOn, deliveredOn: '2027-03-01' }), rate('0.001'));
    expect(charge('2027-04-06').claimedFen).toBe(0);
    expect(charge('2027-04-08').steps).toMatchObject([{ from: '2027-04-07', to: '2027-04-08', days: 2 }]);
  });

  test('R5.1 is 0 without a rate in the contract', () => {
    expect(lateChargeOn('2026-03-31', line(), undefined)).toEqual({
      claimedFen: 0,
      capped: false,
      steps: [],
    });
  });
});

describe('limits of the late charge', () => {
  test('R5.4 it does not grow beyond the principal, and is marked as capped', () => {
    expect(lateChargeOn('2030-03-31', line(), rate('0.003'))).toMatchObject({
      claimedFen: 71_853,
      capped: true,
    });
    expect(lateChargeOn('2030-03-31', line(), rate('0.003', '0.3')).claimedFen).toBe(21_556);
    expect(lateChargeOn('2030-03-31', line(), rate('0.003', null))).toMatchObject({ capped: false });
  });

  test('R5.4 it does not run before the bill is delivered', () => {
    const late = line({ deliveredOn: '2025-04-30' });
    expect(lateChargeOn('2025-05-15', late, rate('0.001')).steps).toMatchObject([{ from: '2025-05-01', days: 15 }]);
    expect(lateChargeOn('2025-05-15', line({ deliveredOn: undefined }), rate('0.001')).claimedFen).toBe(0);
  });

  test('R27.5 the cap is the principal where the contract names none', () => {
    expect(lateTermsSchema.parse({ dailyRate: '0.001' })).toEqual({ dailyRate: '0.001', cap: '1' });
  });

  test('R5.4 it does not run on days in dispute, first and last day included', () => {
    const disputed = line({ disputes: [{ from: '2025-04-06', to: '2025-04-25' }, { from: '2025-05-06' }] });
    expect(lateChargeOn('2025-05-15', disputed, rate('0.001')).steps).toMatchObject([
      { from: '2025-04-01', to: '2025-04-05', days: 5 },
      { from: '2025-04-26', to: '2025-05-05', days: 10 },
    ]);
  });

  test('R5.1 payments never exceed the principal', () => {
    const over = line({ payments: [{ on: '2025-04-01', fen: 71_854 }] });
    expect(() => lateChargeOn('2025-05-15', over, rate('0.001'))).toThrow(RangeError);
    const back = line({ payments: [{ on: '2025-04-01', fen: -1 }] });
    expect(() => lateChargeOn('2025-05-15', back, rate('0.001'))).toThrow(RangeError);
  });
});

describe('every late charge', () => {
  const day = fc.integer({ min: 0, max: 200 }).map((days) => addDays('2025-01-01', days));
  const anyLine = fc
    .record({
      principalFen: fc.integer({ min: 0, max: 5_000_000 }),
      dueOn: day,
      deliveredOn: day,
      parts: fc.array(fc.record({ on: day, percent: fc.integer({ min: 0, max: 25 }) }), { maxLength: 4 }),
      disputes: fc.array(
        fc
          .record({ from: day, days: fc.integer({ min: 0, max: 40 }) })
          .map(({ from, days }) => ({ from, to: addDays(from, days) })),
        { maxLength: 3 },
      ),
    })
    .map(
      ({ parts, ...rest }): LateLine => ({
        ...rest,
        payments: parts.map(({ on, percent }) => ({ on, fen: Math.floor((rest.principalFen * percent) / 100) })),
      }),
    );
  const anyRate = fc.integer({ min: 1, max: 60 }).map((n) => `0.${String(n).padStart(4, '0')}`);

  test('R5.1 is the sum over the unpaid amounts of its days, rounded once, at most the principal', () => {
    fc.assert(
      fc.property(anyLine, day, anyRate, (late, until, dailyRate) => {
        // Day by day in whole numbers: fen x rate (1/10000), without the due day.
        let tenThousandths = 0n;
        for (let today = '2025-01-01'; today <= until; today = addDays(today, 1)) {
          if (today <= late.dueOn || today <= (late.deliveredOn ?? today)) continue;
          if (late.disputes.some(({ from, to }) => from <= today && today <= (to ?? today))) continue;
          const paid = late.payments.filter(({ on }) => on < today).reduce((all, { fen }) => all + fen, 0);
          tenThousandths += BigInt(late.principalFen - paid) * BigInt(dailyRate.slice(2));
        }
        const rounded = Number((tenThousandths * 2n + 10_000n) / 20_000n);
        const charge = lateChargeOn(until, late, rate(dailyRate));
        expect(charge.claimedFen).toBe(Math.min(rounded, late.principalFen));
        expect(charge.capped).toBe(rounded > late.principalFen);
        for (const lprAt of ['breach', 'daily'] as const) {
          const court = courtSafeOn(until, [late], charge.claimedFen, lprAt);
          expect(court.fen).toBe(Math.min(charge.claimedFen, court.measureFen));
        }
      }),
    );
  });

  test('R5.1 does not depend on the order in which payments were entered', () => {
    fc.assert(
      fc.property(anyLine, day, (late, until) => {
        const entered = lateChargeOn(until, late, rate('0.0005'));
        const reversed = { ...late, payments: late.payments.toReversed() };
        expect(lateChargeOn(until, reversed, rate('0.0005'))).toEqual(entered);
      }),
    );
  });

  test('R5.1 never falls from one day to the next', () => {
    fc.assert(
      fc.property(anyLine, day, (late, until) => {
        const today = lateChargeOn(until, late, rate('0.003')).claimedFen;
        expect(lateChargeOn(addDays(until, 1), late, rate('0.003')).claimedFen).toBeGreaterThanOrEqual(today);
      }),
    );
  });
});
